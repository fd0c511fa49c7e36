"""Filters narrow every figure alike: page, API, file and lists agree, and the parts make the whole."""

import random
import re
from datetime import timedelta
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from api.accounts.models import Account
from api.chat.models import Contact, Conversation
from api.metrics.asking import dashboard_for
from api.metrics.catalogue import metrics
from api.metrics.filters import NONE, Filters, scope
from api.metrics.loading import load_episodes
from api.metrics.periods import period_of
from api.metrics.selection import Selection

CHANNELS, LANGUAGES = ("widget", "help", "mail"), ("ja", "en")
TOTAL = re.compile(r"data-count>([\d,]+)<")
FIGURE = re.compile(r'<a href="(/staff/dashboard/episodes\?metric=[^"]+)">([\d,]+)</a>')
DICE = {"max_examples": 4, "deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@pytest.fixture
def told(telling, clock):
    """Tell episodes of several channels, languages, tiers and topics."""

    def tell(seed: int) -> None:
        dice = random.Random(seed)
        with telling() as stories:
            stories.many(60, now=clock(), days=30, seed=seed)
            session = stories.session
            account = Account(
                external_id=f"a{dice.random()}", name="ひなた", contract_yen=1, stage="adoption",
                renewal_on=clock().date(), tier="high",
            )  # fmt: skip
            session.add(account)
            session.flush()
            for conversation in session.query(Conversation):
                conversation.channel = dice.choice(CHANNELS)
                conversation.language = dice.choice(LANGUAGES)
            session.execute(update(Contact).where(Contact.id % 3 == 0).values(account_id=account.id))

    return tell


@settings(**DICE)
@given(seed=st.integers(0, 2**20))
def test_figures_equal_their_lists_and_the_parts_make_the_whole(told, house, clock, seed):
    told(seed)
    period = period_of(None, None, days=40, now=clock(), zone=house.settings.zone)
    dice = random.Random(seed)
    some = Filters(
        channel=dice.choice([None, *CHANNELS]),
        language=dice.choice([None, *LANGUAGES]),
        segment=dice.choice([None, "high"]),
        topic=dice.choice([None, "faq:1", "none"]),
    )
    with house.sessions() as session:
        found = dashboard_for(house, session, period, some)
        at_hand = load_episodes(session, scope(period, some), now=clock())
        assert found.episodes == len(at_hand)
        for slug, metric in metrics(house.settings).items():
            figure = found.figures[slug]
            for part in ("numerator", "denominator"):
                selection = Selection(metric=metric, part=part, where=scope(period, some))
                n = selection.count(session, now=clock())
                listed = selection.units(session, now=clock(), after=0, limit=1000)
                assert n == len(listed) == getattr(figure, part), (slug, part)
                # The same class, asked of episodes at hand.
                assert len(metric.part(part, at_hand)) == n, (slug, part)
            again = metric.figure(at_hand)
            assert (figure.p50, figure.p90, figure.mean) == pytest.approx((again.p50, again.p90, again.mean))
        whole = dashboard_for(house, session, period).figures
        topics = {one.topic or "none" for one in load_episodes(session, scope(period), now=clock())}
        for name, values in (("channel", CHANNELS), ("language", LANGUAGES), ("topic", topics)):
            parts = [
                dashboard_for(house, session, period, Filters(**{name: value})).figures for value in values
            ]
            for slug, figure in whole.items():
                assert sum(part[slug].numerator for part in parts) == figure.numerator, (name, slug)
                assert sum(part[slug].denominator for part in parts) == figure.denominator, (name, slug)


def test_a_filter_stays_in_every_link_and_each_number_equals_its_list(told, sign_in):
    told(5)
    sato = sign_in("sato")
    html = sato.get("/staff/dashboard?days=40&channel=help&language=ja").text
    assert html.count('<span aria-hidden="true">×</span>') == 2
    links = FIGURE.findall(html)
    assert len(links) > 20
    for href, n in links:
        assert "channel=help" in href
        total = TOTAL.search(sato.get(unescape(href)).text)
        assert total is not None
        assert total[1] == n, href


def test_page_api_and_file_narrow_alike(told, sign_in):
    told(6)
    sato = sign_in("sato")
    query = "days=40&segment=high"
    found = sato.get(f"/api/metrics?{query}").json()
    everything = sato.get("/api/metrics?days=40").json()
    assert 0 < found["episodes"] < everything["episodes"]
    rows = sato.get(f"/staff/dashboard.csv?{query}").text
    for figure in found["metrics"]:
        assert f"{figure['slug']},{figure['label_ja']},{figure['unit']},{figure['numerator']}," in rows


NARROW = "channel=help&language=ja"
OPENED = re.compile(
    r'<a href="(/staff/dashboard/(?:faqs/\d+/)?episodes\?[^"]+)"(?: aria-label="[^"]*")?>([\d,]+)</a>'
)


@pytest.mark.parametrize(("page", "least"), [("faqs?sort=shown", 10), ("topics?q=", 8), ("comparison?", 25)])
def test_the_other_pages_narrow_too_and_each_number_opens_its_episodes(
    told, telling, clock, faqs, sign_in, page, least
):
    told(8)
    # What the filter leaves out would be counted here.
    with telling() as stories:
        for faq in faqs:
            told_at = clock() - timedelta(days=9)
            stories.episode(told_at, channel="mail").asks().answered(faq).says("solved", faq)
    sato = sign_in("sato")
    narrowed = f"/staff/dashboard/{page}&days=40&{NARROW}"
    html = sato.get(narrowed).text
    assert html.count('<span aria-hidden="true">×</span>') == 2
    links = {unescape(href): n for href, n in OPENED.findall(html)}
    assert len(links) >= least
    for href, n in links.items():
        assert "channel=help&language=ja" in href
        assert TOTAL.search(sato.get(href).text)[1] == n, href
    # Every other way from here keeps the filter: order, days, file, the other pages.
    ways = re.findall(
        r'<a[^>]* href="(/staff/dashboard(?:/(?:faqs|topics|comparison))?(?:\.csv)?\?[^"]+)"', html
    )
    assert len(ways) > 5
    chips = re.findall(r'<a class="chip" href="([^"]+)"', html)
    for way in set(ways) - set(chips):
        assert "channel=help" in unescape(way), way
        assert "language=ja" in unescape(way), way
    assert '<input type="hidden" name="channel" value="help">' in html
    for way in chips:
        assert ("channel=help" in way) != ("language=ja" in way)


def test_the_league_the_topics_and_the_comparison_narrow_alike_in_json_and_file(told, faqs, sign_in):
    told(9)
    sato = sign_in("sato")
    for narrow in (NARROW, "segment=high", "topic=faq:1"):
        query = f"days=40&{narrow}"
        whole = {one["slug"]: one for one in sato.get(f"/api/metrics?{query}").json()["metrics"]}
        eligible = whole["containment"]["denominator"]
        topics = sato.get(f"/api/metrics/topics?{query}").json()["topics"]
        assert 0 < eligible < 60
        assert sum(row["counts"]["asked"] for row in topics) == eligible, narrow
        freed = sato.get(f"/api/metrics?{query}").json()["freed"]["gross"]
        assert sum(row["hours"] for row in topics) == pytest.approx(freed), narrow
        compared = sato.get(f"/api/metrics/comparison?{query}").json()["metrics"]
        assert {one["after"]["slug"]: one["after"] for one in compared} == whole, narrow
        league = sato.get(f"/api/metrics/faqs?{query}").json()["faqs"]
        shown = {f"faq:{row['faq_id']}": row["counts"]["verified"] for row in league}
        of_topic = {row["topic"]: row["counts"]["verified"] for row in topics}
        assert shown == {topic: of_topic[topic] for topic in shown}, narrow
        lines = sato.get(f"/staff/dashboard/faqs.csv?{query}").text.splitlines()
        assert len(lines) == 1 + len(league), narrow
        lines = sato.get(f"/staff/dashboard/topics.csv?{query}").text.splitlines()
        assert len(lines) == 1 + len(topics), narrow
        saved = sato.get(f"/staff/dashboard/comparison.csv?{query}").text
        claimed = whole["claimed_deflection"]
        assert f",{claimed['numerator']},{claimed['denominator']}," in saved, narrow


def test_an_faq_sent_back_by_the_figures_of_a_part_says_which_part(told, faqs, sign_in):
    told(10)
    mori = sign_in("mori")
    for narrow, said in (("channel=help", "(絞り込み: チャネル: FAQサイト)"), ("", "失っています")):
        html = mori.get(f"/staff/dashboard/faqs/1/episodes?days=40&{narrow}").text
        assert said in re.search(r'name="reason"[^>]*>([^<]+)<', html)[1]


def test_a_made_up_filter_counts_nothing(told, sign_in):
    told(7)
    sato = sign_in("sato")
    for made_up in ("channel=%00", "language=xx", "segment=vip'--", "topic=faq:99999999999999"):
        assert sato.get(f"/api/metrics?days=40&{made_up}").json()["episodes"] == 0
        for page in ("", "/faqs", "/topics", "/comparison", "/faqs.csv"):
            assert sato.get(f"/staff/dashboard{page}?days=40&{made_up}").status_code == 200


def test_credits_taken_back_are_listed_and_counted(telling, long_ago, sign_in):
    with telling() as stories:
        hanako = stories.contact()
        first = stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
        again = stories.episode(long_ago + timedelta(days=2), contact=hanako).asks().answered(1)
    mori = sign_in("mori")
    assert "1 件の自己解決を取り消しました" in mori.get("/staff/dashboard?days=60").text
    html = mori.get("/staff/dashboard/taken-back?days=60").text
    assert TOTAL.search(html)[1] == "1"
    for story in (first, again):
        assert f"/staff/dashboard/episodes/{story.id}" in html
    assert NONE.query == {}
