"""Every figure of the dashboard opens down to exactly what it counted."""

import re
from html import unescape

from api.episodes.ledger import Kind

FIGURE = re.compile(r'<a href="(/staff/dashboard/episodes\?metric=[^"]+)">([\d,]+)</a>')
TOTAL = re.compile(r"data-count>([\d,]+)<")
ROW = re.compile(r'class="question"')


def figures_of(html: str) -> dict[str, int]:
    return {unescape(href): int(n.replace(",", "")) for href, n in FIGURE.findall(html)}


def test_each_number_equals_the_list_it_leads_to(telling, clock, sign_in):
    with telling() as stories:
        stories.many(120, now=clock(), days=40, seed=7)
    sato = sign_in("sato")
    found = figures_of(sato.get("/staff/dashboard?days=45").text)
    assert len(found) > 40
    for href, n in found.items():
        listed = sato.get(href).text
        total = TOTAL.search(listed)
        assert total is not None
        assert int(total[1].replace(",", "")) == n, href
        assert len(ROW.findall(listed)) == n, href


def test_every_point_of_the_chart_opens_its_week(telling, clock, sign_in):
    with telling() as stories:
        stories.many(80, now=clock(), days=30, seed=3)
    sato = sign_in("sato")
    html = sato.get("/staff/dashboard?days=30").text
    points = re.findall(r'<a href="([^"]+)">\s*<circle[^>]*><title>[^<]*\((\d+) / (\d+)\)', html)
    assert points
    for href, hits, _ in points:
        total = TOTAL.search(sato.get(unescape(href)).text)
        assert total is not None
        assert total[1] == hits


def test_the_steps_of_the_waterfall_add_up(telling, clock, look):
    with telling() as stories:
        stories.many(150, now=clock(), days=40, seed=11)
    contained, abandoned, blocked, claimed, back, verified = (s.episodes for s in look().waterfall)
    assert contained - abandoned - blocked == claimed
    assert claimed - back == verified
    assert look().figures["verified_deflection"].numerator == verified


def test_a_long_list_is_turned_page_by_page(telling, clock, sign_in):
    with telling() as stories:
        at = clock()
        for _ in range(201):
            stories.episode(at).fact(Kind.RATE_LIMITED)
    sato = sign_in("sato")
    first = sato.get("/staff/dashboard/episodes?metric=blocked&days=7").text
    assert TOTAL.search(first)[1] == "201"
    assert len(ROW.findall(first)) == 200
    onward = re.search(r'href="([^"]+after=200)"', first)
    assert len(ROW.findall(sato.get(unescape(onward[1])).text)) == 1


def test_an_unknown_metric_is_not_found(sign_in):
    sato = sign_in("sato")
    for metric in ("nothing", "claimed_deflection'--", ""):
        assert sato.get(f"/staff/dashboard/episodes?metric={metric}").status_code == 404


def test_a_made_up_topic_or_reason_lists_nothing(sign_in):
    sato = sign_in("sato")
    for narrowed in ("topic=faq:x", "topic=faq:99999999999999", "topic=text:%00", "reason=whim"):
        answer = sato.get(f"/staff/dashboard/episodes?metric=unanswered&{narrowed}")
        assert answer.status_code == 200
        assert TOTAL.search(answer.text)[1] == "0"


def test_a_stranger_sees_no_figures(client):
    assert client.get("/staff/dashboard").status_code == 401
    assert client.get("/staff/dashboard.csv").status_code == 401
    assert client.get("/api/metrics").status_code == 401
    assert client.get("/staff/dashboard/episodes?metric=containment").status_code == 401
    assert client.get("/staff/dashboard/episodes/1").status_code == 401
