"""The corrected rate stands beside the verified one, and each number opens exactly its episodes."""

import re
from html import unescape

import pytest

from api.database import transaction
from api.episodes.ledger import Kind, facts_of
from api.jobs import follow_up

PAGE = "/staff/dashboard/followed"
LISTED = re.compile(r'<a href="(/staff/dashboard/followed/episodes\?[^"]+)">([\d,]+)</a>')
TOTAL = re.compile(r"data-count>([\d,]+)<")
ROW = re.compile(r'class="question"')
RATE = re.compile(r'data-corrected="(\w+)".*?class="value[^"]*">([^<]*)<', re.S)


@pytest.fixture
def told(telling, long_ago):
    """60 episodes: 10 said "solved", 40 left in silence; 24 were asked later, 12 said yes and 4 no."""
    with telling() as stories:
        for n in range(40):
            story = stories.episode(long_ago).asks().answered(faq_id=1 + n % 2).expired()
            if n < 24:
                story.fact(Kind.FOLLOW_UP_ASKED, share=0.5)
            if n < 16:
                story.fact(Kind.FOLLOW_UP_GIVEN, value="not_solved" if n < 4 else "solved")
        for _ in range(10):
            stories.episode(long_ago).asks().answered().says("solved")
            stories.episode(long_ago).asks().nothing().expired()
        stories.episode(long_ago, channel="phone").asks().fact(Kind.AGENT_REPLIED, staff_id=1)


def test_the_dashboard_shows_it_and_each_number_equals_its_list(told, sign_in):
    sato = sign_in("sato")
    for page in ("/staff/dashboard?days=60", f"{PAGE}?days=60"):
        html = sato.get(page).text
        assert RATE.search(html).groups() == ("enough", "66.7 %")
        found = {unescape(href): int(n) for href, n in LISTED.findall(html)}
        for href, n in found.items():
            listed = sato.get(href).text
            assert int(TOTAL.search(listed)[1]) == n, href
            assert len(ROW.findall(listed)) == n, href
    parts = {re.search(r"part=(\w+)", href)[1]: n for href, n in found.items()}
    assert parts == {
        "eligible": 60, "confirmed": 10, "silent": 40, "asked": 24, "yes": 12, "no": 4, "unheard": 24,
    }  # fmt: skip


def test_filters_narrow_it_as_they_narrow_every_figure(told, sign_in):
    sato = sign_in("sato")
    one = sato.get("/api/metrics/followed", params={"days": 60, "topic": "faq:1"}).json()
    other = sato.get("/api/metrics/followed", params={"days": 60, "topic": "faq:2"}).json()
    assert one["asked"] + other["asked"] == 24
    assert 0 < other["asked"] < 24
    phone = sato.get("/api/metrics/followed", params={"days": 60, "channel": "phone"}).json()
    assert phone["eligible"] == 0


def test_the_api_the_csv_and_the_report_say_the_same(told, sign_in, clock):
    mori = sign_in("mori")
    said = mori.get("/api/metrics", params={"days": 60}).json()["corrected"]
    assert said["value"] == pytest.approx((10 + 12 + 24 * 0.75) / 60)
    assert (said["asked"], said["yes"], said["no"], said["share"]) == (24, 12, 4, 0)
    rows = [line.split(",") for line in mori.get("/staff/dashboard.csv?days=60").text.splitlines()]
    named = {row[0]: row for row in rows}
    assert named["corrected_deflection"][1] == "自己解決率(聞き取り補正)"
    assert float(named["corrected_deflection"][5]) == pytest.approx(said["value"], abs=1e-6)
    assert named["corrected_deflection.no"][3] == "4"
    months = re.findall(r"<option[^>]*>(\d{4}-\d\d)", mori.get("/staff/dashboard/report").text)
    assert any("66.7 %" in mori.get(f"/staff/dashboard/report?month={month}").text for month in months)


def test_while_nobody_is_asked_it_says_what_to_do(telling, long_ago, sign_in):
    with telling() as stories:
        stories.episode(long_ago).asks().answered().expired()
    sato = sign_in("sato")
    html = sato.get("/staff/dashboard?days=60").text
    assert RATE.search(html).groups() == ("off", "—")
    assert "聞き取りを行っていません" in html
    assert sato.get(PAGE).status_code == 200
    assert sato.get("/api/metrics", params={"days": 60}).json()["corrected"]["value"] is None


def test_a_manager_sets_the_share_takes_it_back_and_the_worker_obeys(house, telling, clock, sign_in):
    mori = sign_in("mori")
    sent = mori.post(f"{PAGE}/settings", data={"percent": "100"})
    assert sent.status_code == 303
    shown = mori.get(sent.headers["location"]).text
    assert "100.0 %" in shown
    undo = re.search(r'action="(/staff/dashboard/followed/settings/\d+/withdrawal)"', shown)[1]

    def asked() -> list[str]:
        with telling() as stories:
            story = stories.episode(clock()).asks().answered().expired()
        clock.move(hours=25)
        follow_up(house)
        with transaction(house.sessions) as session:
            return [fact.kind for fact in facts_of(session, story.id)]

    assert Kind.FOLLOW_UP_ASKED in asked()
    assert mori.post(undo).status_code == 303
    assert Kind.FOLLOW_UP_ASKED not in asked()
    assert mori.post(undo).status_code == 404


@pytest.mark.parametrize("percent", ["-1", "101", "nan", "x"])
def test_a_share_out_of_range_is_refused(sign_in, percent):
    assert sign_in("mori").post(f"{PAGE}/settings", data={"percent": percent}).status_code == 422


def test_only_managers_set_the_share(sign_in):
    sato = sign_in("sato")
    assert sato.post(f"{PAGE}/settings", data={"percent": "50"}).status_code == 403
    assert 'method="post" action="/staff/dashboard/followed/settings"' not in sato.get(PAGE).text
