"""A run: every inquiry to a topic, topics to candidates that last."""

import pytest
from sqlalchemy import func, select

from api.candidates.assigning import assign_new
from api.candidates.clustering import STAGES, cluster_now, clustering_is_due
from api.candidates.lineage_store import ClusteringRuns, only_one_run
from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun, State
from api.database import transaction
from api.inquiries.models import Inquiry, Vector
from tests.api.candidates.asked import TOPICS, cluster_of, receive


def test_topics_become_open_candidates_with_what_a_reviewer_reads(house, session, received):
    cluster_now(house)
    rows = session.execute(select(Candidate, Cluster).join(Cluster)).all()
    assert {candidate.state for candidate, _ in rows} == {State.OPEN}
    assert len(rows) >= 3
    for _, cluster in rows:
        assert cluster.size >= 3
        assert cluster.representative
        assert 0 < cluster.tightness <= 1
        assert len(cluster.weekly) == 8
    assert {"ja", "en"} <= {cluster.language for _, cluster in rows}


def test_topics_do_not_mix(house, session, received):
    cluster_now(house)
    found = [cluster_of(session, ids) for ids in received.values()]
    assert all(found)
    assert len(set.union(*found)) == sum(len(clusters) for clusters in found)


def test_a_text_is_embedded_once(house, session, received):
    assert cluster_now(house).embedded == 24
    assert cluster_now(house).embedded == 0
    receive(house, ["パスワードを忘れました", "領収書をください"], days_ago=1)
    assert cluster_now(house).embedded == 1
    assert session.scalar(select(func.count()).select_from(Vector)) == 25


def test_a_cluster_keeps_its_id_and_its_decision_from_run_to_run(house, session, received):
    cluster_now(house)
    before = {cluster.id: cluster.representative for cluster in session.scalars(select(Cluster))}
    with transaction(house.sessions) as writing:
        decided = writing.scalars(select(Candidate).order_by(Candidate.id)).first()
        decided.state, decided_id = State.REJECTED.value, decided.id
    receive(house, ["パスワードを忘れて入れません", "請求書の宛名を直してください"], days_ago=1)
    again = cluster_now(house)
    assert again.carried == len(before)
    assert again.candidates == again.born
    session.expire_all()
    assert {cluster.id for cluster in session.scalars(select(Cluster).where(~Cluster.gone))} >= set(before)
    assert session.get(Candidate, decided_id).state == State.REJECTED


def test_a_topic_that_is_erased_is_gone_but_its_decision_stays(house, session, received):
    cluster_now(house)
    (lost, *_) = cluster_of(session, received["cancel"])
    with transaction(house.sessions) as writing:
        for inquiry in writing.scalars(select(Inquiry).where(Inquiry.id.in_(received["cancel"]))):
            writing.delete(inquiry)
    cluster_now(house)
    session.expire_all()
    assert session.get(Cluster, lost).gone
    assert session.scalar(select(Candidate).where(Candidate.cluster_id == lost)) is not None


def test_impact_is_the_hours_of_a_month_and_the_trend_that_of_two_weeks(house, session):
    new = receive(house, TOPICS["invoice"][:4], days_ago=3, handle_minutes=15.0)
    new += receive(house, TOPICS["invoice"][4:6], days_ago=20, handle_minutes=15.0)
    old = receive(house, TOPICS["invoice"][6:], days_ago=40)
    receive(house, TOPICS["cancel"] + TOPICS["password"], days_ago=70)
    cluster_now(house)
    (place,) = cluster_of(session, new + old)
    found = session.execute(
        select(Candidate.impact, Candidate.trend, Cluster.weekly).join(Cluster).where(Cluster.id == place)
    ).one()
    assert found.impact == pytest.approx(6 * 15 / 60)
    assert found.weekly == [0, 0, 2, 0, 0, 2, 0, 4]
    assert found.trend == 1.0


