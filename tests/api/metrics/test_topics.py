"""Topics: sums are the dashboard's figures, numbers open, the desk's candidate is a link away."""

import re
from html import unescape

from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun

PAGE = "/staff/dashboard/topics"
NUMBER = re.compile(r'<a href="(/staff/dashboard/episodes\?[^"]+)" aria-label[^>]*>([\d,]+)</a>')
TOTAL = re.compile(r"data-count>([\d,]+)<")


def test_sums_over_topics_are_the_figures_and_numbers_open(telling, clock, sign_in):
    with telling() as stories:
        stories.many(120, now=clock(), days=40, seed=9)
    sato = sign_in("sato")
    rows = sato.get("/api/metrics/topics?days=45").json()["topics"]
    figures = {one["slug"]: one for one in sato.get("/api/metrics?days=45").json()["metrics"]}
    for column, slug, part in (
        ("asked", "containment", "denominator"),
        ("verified", "verified_deflection", "numerator"),
        ("escalated", "escalation_rate", "numerator"),
        ("recontacted", "recontact", "numerator"),
        ("unanswered", "unanswered", "numerator"),
    ):
        assert sum(row["counts"][column] for row in rows) == figures[slug][part], column
    freed = sato.get("/api/metrics?days=45").json()["freed"]
    assert abs(sum(row["hours"] for row in rows) - freed["gross"]) < 1e-6
    assert abs(sum(row["share"] for row in rows) - 1) < 1e-9
    found = {unescape(href): n for href, n in NUMBER.findall(sato.get(f"{PAGE}?days=45").text)}
    assert len(found) > 10
    for href, n in found.items():
        assert TOTAL.search(sato.get(href).text)[1] == n, href


def test_an_unanswered_topic_leads_to_its_candidate(telling, long_ago, sign_in, session):
    with telling() as stories:
        story = stories.episode(long_ago).asks("監査ログはありますか").nothing()
        inquiry = story.inquiry("監査ログはありますか")
        run = ClusterRun(model_id="test")
        stories.session.add(run)
        stories.session.flush()
        cluster = Cluster(
            run_id=run.id,
            representative="監査ログはありますか",
            language="ja",
            size=1,
            tightness=1,
            keywords=[],
        )
        stories.session.add(cluster)
        stories.session.flush()
        stories.session.add(ClusterMember(cluster_id=cluster.id, inquiry_id=inquiry.id, strength=1))
        candidate = Candidate(cluster_id=cluster.id)
        stories.session.add(candidate)
        stories.session.flush()
        number = candidate.id
    sato = sign_in("sato")
    html = sato.get(f"{PAGE}?days=60&sort=unanswered").text
    assert f'href="/staff/candidates/{number}"' in html
    assert "監査ログはありますか" in html
    assert "監査ログ" not in sato.get(f"{PAGE}?days=60&q=ない話").text.replace("「ない話」", "")


def test_the_file_and_the_empty_page(client, sign_in):
    sato = sign_in("sato")
    assert "この期間に問い合わせはありません" in sato.get(PAGE).text
    assert sato.get(f"{PAGE}.csv").text.startswith("\ufefftopic,name,asked")
    for path in (PAGE, f"{PAGE}.csv", "/api/metrics/topics"):
        assert client.get(path).status_code == 401
