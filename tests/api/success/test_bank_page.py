"""The bank's page: the terms by week, what a manager sets, and what does not change silently."""

import re

import pytest

from api.database import transaction
from api.success.bank.models import BankWeek
from tests.api.metrics.stories import Stories

BANK = "/staff/success/bank"


def shown(html: str, metric: str) -> str:
    found = re.search(rf'data-metric="{metric}">([^<]*)', html)
    assert found, html
    return found[1].strip()


def test_the_hours_of_past_weeks_are_there_term_by_term(freed, house, sign_in):
    freed(12)
    html = sign_in("mori").get(BANK).text
    hours = 12 * house.settings.default_handle_minutes / 60
    assert shown(html, "balance") == f"{hours:.1f} 時間"
    assert "総時間" in html
    assert "metric=verified_deflection" in html


def test_the_share_holds_from_this_week_on_and_past_weeks_stay(freed, house, sign_in):
    freed(12)
    mori = sign_in("mori")
    before = shown(mori.get(BANK).text, "balance")
    assert mori.post(f"{BANK}/terms", data={"share": "50"}).status_code == 303
    html = mori.get(f"{BANK}?done=set").text
    assert (shown(html, "balance"), shown(html, "share")) == (before, "50 %")
    assert "条件を保存しました" in html


def test_a_share_from_a_past_week_on_changes_the_balance_and_undo_brings_it_back(freed, house, sign_in, noon):
    freed(12)
    mori = sign_in("mori")
    mori.post(f"{BANK}/terms", data={"share": "50", "from_week": str(noon(4).date())})
    hours = 12 * house.settings.default_handle_minutes / 60
    assert shown(mori.get(BANK).text, "balance") == f"{hours / 2:.1f} 時間"
    assert mori.post(f"{BANK}/terms/undone").status_code == 303
    assert shown(mori.get(BANK).text, "balance") == f"{hours:.1f} 時間"
    assert mori.post(f"{BANK}/terms/undone").status_code == 409


def test_a_matured_week_is_closed_and_what_is_counted_later_needs_a_word(
    freed, house, session, sign_in, noon
):
    freed(12)
    mori = sign_in("mori")
    before = shown(mori.get(BANK).text, "balance")
    closed = session.query(BankWeek).order_by(BankWeek.week).all()
    assert closed[0].week == noon(4).date()
    assert noon(0).date() not in {row.week for row in closed}
    freed(12)
    assert shown(mori.get(BANK).text, "balance") == before
    mori.post(f"{BANK}/weeks/{noon(4).date()}/recount")
    hours = 24 * house.settings.default_handle_minutes / 60
    assert shown(mori.get(BANK).text, "balance") == f"{hours:.1f} 時間"


def test_minutes_of_a_topic_are_set_and_emptied(freed, house, sign_in, noon):
    freed(6)
    mori = sign_in("mori")
    mori.get(BANK)
    mori.post(f"{BANK}/terms", data={"minutes:faq:1": "20", "from_week": str(noon(4).date())})
    assert shown(mori.get(BANK).text, "balance") == "2.0 時間"
    mori.post(f"{BANK}/terms", data={"minutes:faq:1": "", "from_week": str(noon(4).date())})
    hours = 6 * house.settings.default_handle_minutes / 60
    assert shown(mori.get(BANK).text, "balance") == f"{hours:.1f} 時間"


def test_what_if_works_without_a_script(house, noon, sign_in):
    with transaction(house.sessions) as session:
        stories = Stories(session)
        for _ in range(8):
            stories.episode(noon(1)).asks().answered(7).person("not_solved").helped(wait=1, minutes=30)
    mori = sign_in("mori")
    html = mori.get(f"{BANK}?topic=faq:7&solved=50&share=100").text
    gain = re.search(r"data-gain>([^<]*)", html)
    assert gain
    assert gain[1] == f"{8 / 4 * 30 / 60 * 0.5:.1f}"
    assert 'value="faq:7"' in html


@pytest.mark.parametrize("sent", [{"share": "120"}, {"from_week": "1999-01-01"}, {"minutes:faq:1": "many"}])
def test_what_cannot_be_is_refused_and_changes_nothing(freed, sent, sign_in):
    freed(12)
    mori = sign_in("mori")
    before = shown(mori.get(BANK).text, "balance")
    assert mori.post(f"{BANK}/terms", data=sent).status_code == 422
    assert shown(mori.get(BANK).text, "balance") == before


def test_an_empty_house_has_an_empty_bank_and_agents_may_not_look(sign_in):
    assert shown(sign_in("mori").get(BANK).text, "balance") == "0.0 時間"
    assert sign_in("sato").get(BANK).status_code == 403