def test_without_measured_minutes_the_setting_counts(house, session, received):
    cluster_now(house)
    members = session.scalar(select(func.count()).select_from(ClusterMember))
    hours = session.scalar(select(func.sum(Candidate.impact)))
    assert hours == pytest.approx(members * house.settings.default_handle_minutes / 60, abs=0.05)


def test_noise_has_no_place(house, session, received):
    receive(house, ["うちの猫がキーボードで寝ています", "Do you sell oysters?"], days_ago=1)
    summary = cluster_now(house)
    placed = session.scalar(select(func.count()).select_from(ClusterMember))
    assert placed == summary.inquiries - summary.noise


def test_two_runs_at_once_are_refused(house, received):
    with only_one_run(house.engine):
        with pytest.raises(ClusteringRuns):
            cluster_now(house)
        with pytest.raises(ClusteringRuns):
            assign_new(house)
    assert cluster_now(house).clusters >= 3


def test_a_run_tells_its_progress_and_writes_what_it_was_made_with(house, session, received):
    heard = []
    cluster_now(house, lambda stage, done, every: heard.append((stage, done, every)))
    assert list(dict.fromkeys(stage for stage, _, _ in heard)) == list(STAGES)
    run = session.scalars(select(ClusterRun)).one()
    assert run.model_id == house.embedder.model_id
    assert run.parameters["min_cluster_size"] >= 2
    assert run.counts["inquiries"] == 24
    assert set(run.counts["seconds"]) == set(STAGES)


def test_a_run_is_as_fine_as_the_last_one_unless_another_resolution_fits_clearly_better(
    house, session, received
):
    cluster_now(house)
    for times, kept in ((1.2, True), (9.0, False)):
        with transaction(house.sessions) as writing:
            run = writing.scalars(select(ClusterRun).order_by(ClusterRun.id.desc())).first()
            written = run.parameters["resolution"] * times
            run.parameters = run.parameters | {"resolution": written}
        cluster_now(house)
        session.expire_all()
        last = session.scalars(select(ClusterRun).order_by(ClusterRun.id.desc())).first()
        assert (last.parameters["resolution"] == pytest.approx(written)) is kept


def test_nothing_to_cluster_is_no_error(house):
    assert cluster_now(house).clusters == 0
    receive(house, ["ひとつだけの質問です"])
    assert cluster_now(house).clusters == 0


def test_new_inquiries_join_a_topic_at_once(house, session, received):
    assert assign_new(house) == 0
    cluster_now(house)
    sizes = session.scalar(select(func.sum(Cluster.size)))
    new = receive(house, ["パスワードを忘れました", "Please cancel my plan!"])
    joined = assign_new(house)
    assert joined == 2
    assert cluster_of(session, new[:1]) <= cluster_of(session, received["password"])
    assert cluster_of(session, new[1:]) <= cluster_of(session, received["cancel"])
    session.expire_all()
    assert session.scalar(select(func.sum(Cluster.size))) == sizes + joined
    assert assign_new(house) == 0


def test_a_run_is_due_with_five_per_cent_more_or_after_a_week(house, clock):
    assert not clustering_is_due(house)
    for texts in TOPICS.values():
        receive(house, texts, days_ago=3)
    assert clustering_is_due(house)
    cluster_now(house)
    assert not clustering_is_due(house)
    receive(house, ["領収書をください"])
    assert not clustering_is_due(house)
    clock.move(days=7)
    assert clustering_is_due(house)
    cluster_now(house)
    receive(house, ["一通目です", "二通目です"])
    assert not clustering_is_due(house), "the last run was just now"
    clock.move(minutes=10)
    assert clustering_is_due(house)


def test_a_reviewer_hears_of_a_finished_run(house, received):
    import psycopg

    with psycopg.connect(house.database_url, autocommit=True) as listener:
        listener.execute("LISTEN madoguchi")
        cluster_now(house)
        assert "candidates" in {notice.payload for notice in listener.notifies(timeout=2, stop_after=1)}
