"""What the bot adds: both arms as assigned, each contact once, and the figures open."""

import re
from datetime import timedelta

import pytest

from api.episodes.ledger import Kind
from api.metrics.holdout.difference import newcombe
from tests.api.metrics.stories import Stories

PAGE = "/staff/dashboard/holdout"


@pytest.fixture
def mori(sign_in):
    return sign_in("mori")


@pytest.fixture
def assigned(long_ago):
    """Tell an episode of a contact in an arm; `human`: how long after it a person took part."""

    def tell(
        stories: Stories,
        arm: str,
        *,
        human: timedelta | None = None,
        at=None,
        experiment: int = 1,
        contact=None,
    ):
        story = stories.episode(at or long_ago, contact=contact).asks()
        story.fact(Kind.HOLDOUT_ASSIGNED, arm=arm, share=0.1, experiment=experiment)
        if arm == "holdout":
            story.fact(Kind.HANDOFF_REQUESTED, reason="holdout")
        if human is not None:
            story.at = (at or long_ago) + human
            story.fact(Kind.AGENT_CLAIMED, staff_id=1).fact(Kind.AGENT_REPLIED, staff_id=1, message_id=0)
        return story

    return tell


def read(person, **query) -> dict:
    answer = person.get("/api/metrics/holdout", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_estimate_is_the_difference_of_both_arms(mori, telling, assigned):
    with telling() as stories:
        for n in range(40):
            assigned(stories, "holdout", human=timedelta(minutes=5) if n < 36 else None)
        for n in range(200):
            assigned(stories, "bot", human=timedelta(days=1) if n < 80 else None)
    found = read(mori)
    low, high = newcombe(36, 40, 80, 200)
    assert found["overall"]["value"] == pytest.approx(0.9 - 0.4)
    assert (found["overall"]["low"], found["overall"]["high"]) == pytest.approx((low, high))
    assert found["overall"]["enough"] is True
    assert found["overall"]["holdout"] | {"low": 0, "high": 0} == {
        "human": 36,
        "contacts": 40,
        "value": 0.9,
        "low": 0,
        "high": 0,
    }


def test_a_hand_off_that_nobody_took_is_no_human_contact(mori, telling, assigned):
    with telling() as stories:
        assigned(stories, "holdout")
        assigned(stories, "bot").fact(Kind.HANDOFF_REQUESTED, reason="no_answer")
        assigned(stories, "bot").fact(Kind.CONVERSATION_RESOLVED, by="contact")
    overall = read(mori)["overall"]
    assert (overall["holdout"]["human"], overall["holdout"]["contacts"]) == (0, 1)
    assert (overall["bot"]["human"], overall["bot"]["contacts"]) == (0, 2)


def test_a_person_in_a_later_episode_and_another_channel_counts_within_the_window(
    mori, telling, assigned, long_ago
):
    with telling() as stories:
        for days in (6.9, 7.1, -1):
            contact = stories.contact()
            assigned(stories, "bot", contact=contact)
            call = stories.episode(long_ago + timedelta(days=days), contact=contact, channel="phone")
            call.fact(Kind.AGENT_REPLIED, staff_id=None)
    overall = read(mori)["overall"]
    assert (overall["bot"]["human"], overall["bot"]["contacts"]) == (1, 3)


def test_a_contact_counts_once_by_the_arm_assigned_first(mori, telling, assigned, long_ago):
    with telling() as stories:
        contact = stories.contact()
        assigned(stories, "bot", contact=contact)
        # Two contacts that turned out to be one person: the later arm is not theirs.
        assigned(
            stories, "holdout", contact=contact, at=long_ago + timedelta(days=1), human=timedelta(days=1)
        )
    overall = read(mori)["overall"]
    assert overall["holdout"]["contacts"] == 0
    assert (overall["bot"]["human"], overall["bot"]["contacts"]) == (1, 1)


def test_only_matured_contacts_are_compared(mori, telling, assigned, clock):
    with telling() as stories:
        assigned(stories, "bot", at=clock() - timedelta(days=6))
        assigned(stories, "bot", at=clock() - timedelta(days=8))
    found = read(mori)
    assert found["overall"]["bot"]["contacts"] == 1
    assert found["waiting"] == 1
    clock.move(days=2)
    assert read(mori)["overall"]["bot"]["contacts"] == 2


def test_experiments_are_kept_apart(mori, telling, assigned, long_ago):
    with telling() as stories:
        assigned(stories, "bot", experiment=1)
        for _ in range(3):
            assigned(stories, "bot", experiment=2, at=long_ago + timedelta(days=9))
    assert read(mori)["overall"]["bot"]["contacts"] == 3
    assert read(mori, experiment=1)["overall"]["bot"]["contacts"] == 1
    assert mori.get("/api/metrics/holdout?experiment=3").status_code == 404


def test_topics_are_those_asked_about_in_both_arms(mori, telling, assigned):
    with telling() as stories:
        for arm in ("holdout", "bot", "bot"):
            assigned(stories, arm).inquiry("請求書はどこですか")
        assigned(stories, "bot").answered(faq_id=1)
    found = read(mori)
    assert [(t["holdout"]["contacts"], t["bot"]["contacts"]) for t in found["topics"]] == [(1, 2)]
    assert found["topics"][0]["topic"].startswith("text:")


def test_few_contacts_are_not_enough_and_the_page_says_how_long_it_takes(mori, telling, assigned, clock):
    with telling() as stories:
        for n in range(40):
            at = clock() - timedelta(days=8 + n / 4)
            assigned(
                stories,
                "holdout" if n % 10 == 0 else "bot",
                at=at,
                human=timedelta(hours=1) if n % 10 == 0 else None,
            )
    found = read(mori)
    assert found["overall"]["enough"] is False
    # 40 contacts in 17.75 days are 15.8 a week, and 300 or more are needed for 30 who are held out.
    assert found["overall"]["weeks"] > (300 - 40) / 15.8 + 1 - 0.1
    page = mori.get(PAGE).text
    assert "データ不足" in page
    assert "週間後の見込みです" in page


def test_without_any_experiment_the_page_says_what_it_would_take(mori, telling, clock):
    with telling() as stories:
        for n in range(80):
            stories.episode(clock() - timedelta(days=n / 4)).asks()
    # 20 a week while always open; 10 % held out take 1,067 contacts for ±10 points at worst, and a week more.
    assert read(mori)["overall"]["weeks"] == pytest.approx(1067 / 20 + 1, abs=0.1)
    page = mori.get(PAGE).text
    assert "停止中" in page
    assert "週間後の見込みです" in page


def test_each_figure_opens_exactly_its_contacts(mori, telling, assigned):
    with telling() as stories:
        for n in range(5):
            assigned(stories, "holdout", human=timedelta(minutes=9) if n < 4 else None).inquiry(
                "領収書をください"
            )
        for n in range(7):
            assigned(stories, "bot", human=timedelta(minutes=9) if n < 2 else None).inquiry(
                "領収書をください"
            )
    page = mori.get(PAGE).text
    links = re.findall(r'<a href="(/staff/dashboard/holdout/contacts[^"]+)">([\d,]+)</a>', page)
    assert len(links) == 12
    for link, number in links:
        listed = mori.get(link.replace("&amp;", "&")).text
        assert re.search(r"<span data-count>([\d,]+)</span>", listed)[1] == number, link
    assert {number for _, number in links} == {"4", "5", "2", "7", "0"}


def test_the_manager_sets_the_share_and_takes_it_back(mori, clock):
    assert read(mori)["running"] is False
    answer = mori.post(f"{PAGE}/settings", data={"percent": "10", "starts_on": ""})
    assert answer.status_code == 303
    shown = mori.get(answer.headers["location"]).text
    undo = re.search(r'action="(/staff/dashboard/holdout/settings/\d+/withdrawal)"', shown)[1]
    found = read(mori)
    assert (found["running"], found["share"], found["experiment"]) == (True, 0.1, 1)
    assert mori.post(undo).status_code == 303
    assert read(mori)["running"] is False
    assert mori.post(undo).status_code == 404


def test_a_later_start_is_planned_and_every_version_is_kept(mori, clock, house):
    tomorrow = (clock().astimezone(house.settings.zone) + timedelta(days=1)).date()
    mori.post(f"{PAGE}/settings", data={"percent": "5"})
    clock.move(seconds=1)
    mori.post(f"{PAGE}/settings", data={"percent": "20", "starts_on": str(tomorrow)})
    assert read(mori)["share"] == 0.05
    assert "予定" in mori.get(PAGE).text
    clock.move(days=1)
    assert read(mori)["share"] == 0.2
    page = mori.get(PAGE).text
    assert "5.0 %" in page
    assert "20.0 %" in page


@pytest.mark.parametrize(
    "sent",
    [
        {"percent": "20.5"},
        {"percent": "-1"},
        {"percent": "ten"},
        {"percent": "nan"},
        {"percent": "5", "starts_on": "2020-01-01"},
        {"percent": "5", "starts_on": "soon"},
    ],
)
def test_a_share_out_of_range_or_a_past_start_is_refused(mori, sent):
    assert mori.post(f"{PAGE}/settings", data=sent).status_code == 422
    assert read(mori)["running"] is False


def test_only_managers_see_and_set_it(sign_in, client):
    sato = sign_in("sato")
    for path in (PAGE, "/api/metrics/holdout", f"{PAGE}/contacts?experiment=1"):
        assert sato.get(path).status_code == 403
    assert sato.post(f"{PAGE}/settings", data={"percent": "5"}).status_code == 403
    assert client.get("/api/metrics/holdout").status_code == 401


def test_those_known_when_assigned_are_compared_by_themselves(mori, telling, long_ago):
    def tell(stories, arm: str, *, known: bool | None, human: bool) -> None:
        told = {} if known is None else {"known": known}
        story = stories.episode(long_ago).asks()
        story.fact(Kind.HOLDOUT_ASSIGNED, arm=arm, share=0.1, experiment=1, **told)
        if human:
            story.fact(Kind.AGENT_CLAIMED, staff_id=1)

    with telling() as stories:
        for n in range(3):
            tell(stories, "holdout", known=True, human=n < 2)
            tell(stories, "bot", known=True, human=n < 1)
        tell(stories, "holdout", known=False, human=True)
        tell(stories, "bot", known=False, human=False)
        # Written before it was noted whether they were known.
        tell(stories, "bot", known=None, human=True)
    found = read(mori)
    assert (found["overall"]["holdout"]["contacts"], found["overall"]["bot"]["contacts"]) == (4, 5)
    known = found["known"]
    assert (known["holdout"]["human"], known["holdout"]["contacts"]) == (2, 3)
    assert (known["bot"]["human"], known["bot"]["contacts"]) == (1, 3)
    assert known["value"] == pytest.approx(1 / 3)
    html = mori.get(PAGE).text
    links = re.findall(r'href="([^"]+known=1[^"]*)">(\d+)</a>', html)
    assert [int(n) for _, n in links] == [2, 3, 1, 3]
    for href, n in links:
        listed = mori.get(href.replace("&amp;", "&")).text
        assert re.search(r"data-count>(\d+)<", listed)[1] == n
