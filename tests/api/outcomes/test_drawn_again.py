"""What is kept follows facts, time, people and topics; bit by bit it comes to the same as all anew."""

import random
import threading
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun
from api.chat.identifying import identify
from api.chat.identity import Identity
from api.chat.models import Contact, Conversation
from api.database import transaction
from api.episodes.ledger import Kind, record
from api.episodes.models import Episode
from api.faqs.models import Faq
from api.inquiries.models import Inquiry
from api.outcomes.models import OutcomeMark
from api.outcomes.refreshing import refresh_all
from tests.api.metrics.stories import Stories


def test_a_pending_episode_ends_by_time_alone(telling, clock, outcome):
    with telling() as stories:
        hanako = stories.episode(clock()).asks().answered()
    assert outcome(hanako.id).label == "pending"
    clock.move(hours=25)
    found = outcome(hanako.id)
    assert (found.label, found.due_at) == ("assumed", None)


def test_a_late_fact_and_one_out_of_order_change_the_label(telling, long_ago, outcome):
    with telling() as stories:
        hanako = stories.episode(long_ago).asks().answered().expired()
    assert outcome(hanako.id).label == "assumed"
    with telling() as stories:
        record(
            stories.session, hanako.id, Kind.FEEDBACK_GIVEN, at=long_ago + timedelta(minutes=5), key="late",
            value="not_solved",
        )  # fmt: skip
    assert outcome(hanako.id).label == "abandoned"


def test_credit_is_taken_back_when_the_contact_comes_again_and_given_back_when_that_is_erased(
    telling, long_ago, outcome, house
):
    with telling() as stories:
        hanako = stories.contact()
        first = stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
    assert outcome(first.id).recontacted_by is None
    with telling() as stories:
        contact = stories.session.get_one(Contact, hanako.id)
        again = (
            stories.episode(long_ago + timedelta(days=2), contact=contact, channel="mail").asks().answered(1)
        )
    found = outcome(first.id)
    assert (found.recontacted_by, found.recontacted_at) == (again.id, long_ago + timedelta(days=2))
    with transaction(house.sessions) as session:
        session.execute(text("SET LOCAL madoguchi.erasing = 'on'"))
        session.execute(delete(Conversation).where(Conversation.id == again.episode.conversation_id))
    assert outcome(first.id).recontacted_by is None


def test_credit_is_taken_back_when_a_visitor_turns_out_to_be_the_same_person(
    telling, long_ago, outcome, house, clock
):
    with telling() as stories:
        known = stories.contact("花子")
        known.external_id = "hanako"
        visitor = stories.contact("")
        first = stories.episode(long_ago, contact=known).asks().answered(1).says("solved")
        stories.episode(long_ago + timedelta(days=1), contact=visitor).asks().answered(1)
    assert outcome(first.id).recontacted_by is None
    with transaction(house.sessions) as session:
        anonymous = session.get_one(Contact, visitor.id)
        identify(session, anonymous, Identity(sub="hanako", exp=9e9), now=clock())
    assert outcome(first.id).recontacted_by is not None


def test_a_cluster_that_is_linked_to_an_faq_later_takes_credit_back(telling, long_ago, outcome, house):
    with telling() as stories:
        hanako, faq, cluster = stories.contact(), Faq(), cluster_of(stories.session)
        stories.session.add(faq)
        stories.session.flush()
        first = stories.episode(long_ago, contact=hanako).asks().answered(faq.id).says("solved", faq.id)
        again = stories.episode(long_ago + timedelta(days=1), contact=hanako).asks().nothing()
        inquiry = again.inquiry("領収書の再発行")
    assert outcome(first.id).recontacted_by is None
    with transaction(house.sessions) as session:
        session.add(ClusterMember(inquiry_id=inquiry.id, cluster_id=cluster.id, strength=1))
        session.add(Candidate(cluster_id=cluster.id, state="linked", faq_id=faq.id))
    assert outcome(first.id).recontacted_by == again.id
    assert outcome(again.id).topic == f"faq:{faq.id}"


def test_a_clustering_run_that_changes_nothing_draws_nothing_again(telling, long_ago, house, kept):
    with telling() as stories:
        cluster = cluster_of(stories.session)
        inquiry = stories.episode(long_ago).asks().nothing().inquiry("領収書")
        stories.session.add(ClusterMember(inquiry_id=inquiry.id, cluster_id=cluster.id, strength=1))
    before = kept()
    with house.sessions() as session:
        versions = text("SELECT xmin::text FROM outcomes ORDER BY 1")
        rows = session.scalars(versions).all()
        session.execute(delete(ClusterMember))
        session.execute(
            ClusterMember.__table__.insert(),
            [{"inquiry_id": inquiry.id, "cluster_id": cluster.id, "strength": 1}],
        )
        session.commit()
        assert session.scalar(select(OutcomeMark.id).limit(1)) is not None
        assert kept() == before
        assert session.scalars(versions).all() == rows


