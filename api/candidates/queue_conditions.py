"""The filters of the queue as SQL."""

from datetime import datetime

import sqlalchemy as sa

from api.candidates.models import Candidate, Cluster, ClusterMember, State
from api.candidates.queue import ASLEEP, Queue
from api.candidates.queue_models import InWork
from api.candidates.snoozing import awake
from api.episodes.labels import ANSWERS, PEOPLE
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.inquiries.models import Inquiry
from api.inquiries.searching import inquiry_says, says

Condition = sa.ColumnElement[bool]


def wanted_by(queue: Queue, *, now: datetime, staff_id: int | None = None) -> list[Condition]:
    """Return what a candidate, joined with its cluster, must meet to be in the queue of `staff_id`."""
    found = in_state(queue.state, now)
    if queue.lang:
        found.append(Cluster.language == queue.lang)
    if queue.least:
        found.append(Cluster.size >= queue.least)
    if queue.mine:
        mine = sa.exists().where(
            InWork.candidate_id == Candidate.id, InWork.staff_id == staff_id, InWork.until > now
        )
        found += [mine, Candidate.state == State.OPEN]
    if queue.unanswered:
        members = sa.select(ClusterMember.inquiry_id).join(Inquiry, Inquiry.id == ClusterMember.inquiry_id)
        found.append(members.where(ClusterMember.cluster_id == Cluster.id, by_nobody()).exists())
    return [*found, *(_names(word) for word in queue.q.split())]


def in_state(state: str, now: datetime) -> list[Condition]:
    """Return the condition of a state filter. An open candidate that sleeps is `snoozed`, not `open`."""
    # A topic that the last run no longer found has nothing left to decide.
    found: list[Condition] = [~Cluster.gone | (Candidate.state != State.OPEN)]
    if state in {State.OPEN, ASLEEP}:
        # What is compared with nothing is unknown in SQL, and so is its opposite.
        woken = sa.func.coalesce(awake(now), sa.false())
        found += [Candidate.state == State.OPEN, woken if state == State.OPEN else ~woken]
    elif state != "all":
        found.append(Candidate.state == state)
    return found


def by_people() -> Condition:
    """Whether a person took part in an inquiry, or was asked for."""
    return (
        Inquiry.reply.is_not(None)
        | Inquiry.handle_minutes.is_not(None)
        | _has(PEOPLE | {Kind.HANDOFF_REQUESTED})
    )


def by_nobody() -> Condition:
    """Whether neither a person nor the bot is known to have answered an inquiry."""
    return ~by_people() & ~_has(ANSWERS)


def _has(kinds: frozenset[Kind]) -> Condition:
    # No episode, no facts: said first, so that imported inquiries cost no look-up.
    return Inquiry.episode_id.is_not(None) & sa.exists().where(
        Fact.episode_id == Inquiry.episode_id, Fact.kind.in_(sorted(kinds))
    )


def _names(word: str) -> Condition:
    asked = (
        sa.select(ClusterMember.cluster_id)
        .join(Inquiry, Inquiry.id == ClusterMember.inquiry_id)
        .where(inquiry_says(word))
    )
    named = says(sa.func.array_to_string(Cluster.keywords, " "), word)
    return sa.or_(says(Cluster.representative, word), named, Cluster.id.in_(asked))
