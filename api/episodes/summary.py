"""An episode as the metrics see it, drawn from its facts. Nothing here does I/O."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from api.episodes.labels import ANSWERS, REPLIES, Label, Verdict, Why, judge
from api.episodes.ledger import FactValue, Kind, closes_hand_off

IDLE = 300.0
"""Seconds of silence inside a hand-off that still count as work on it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer shown, and what the contact said of it: solved, not_solved or nothing."""

    at: datetime
    faq_id: int | None
    version_id: int | None
    reaction: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOffTimes:
    """One hand-off: asked for, claimed, first replied to and closed when, and the seconds of work on it."""

    requested_at: datetime
    reason: str
    claimed_at: datetime | None
    replied_at: datetime | None
    closed_at: datetime | None
    handle_seconds: float | None
    waited_seconds: float | None = None
    """Until a person's first reply, as the definition counts time; nothing without one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating:
    """One rating, 1 to 5, of the bot or of an agent."""

    at: datetime
    rating: int
    about: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EpisodeSummary:
    """Everything the metrics know of one episode."""

    id: int
    conversation_id: str
    contact_id: int
    opened_at: datetime
    sample: bool
    label: Label
    why: Why
    answers: tuple[Answer, ...]
    hand_offs: tuple[HandOffTimes, ...]
    ratings: tuple[Rating, ...]
    first_response_seconds: float | None
    """From the first message to the bot's first reply; none when the bot never replied."""
    resolution_seconds: float | None
    """From the opening to "solved" or to a person's resolution; none for a quiet end."""
    due_at: datetime | None
    """When time alone ends it: of a pending one only."""
    topic: str | None
    """`faq:7`, `cluster:3` or `text:<key>`."""
    holdout: bool
    matured: bool = False
    recontacted: bool = False
    recontacted_by: int | None = None
    """The episode that took the credit back."""
    false_deflection: bool = False
    before_bot: bool = False
    """Told of a time when there was no bot yet."""

    @property
    def eligible(self) -> bool:
        """Whether the episode counts in the rates: what was before the bot says nothing of it."""
        return self.label.eligible and not self.before_bot

    @property
    def claimed(self) -> bool:
        """Whether the bot may claim it."""
        return self.label.claimed

    @property
    def answered(self) -> bool:
        """Whether an answer or a look-up was shown."""
        return bool(self.answers)

    @property
    def unanswered(self) -> bool:
        """Whether none was."""
        return not self.answers

    @property
    def stayed_away(self) -> bool:
        """Whether the contact did not come back about it."""
        return not self.recontacted

    @property
    def reason(self) -> str | None:
        """Why the first hand-off was asked for; none when a person stepped in unasked."""
        return self.hand_offs[0].reason if self.hand_offs else None

    @property
    def shown_faq_id(self) -> int | None:
        """The FAQ that was shown last."""
        return next((one.faq_id for one in reversed(self.answers) if one.faq_id is not None), None)

    @property
    def faq_ids(self) -> frozenset[int]:
        """The FAQs whose answers were shown."""
        return frozenset(answer.faq_id for answer in self.answers if answer.faq_id is not None)