def test_two_that_draw_at_once_agree(telling, clock, house, kept):
    with telling() as stories:
        stories.many(40, now=clock(), days=20, seed=4)
    both = [threading.Thread(target=refresh_all, args=(house,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert kept() == kept(anew=True)


def test_other_settings_draw_everything_again(telling, clock, house, outcome):
    from dataclasses import replace

    with telling() as stories:
        hanako = stories.episode(clock() - timedelta(hours=10)).asks().answered()
    assert outcome(hanako.id).label == "pending"
    refresh_all(replace(house, settings=house.settings.model_copy(update={"quiet_hours": 5})))
    with house.sessions() as session:
        label = text("SELECT label FROM outcomes WHERE definition = 2 AND episode_id = :id")
        assert session.scalar(label, {"id": hanako.id}) == "assumed"


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**20))
def test_bit_by_bit_comes_to_the_same_as_all_anew(telling, clock, house, kept, seed):
    dice = random.Random(seed)
    with telling() as stories:
        stories.many(15, now=clock(), days=12, seed=seed)
    kept()
    for _ in range(4):
        with transaction(house.sessions) as session:
            dice.choice((late_fact, merge, regroup, linked, erase, more))(session, dice, clock)
        clock.move(hours=dice.choice([0, 3, 30]))
        bit_by_bit = kept()
    assert bit_by_bit == kept(anew=True)


def cluster_of(session) -> Cluster:
    run = ClusterRun(model_id="m")
    session.add(run)
    session.flush()
    cluster = Cluster(run_id=run.id, language="ja", size=2, tightness=1, representative="領収書", keywords=[])
    session.add(cluster)
    session.flush()
    return cluster


def late_fact(session, dice, clock) -> None:
    episode = dice.choice(session.scalars(select(Episode).order_by(Episode.id)).all())
    kind, told = dice.choice(
        [
            (Kind.FEEDBACK_GIVEN, {"value": "not_solved"}),
            (Kind.FEEDBACK_GIVEN, {"value": "solved"}),
            (Kind.HANDOFF_REQUESTED, {"reason": "no_answer"}),
            (Kind.ANSWER_SHOWN, {"faq_id": 2, "version_id": 2, "message_id": 0}),
        ]
    )
    at = episode.opened_at + timedelta(minutes=dice.randint(0, 90))
    for _ in range(2):  # The second writes nothing.
        record(session, episode.id, kind, at=at, key=f"late-{dice.random()}", **told)


def merge(session, dice, clock) -> None:
    source, target = dice.sample(session.scalars(select(Contact.id).order_by(Contact.id)).all(), 2)
    for table in (Conversation, Episode):
        session.execute(update(table).where(table.contact_id == source).values(contact_id=target))


def regroup(session, dice, clock) -> None:
    session.execute(delete(ClusterMember))
    cluster = cluster_of(session)
    for id in session.scalars(select(Inquiry.id).order_by(Inquiry.id)).all():
        if dice.random() < 0.5:
            session.add(ClusterMember(inquiry_id=id, cluster_id=cluster.id, strength=1))


def linked(session, dice, clock) -> None:
    faq = Faq()
    session.add(faq)
    session.flush()
    for cluster in session.scalars(select(Cluster)).all():
        found = session.scalar(select(Candidate).where(Candidate.cluster_id == cluster.id))
        if found is None:
            session.add(Candidate(cluster_id=cluster.id, state="linked", faq_id=faq.id))
        else:
            found.faq_id = dice.choice([None, faq.id])


def erase(session, dice, clock) -> None:
    session.execute(text("SET LOCAL madoguchi.erasing = 'on'"))
    id = dice.choice(session.scalars(select(Conversation.id).order_by(Conversation.id)).all())
    session.execute(delete(Conversation).where(Conversation.id == id))


def more(session, dice, clock) -> None:
    Stories(session).many(3, now=clock(), days=10, seed=dice.randint(0, 999))


@pytest.mark.parametrize("table", ["facts", "review_beats"])
def test_the_ledger_cannot_be_truncated(house, table):
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError, match="append-only"), transaction(house.sessions) as session:
        session.execute(text(f"TRUNCATE {table}"))
