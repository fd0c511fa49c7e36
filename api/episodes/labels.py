"""One label per episode, computed from its facts. Nothing here does I/O.

A changed rule is a new function beside these, and a new definition (`api/episodes/definitions.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from api.episodes.ledger import FactValue, Kind


class Label(StrEnum):
    """What became of an episode."""

    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    ABANDONED = "abandoned"
    ESCALATED = "escalated"
    BLOCKED = "blocked"
    SOCIAL = "social"
    PENDING = "pending"

    @property
    def eligible(self) -> bool:
        """Whether the episode held a demand whose end is known: every label but social and pending."""
        return self is not Label.SOCIAL and self is not Label.PENDING

    @property
    def claimed(self) -> bool:
        """Whether the bot may claim it: confirmed or assumed."""
        return self is Label.CONFIRMED or self is Label.ASSUMED


class Why(StrEnum):
    """The rule that gave the label."""

    SAID_SOLVED = "said_solved"
    QUIET_AFTER_ANSWER = "quiet_after_answer"
    NO_ANSWER = "no_answer"
    SAID_NOT_SOLVED = "said_not_solved"
    LEFT_OPEN = "left_open"
    PERSON_ASKED_FOR = "person_asked_for"
    PERSON_TOOK_PART = "person_took_part"
    BOT_UNAVAILABLE = "bot_unavailable"
    RATE_LIMITED = "rate_limited"
    SMALL_TALK = "small_talk"
    STILL_OPEN = "still_open"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A label and the rule that gave it."""

    label: Label
    why: Why


ANSWERS = frozenset({Kind.ANSWER_SHOWN, Kind.LOOKUP_ANSWERED})
REPLIES = ANSWERS | {
    Kind.SMALL_TALK_REPLIED,
    Kind.CLARIFICATION_SHOWN,
    Kind.NOTHING_FOUND,
    Kind.LOOKUP_FAILED,
}
BLOCKS = frozenset({Kind.BOT_UNAVAILABLE, Kind.RATE_LIMITED})
PEOPLE = frozenset({Kind.AGENT_CLAIMED, Kind.AGENT_REPLIED, Kind.AGENT_RELEASED})
OPEN_ENDS = frozenset({Kind.NOTHING_FOUND, Kind.CLARIFICATION_SHOWN, Kind.LOOKUP_FAILED})
MACHINES = frozenset({None, "bot", "contact"})
# The time of what never happened: earlier than all that did.
NEVER = datetime.min.replace(tzinfo=UTC)


def label(facts: Iterable[FactValue], *, now: datetime, quiet: timedelta) -> Label:
    """Return the one label of an episode; order and repetition of the facts don't matter."""
    return judge(facts, now=now, quiet=quiet).label


def judge(facts: Iterable[FactValue], *, now: datetime, quiet: timedelta) -> Verdict:
    """Return the label and the rule that gave it: the first of these that holds.

    escalated, confirmed, blocked, social; then, once the episode expired or was quiet for `quiet`,
    assumed or abandoned; else pending.
    """
    last: dict[str, datetime] = {}
    received: set[Any] = set()
    small_talk: set[Any] = set()
    active = NEVER
    person = False
    for fact in facts:
        kind, at = fact.kind, fact.at
        _raise(last, kind, at)
        if at > active and kind is not Kind.EPISODE_EXPIRED:
            active = at
        if kind is Kind.MESSAGE_RECEIVED:
            received.add(fact.payload.get("message_id"))
        elif kind is Kind.SMALL_TALK_REPLIED:
            small_talk.add(fact.payload.get("message_id"))
        elif kind is Kind.FEEDBACK_GIVEN:
            _raise(last, str(fact.payload.get("value")), at)
        elif kind is Kind.CHOICE_TAKEN and fact.payload.get("faq_id") is None:
            # "None of these" is a no to what was offered.
            _raise(last, "not_solved", at)
        elif kind in PEOPLE or (
            kind is Kind.CONVERSATION_RESOLVED and fact.payload.get("by") not in MACHINES
        ):
            person = True

    answered = _newest(last, ANSWERS)
    solved, refused = last.get("solved", NEVER), last.get("not_solved", NEVER)
    if Kind.HANDOFF_REQUESTED in last:
        return _verdict(Label.ESCALATED, Why.PERSON_ASKED_FOR)
    if person:
        return _verdict(Label.ESCALATED, Why.PERSON_TOOK_PART)
    if answered > NEVER and solved > refused:
        return _verdict(Label.CONFIRMED, Why.SAID_SOLVED)
    # The bot was away or refused, and has not replied since: a retry that got through is no block.
    if _newest(last, BLOCKS) > _newest(last, REPLIES):
        away = last.get(Kind.BOT_UNAVAILABLE, NEVER) >= last.get(Kind.RATE_LIMITED, NEVER)
        return _verdict(Label.BLOCKED, Why.BOT_UNAVAILABLE if away else Why.RATE_LIMITED)
    if received and received <= small_talk:
        return _verdict(Label.SOCIAL, Why.SMALL_TALK)
    if not last or (Kind.EPISODE_EXPIRED not in last and now - active < quiet):
        return _verdict(Label.PENDING, Why.STILL_OPEN)
    if answered == NEVER:
        return _verdict(Label.ABANDONED, Why.NO_ANSWER)
    if refused >= answered:
        return _verdict(Label.ABANDONED, Why.SAID_NOT_SOLVED)
    # The last question met no answer, so the silence after it says nothing about the answer before.
    if _newest(last, OPEN_ENDS) > answered:
        return _verdict(Label.ABANDONED, Why.LEFT_OPEN)
    return _verdict(Label.ASSUMED, Why.QUIET_AFTER_ANSWER)


def _verdict(label: Label, why: Why) -> Verdict:
    return Verdict(label=label, why=why)


def _raise(last: dict[str, datetime], kind: str, at: datetime) -> None:
    known = last.get(kind)
    if known is None or at > known:
        last[kind] = at


def _newest(last: dict[str, datetime], kinds: frozenset[Kind]) -> datetime:
    newest = NEVER
    for kind in kinds:
        at = last.get(kind)
        if at is not None and at > newest:
            newest = at
    return newest