def summarise(
    *,
    id: int,
    conversation_id: str,
    contact_id: int,
    opened_at: datetime,
    sample: bool,
    facts: Sequence[FactValue],
    now: datetime,
    quiet: timedelta,
    topic: str | None = None,
    judge: Callable[..., Verdict] = judge,
) -> EpisodeSummary:
    """Return the summary of one episode whose `facts` are in the order they happened.

    `topic` is what was asked, where it is known; the FAQ shown last wins over it.
    """
    verdict = judge(facts, now=now, quiet=quiet)
    before_bot = any(fact.kind is Kind.MESSAGE_RECEIVED and "before_bot" in fact.payload for fact in facts)
    received = replied = ended = None
    for fact in facts:
        if received is None and fact.kind is Kind.MESSAGE_RECEIVED:
            received = fact.at
        elif replied is None and received is not None and fact.kind in REPLIES:
            replied = fact.at
        elif fact.kind is Kind.CONVERSATION_RESOLVED or (
            fact.kind is Kind.FEEDBACK_GIVEN
            and fact.payload.get("value") == "solved"
            and verdict.label is Label.CONFIRMED
        ):
            ended = fact.at
    answers = _answers(facts)
    shown = next((a.faq_id for a in reversed(answers) if a.faq_id is not None), None)
    return EpisodeSummary(
        id=id,
        conversation_id=conversation_id,
        contact_id=contact_id,
        opened_at=opened_at,
        sample=sample,
        label=verdict.label,
        why=verdict.why,
        answers=answers,
        hand_offs=_hand_offs(facts),
        ratings=tuple(
            Rating(at=f.at, rating=int(f.payload["rating"]), about=str(f.payload.get("about", "bot")))
            for f in facts
            if f.kind is Kind.CSAT_GIVEN
        ),
        first_response_seconds=(replied - received).total_seconds() if replied and received else None,
        resolution_seconds=(ended - opened_at).total_seconds() if ended and not before_bot else None,
        due_at=_due_at(facts, quiet) if verdict.label is Label.PENDING else None,
        topic=topic if shown is None else f"faq:{shown}",
        holdout=any(
            fact.kind is Kind.HOLDOUT_ASSIGNED and fact.payload.get("arm") == "holdout" for fact in facts
        ),
        before_bot=before_bot,
    )


def _due_at(facts: Sequence[FactValue], quiet: timedelta) -> datetime | None:
    """Return when an episode has been quiet long enough; never without a fact."""
    return max((fact.at + quiet for fact in facts), default=None)


def _answers(facts: Sequence[FactValue]) -> tuple[Answer, ...]:
    """Pair each answer with the last reaction to it; one that names no version is to the answer before."""
    shown: list[list[Any]] = []
    for fact in facts:
        payload = fact.payload
        if fact.kind in ANSWERS:
            shown.append([fact.at, payload.get("faq_id"), payload.get("version_id"), None])
        elif fact.kind is Kind.FEEDBACK_GIVEN and shown:
            named = [a for a in shown if payload.get("version_id") in (None, a[2])]
            if named:
                named[-1][3] = payload.get("value")
    return tuple(Answer(at=a, faq_id=f, version_id=v, reaction=r) for a, f, v, r in shown)


def _hand_offs(facts: Sequence[FactValue]) -> tuple[HandOffTimes, ...]:
    """Cut the facts at each request; what follows until the next belongs to that hand-off."""
    starts = [i for i, fact in enumerate(facts) if fact.kind is Kind.HANDOFF_REQUESTED]
    return tuple(_hand_off(facts[start:end]) for start, end in pairwise([*starts, len(facts)]))


def _hand_off(facts: Sequence[FactValue]) -> HandOffTimes:
    def first(*kinds: Kind) -> datetime | None:
        return next((fact.at for fact in facts if fact.kind in kinds), None)

    return HandOffTimes(
        requested_at=facts[0].at,
        reason=str(facts[0].payload.get("reason", "customer_request")),
        claimed_at=first(Kind.AGENT_CLAIMED, Kind.AGENT_REPLIED),
        replied_at=first(Kind.AGENT_REPLIED),
        closed_at=next((fact.at for fact in facts if closes_hand_off(fact)), None),
        handle_seconds=_worked(facts),
    )


def _worked(facts: Sequence[FactValue]) -> float | None:
    """Return the seconds from claim to release, over all claims of a hand-off; none while it is open."""
    total, before, closed = 0.0, None, False
    for fact in facts:
        if before is not None:
            # A pause longer than five minutes is not work on this contact: only its first five minutes count.
            total += min(IDLE, (fact.at - before).total_seconds())
            if fact.kind in {Kind.CONVERSATION_RESOLVED, Kind.AGENT_RELEASED}:
                # Passed on, it is not over: the next claim goes on with it.
                before, closed = None, closes_hand_off(fact)
            else:
                before = fact.at
        elif fact.kind in {Kind.AGENT_CLAIMED, Kind.AGENT_REPLIED}:
            before, closed = fact.at, False
    return total if closed else None
