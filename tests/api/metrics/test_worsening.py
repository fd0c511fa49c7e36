"""An FAQ that got worse comes back by itself, with its evidence, until somebody looked at it."""

from datetime import timedelta

import pytest

from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish
from api.metrics.worsening import Measure, Share, Worse, chance, holm

PAGE = "/staff/faqs/worsening"


@pytest.fixture
def faq_id(house) -> int:
    draft = Draft(question_ja="請求書はどこですか", answer_ja="請求の画面です。")
    with transaction(house.sessions) as session:
        return publish(session, None, draft, author_id=None, now=house.clock()).faq_id


@pytest.fixture
def reacted(telling, clock):
    """Let customers react to an FAQ so many days ago: `reacted(1, days=40, solved=18, not_solved=2)`."""

    def tell(faq_id: int, *, days: int, solved: int, not_solved: int) -> None:
        at = clock() - timedelta(days=days)
        with telling() as stories:
            for value in ["solved"] * solved + ["not_solved"] * not_solved:
                stories.episode(at).asks().answered(faq_id).says(value, faq_id)

    return tell


def test_an_faq_that_solves_less_than_before_is_listed_with_its_evidence(sign_in, faq_id, reacted):
    sato = sign_in("sato")
    reacted(faq_id, days=40, solved=27, not_solved=3)
    assert "はっきり悪化したFAQはありません" in sato.get(PAGE).text
    reacted(faq_id, days=5, solved=12, not_solved=18)
    page = sato.get(PAGE).text
    for said in ("請求書はどこですか", "90.0 %", "27/30", "40.0 %", "12/30", "p ="):
        assert said in page
    link = page.partition('href="/staff/dashboard/episodes')[2].partition('"')[0].replace("&amp;", "&")
    assert sato.get(f"/staff/dashboard/episodes{link}").text.count("/staff/dashboard/episodes/") >= 30


def test_few_reactions_or_a_chance_difference_list_nothing(sign_in, faq_id, reacted):
    reacted(faq_id, days=40, solved=19, not_solved=0)
    reacted(faq_id, days=5, solved=0, not_solved=19)
    assert "はっきり悪化したFAQはありません" in sign_in("sato").get(PAGE).text
    reacted(faq_id, days=41, solved=20, not_solved=20)
    reacted(faq_id, days=6, solved=30, not_solved=2)
    assert "はっきり悪化したFAQはありません" in sign_in("sato").get(PAGE).text


def test_a_look_silences_it_for_four_weeks_and_can_be_undone(sign_in, faq_id, reacted):
    sato = sign_in("sato")
    reacted(faq_id, days=40, solved=30, not_solved=0)
    reacted(faq_id, days=5, solved=10, not_solved=20)
    assert sato.post(f"/staff/faqs/{faq_id}/look").status_code == 303
    page = sato.get(PAGE).text
    assert "佐藤 美咲が確認しました" in page
    assert "はっきり悪化したFAQはありません" in page
    assert sato.post(f"/staff/faqs/{faq_id}/look/undo").status_code == 303
    assert "1 件あります" in sato.get(PAGE).text
    assert sato.post("/staff/faqs/999/look").status_code == 404


def test_outsider_kuro_sees_and_says_nothing(client, faq_id):
    assert client.get(PAGE).status_code == 401
    assert client.post(f"/staff/faqs/{faq_id}/look").status_code == 401


def test_the_test_is_the_pooled_one_sided_one_of_the_books():
    # 27/30 against 12/30: pooled 0.65, z = 0.5 / 0.12315 = 4.06.
    p = chance(Share(hits=27, n=30), Share(hits=12, n=30), more_is_worse=False)
    assert p == pytest.approx(2.45e-5, rel=0.03)
    assert chance(Share(hits=12, n=30), Share(hits=27, n=30), more_is_worse=True) == pytest.approx(p)
    assert chance(Share(hits=30, n=30), Share(hits=30, n=30), more_is_worse=False) == 1


def test_holm_weighs_each_by_how_many_are_left_and_keeps_the_order():
    share = Share(hits=1, n=2)
    given = [
        Worse(faq_id=n, measure=Measure.SOLVED, before=share, after=share, p=p)
        for n, p in ((1, 0.04), (2, 0.01), (3, 0.03))
    ]
    assert [(one.faq_id, round(one.p, 3)) for one in holm(given)] == [(2, 0.03), (3, 0.06), (1, 0.06)]
