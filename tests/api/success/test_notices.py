"""A notice reaches an account's people in the widget, and nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.accounts.models import Account
from api.chat.models import Contact
from api.chat.notices.models import NoticeShown
from api.chat.notices.store import LASTS, post_notice
from api.chat.visitors import new_token
from api.database import transaction

NOTICES = "/widget/notices"


@pytest.fixture
def people(house, clock):
    """Hanako of an account with a notice, her colleague, and Kuro of nowhere: their headers by name."""
    with transaction(house.sessions) as session:
        account = Account(
            external_id="a",
            name="みどり工業",
            contract_yen=1,
            stage="adoption",
            renewal_on=clock().date() + timedelta(days=90),
        )
        session.add(account)
        session.flush()
        tokens = {}
        for name, account_id in (("hanako", account.id), ("jiro", account.id), ("kuro", None)):
            contact = Contact(name=name, account_id=account_id, created_at=clock())
            session.add(contact)
            session.flush()
            token = new_token(session, contact, now=clock()).token
            tokens[name] = {"authorization": f"Bearer {token}", "x-madoguchi-key": house.settings.widget_key}
        post_notice(
            session,
            account.id,
            text_ja="設定が残っています。",
            text_en="Settings are left.",
            by=None,
            now=clock(),
        )
    return tokens


def told(client, headers, language="ja") -> list[str]:
    return [one["text"] for one in client.get(f"{NOTICES}?language={language}", headers=headers).json()]


def test_the_accounts_people_are_told_in_their_language_and_others_are_not(client, people):
    assert told(client, people["hanako"]) == ["設定が残っています。"]
    assert told(client, people["jiro"], "en") == ["Settings are left."]
    assert told(client, people["kuro"]) == []
    keyed = {"x-madoguchi-key": people["kuro"]["x-madoguchi-key"]}
    assert client.get(NOTICES, headers=keyed).status_code == 401


def test_a_showing_counts_once_and_what_is_put_away_stays_away_for_that_person(client, people, session):
    hanako, jiro = people["hanako"], people["jiro"]
    id = client.get(NOTICES, headers=hanako).json()[0]["id"]
    for _ in range(2):
        assert client.post(f"{NOTICES}/{id}/showing", headers=hanako).status_code == 204
    assert len(session.scalars(select(NoticeShown)).all()) == 1
    client.post(f"{NOTICES}/{id}/dismissal", headers=hanako)
    assert told(client, hanako) == []
    assert told(client, jiro) == ["設定が残っています。"]


def test_nobody_says_anything_of_anothers_notice(client, people, session):
    id = client.get(NOTICES, headers=people["hanako"]).json()[0]["id"]
    assert client.post(f"{NOTICES}/{id}/showing", headers=people["kuro"]).status_code == 404
    assert client.post(f"{NOTICES}/{id + 1}/dismissal", headers=people["hanako"]).status_code == 404
    assert session.scalars(select(NoticeShown)).all() == []


def test_a_notice_ends_by_itself(client, people, clock, house):
    clock.move(days=LASTS.days, minutes=1)
    with transaction(house.sessions) as session:
        hanako = session.scalars(select(Contact).where(Contact.name == "hanako")).one()
        token = new_token(session, hanako, now=clock()).token
    assert told(client, people["hanako"] | {"authorization": f"Bearer {token}"}) == []


def test_a_manager_withdraws_a_notice_and_takes_that_back(client, people, sign_in, session):
    account = session.scalars(select(Account)).one()
    mori, page = sign_in("mori"), f"/staff/accounts/{account.id}"
    id = client.get(NOTICES, headers=people["hanako"]).json()[0]["id"]
    client.post(f"{NOTICES}/{id}/showing", headers=people["hanako"])
    assert "1人に表示、0人が閉じた" in mori.get(page).text
    answer = mori.post(f"{page}/notices/{id}/withdrawal")
    assert told(client, people["hanako"]) == told(client, people["jiro"]) == []
    html = mori.get(answer.headers["location"]).text
    assert "取り下げ済み" in html
    assert "森 千尋" in html
    assert f'action="{page}/notices/{id}/withdrawal/undone"' in html
    assert mori.post(f"{page}/notices/{id}/withdrawal").status_code == 409
    mori.post(f"{page}/notices/{id}/withdrawal/undone")
    assert told(client, people["jiro"]) == ["設定が残っています。"]


def test_only_a_manager_withdraws_and_only_what_is_the_accounts(client, people, sign_in, session):
    account = session.scalars(select(Account)).one()
    id = client.get(NOTICES, headers=people["hanako"]).json()[0]["id"]
    refused = sign_in("sato").post(f"/staff/accounts/{account.id}/notices/{id}/withdrawal")
    assert refused.status_code == 403
    mori = sign_in("mori")
    assert mori.post(f"/staff/accounts/{account.id}/notices/{id + 1}/withdrawal").status_code == 404
    assert told(client, people["hanako"]) == ["設定が残っています。"]
