"""What staff said of inquiries holds in the next run."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select

from api.candidates.clustering import cluster_now
from api.candidates.constraint_store import (
    ConstraintGone,
    NothingToHold,
    OnBothSides,
    keep_apart,
    keep_together,
    standing_constraints,
    undo_constraint,
)
from api.candidates.models import Candidate, ClusterMember
from api.candidates.review import approve, link, undo
from api.database import transaction
from api.faqs.drafts import Draft
from api.inquiries.models import Inquiry
from api.settings import ROOT
from api.staff.models import Staff
from tests.api.candidates.asked import cluster_of, receive


@pytest.fixture
def suzuki(session):
    return session.scalars(select(Staff.id).where(Staff.email == "suzuki@example.com")).one()


@pytest.fixture
def clustered(house, received):
    """One run over three topics; the inquiries of each."""
    cluster_now(house)
    return received


def placed(session, inquiry_ids):
    """Those of the inquiries that have a cluster, by cluster, the largest first."""
    rows = session.execute(select(ClusterMember).where(ClusterMember.inquiry_id.in_(inquiry_ids))).scalars()
    found = {}
    for row in rows:
        found.setdefault(row.cluster_id, []).append(row.inquiry_id)
    return sorted(found.values(), key=lambda ids: (-len(ids), ids))


def candidate_with(session, inquiry_id):
    """The candidate that an inquiry counts for."""
    found = select(Candidate).join(ClusterMember, ClusterMember.cluster_id == Candidate.cluster_id)
    return session.scalars(found.where(ClusterMember.inquiry_id == inquiry_id)).one()


def approved(session, candidate, by, now, question):
    draft = Draft(question_ja=question, answer_ja="手順をご案内します。", phrasings=())
    return approve(session, candidate.id, revision=candidate.revision, draft=draft, by=by, now=now, note="")


def linked(session, candidate, faq_id, by, now):
    return link(
        session,
        candidate.id,
        revision=candidate.revision,
        faq_id=faq_id,
        wordings=(),
        by=by,
        now=now,
        note="",
    )


def test_merged_inquiries_are_one_topic_in_the_next_run(house, session, clustered, suzuki):
    both = [*clustered["password"], *clustered["invoice"]]
    with transaction(house.sessions) as writing:
        keep_together(writing, both, by=suzuki, now=house.clock())
    summary = cluster_now(house)
    assert len(cluster_of(session, both)) == 1
    assert (summary.constraints, summary.left_out) == (1, 0)


def test_split_inquiries_share_no_topic_in_the_next_run(house, session, clustered, suzuki):
    whole = placed(session, clustered["invoice"])[0]
    left, right = whole[: len(whole) // 2], whole[len(whole) // 2 :]
    with transaction(house.sessions) as writing:
        keep_apart(writing, left, right, by=suzuki, now=house.clock())
    cluster_now(house)
    assert not cluster_of(session, left) & cluster_of(session, right)


def test_one_that_does_not_belong_is_not_with_the_others_again(house, session, clustered, suzuki):
    one, *others = placed(session, clustered["invoice"])[0]
    with transaction(house.sessions) as writing:
        keep_apart(writing, [one], others, by=suzuki, now=house.clock())
    cluster_now(house)
    assert cluster_of(session, others)
    assert not cluster_of(session, [one]) & cluster_of(session, others)


def test_what_is_undone_no_longer_counts(house, session, clustered, suzuki):
    with transaction(house.sessions) as writing:
        said = keep_together(writing, clustered["invoice"], by=suzuki, now=house.clock())
    assert cluster_now(house).constraints == 1
    with transaction(house.sessions) as writing:
        undo_constraint(writing, said.id, now=house.clock())
    assert cluster_now(house).constraints == 0
    with transaction(house.sessions) as writing, pytest.raises(ConstraintGone):
        undo_constraint(writing, said.id, now=house.clock())


def test_candidates_linked_to_one_faq_are_one_topic_until_that_is_undone(house, clustered, suzuki):
    with transaction(house.sessions) as writing:
        first = candidate_with(writing, placed(writing, clustered["password"])[0][0])
        second = candidate_with(writing, placed(writing, clustered["invoice"])[0][0])
        answered = [
            row for rows in (clustered["password"], clustered["invoice"]) for row in placed(writing, rows)[0]
        ]
        faq_id = approved(writing, first, suzuki, house.clock(), "パスワードを忘れました").payload["faq_id"]
        linked(writing, second, faq_id, suzuki, house.clock())
    assert cluster_now(house).constraints == 1
    with transaction(house.sessions) as writing:
        assert len(cluster_of(writing, answered)) == 1
        undo(writing, second.id, revision=second.revision, by=suzuki, now=house.clock(), note="")
    assert cluster_now(house).constraints == 0


def test_two_faqs_say_nothing_of_their_topics(house, clustered, suzuki):
    with transaction(house.sessions) as writing:
        for topic in ("password", "invoice"):
            candidate = candidate_with(writing, placed(writing, clustered[topic])[0][0])
            approved(writing, candidate, suzuki, house.clock(), f"{topic} について")
    assert cluster_now(house).constraints == 0


def test_erased_inquiries_leave_a_constraint_without_a_word(house, session, clustered, suzuki):
    keep, lost = clustered["password"], clustered["cancel"]
    with transaction(house.sessions) as writing:
        keep_together(writing, [keep[0], *lost], by=suzuki, now=house.clock())
        keep_apart(writing, keep[:2], lost, by=suzuki, now=house.clock())
        for inquiry in writing.scalars(select(Inquiry).where(Inquiry.id.in_(lost))):
            writing.delete(inquiry)
    summary = cluster_now(house)
    assert (summary.constraints, summary.left_out) == (0, 0)
    assert [one.sides for one in standing_constraints(session)] == [((keep[0],), ()), (keep[:2], ())]


def test_of_those_that_contradict_each_other_the_newest_is_left_out(house, session, clustered, suzuki):
    password, invoice, cancel = clustered["password"], clustered["invoice"], clustered["cancel"]
    with transaction(house.sessions) as writing:
        now = house.clock()
        keep_together(writing, password[:4], by=suzuki, now=now)
        keep_together(writing, cancel, by=suzuki, now=now)
        keep_together(writing, password[3:], by=suzuki, now=now)
        wrong = keep_apart(writing, password[:1], password[7:], by=suzuki, now=now)
        keep_apart(writing, password, invoice, by=suzuki, now=now)
        also_wrong = keep_apart(writing, cancel[:1], cancel[1:], by=suzuki, now=now)
    summary = cluster_now(house)
    assert (summary.constraints, summary.left_out) == (4, 2)
    assert len(cluster_of(session, password)) == len(cluster_of(session, cancel)) == 1
    assert {wrong.id, also_wrong.id} < {one.id for one in standing_constraints(session)}


def test_the_same_words_cannot_be_two_topics(house, received, suzuki):
    copies = [
        *receive(house, ["領収書のデータをください"]),
        *receive(house, ["領収書のﾃﾞｰﾀをください"], days_ago=1),
    ]
    with transaction(house.sessions) as writing:
        keep_apart(writing, copies[:1], copies[1:], by=suzuki, now=house.clock())
    assert cluster_now(house).left_out == 1


def test_what_says_nothing_is_refused(house, received, suzuki):
    one, other, *_ = received["password"]
    with transaction(house.sessions) as writing:
        with pytest.raises(NothingToHold):
            keep_together(writing, [one, 10_000], by=suzuki, now=house.clock())
        with pytest.raises(NothingToHold):
            keep_apart(writing, [one], [10_000], by=suzuki, now=house.clock())
        with pytest.raises(OnBothSides):
            keep_apart(writing, [one, other], [other], by=suzuki, now=house.clock())


def test_links_made_before_constraints_were_kept_hold_too(house, session, clustered, suzuki):
    with transaction(house.sessions) as writing:
        first = candidate_with(writing, placed(writing, clustered["password"])[0][0])
        second = candidate_with(writing, placed(writing, clustered["invoice"])[0][0])
        faq_id = approved(writing, first, suzuki, house.clock(), "パスワードを忘れました").payload["faq_id"]
        linked(writing, second, faq_id, suzuki, house.clock())
    with house.sessions() as reading:
        before = [(one.kind, one.faq_id, one.sides) for one in standing_constraints(reading)]
    # A schema changes only when nobody reads.
    session.rollback()
    with house.engine.connect() as connection:
        config = Config(str(ROOT / "alembic.ini"))
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        command.upgrade(config, "head")
        connection.commit()
    with house.sessions() as reading:
        assert [(one.kind, one.faq_id, one.sides) for one in standing_constraints(reading)] == before
    assert cluster_now(house).constraints == 1
