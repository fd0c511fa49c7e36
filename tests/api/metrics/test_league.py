"""The league table of FAQs: numbers equal their lists, the worst is first and can go back to review."""

import re
from html import unescape

import pytest

from api.faqs.models import Faq
from api.metrics.league.counting import Count
from api.metrics.league.table import Row, Sort, ranked, worst

PAGE = "/staff/dashboard/faqs"
NUMBER = re.compile(r'<a href="(/staff/dashboard/faqs/\d+/episodes\?[^"]+)" aria-label[^>]*>([\d,]+)</a>')
TOTAL = re.compile(r"data-count>([\d,]+)<")


@pytest.fixture
def week(telling, faqs, long_ago):
    """The first FAQ fails 25 of 40, the second 4 of 40, the third 3 of 3."""

    def tell(faq: int, yes: int, no: int) -> None:
        with telling() as stories:
            for one in [True] * yes + [False] * no:
                story = stories.episode(long_ago).asks().answered(faq)
                story.says("solved" if one else "not_solved", faq)
                if not one:
                    story.person("not_solved").helped()

    tell(faqs[0], 15, 25)
    tell(faqs[1], 36, 4)
    tell(faqs[2], 0, 3)
    return faqs


def order(html: str) -> list[int]:
    return [int(n) for n in re.findall(r'<tr data-faq="(\d+)"', html)]


def test_the_one_that_surely_loses_most_is_first_and_little_data_last(week, sign_in):
    sato = sign_in("sato")
    html = sato.get(f"{PAGE}?days=60").text
    assert order(html) == week[:3]
    assert html.count('class="badge few"') == 1
    answer = sato.get("/api/metrics/faqs?days=60").json()["faqs"]
    first = answer[0]
    assert (first["counts"]["matured"], first["counts"]["failed"], first["enough"]) == (40, 25, True)
    # Wilson's lower end of 25 of 40 is 0.470.
    assert first["lost_hours"] == pytest.approx(0.470 * 40 * first["minutes"] / 60, rel=0.01)
    assert answer[2]["enough"] is False


def test_every_number_opens_exactly_its_episodes(telling, clock, faqs, sign_in):
    with telling() as stories:
        stories.many(150, now=clock(), days=40, seed=5)
    sato = sign_in("sato")
    found = {unescape(href): n for href, n in NUMBER.findall(sato.get(f"{PAGE}?days=45").text)}
    assert len(found) > 25
    for href, n in found.items():
        listed = sato.get(href).text
        assert TOTAL.search(listed)[1] == n, href
        assert listed.count('class="question"') == int(n), href


def test_columns_sort_by_links_and_turn_round(week, sign_in):
    sato = sign_in("sato")
    for sort in Sort:
        assert set(order(sato.get(f"{PAGE}?days=60&sort={sort}").text)) == set(week[:3])
    most = sato.get(f"{PAGE}?days=60&sort=solved").text
    assert order(most) == week[:3]
    turned = re.search(r'aria-sort="descending"><a href="([^"]+)"', most)
    assert order(sato.get(unescape(turned[1])).text) == [week[1], week[0], week[2]]


def test_the_worst_goes_back_to_review_with_its_figures_and_comes_back(week, sign_in, session):
    mori = sign_in("mori")
    html = mori.get(f"{PAGE}/{week[0]}/episodes?days=60").text
    reason = unescape(re.search(r'name="reason"[^>]*>([^<]+)<', html)[1])
    assert "確定した問い合わせ 40 件のうち 25 件" in reason
    sent = mori.post(f"/staff/faqs/{week[0]}/review-request", data={"reason": reason})
    assert sent.status_code == 303
    shown = mori.get(sent.headers["location"]).text
    assert "森 千尋さんが見直しに戻しました" in shown
    assert reason in unescape(shown)
    assert f'href="/staff/faqs/{week[0]}"' in mori.get("/staff/faqs?view=due").text
    assert "見直しに戻してあります" in mori.get(f"{PAGE}/{week[0]}/episodes?days=60").text
    undone = mori.post(f"/staff/faqs/{week[0]}/review-request/undo", data={"was_review": ""})
    assert undone.status_code == 303
    faq = session.get_one(Faq, week[0])
    assert (faq.review_on, faq.review_reason, faq.review_asked_by) == (None, None, None)
    assert mori.post(f"/staff/faqs/{week[0]}/review-request/done").status_code == 409


def test_only_who_may_edit_sends_back_and_not_without_a_reason(week, sign_in, client):
    address = f"/staff/faqs/{week[0]}/review-request"
    assert sign_in("sato").post(address, data={"reason": "悪い"}).status_code == 403
    mori = sign_in("mori")
    assert mori.post(address, data={"reason": "  "}).status_code == 422
    assert mori.post(address, data={"reason": "あ" * 1001}).status_code == 422
    assert mori.post("/staff/faqs/999/review-request", data={"reason": "悪い"}).status_code == 404
    for path in (PAGE, f"{PAGE}.csv", f"{PAGE}/{week[0]}/episodes", "/api/metrics/faqs"):
        assert client.get(path).status_code == 401


def row(faq_id: int, matured: int, failed: int) -> Row:
    counts = dict.fromkeys(Count, 0) | {Count.MATURED: matured, Count.FAILED: failed}
    return Row(faq_id=faq_id, counts=counts, weeks=(), minutes=6)


def test_few_episodes_do_not_make_an_faq_the_worst():
    rows = [row(1, 3, 3), row(2, 400, 120), row(3, 29, 29)]
    assert [one.faq_id for one in ranked(rows, Sort.LOST)] == [2, 3, 1]
    assert worst(rows).faq_id == 2
    assert worst([rows[0], rows[2]]) is None
    assert worst([row(4, 50, 0)]) is None
