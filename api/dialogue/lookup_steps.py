"""What the next step of a look-up is: no I/O, so that every action of a turn comes to the same."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from api.dialogue.asked import Asked
from api.lookups import Field, Lookup, Lookups
from api.lookups.values import plain, values_in

Why: TypeAlias = Literal["first", "next", "corrected", "invalid", "resumed"]

STOP = re.compile(
    r"(?:やっぱり|やはり|もう)?(?:結構|いい|(?:やめ|止め|中止|中断|キャンセル|取り?消)\w*)(?:です|ます|ください)?[。.!]*"
    r"|(?:please )?(?:cancel|stop|quit|abort|never ?mind|forget)(?: (?:it|this|that|about it|please))*[.!]*",
    re.IGNORECASE,
)
WRONG = re.compile(r"違|ちが|間違|まちが|訂正|wrong|mistake|incorrect|not right|correction", re.IGNORECASE)
TALK = frozenset({"greet", "thank", "goodbye", "solved", "choose_faq", "none_of_these", "ask_for_human"})
"""What never answers a look-up's question."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending:
    """A look-up that waits for the customer. `field` is None when nothing was found for its values."""

    lookup: Lookup
    values: Mapping[str, str]
    field: Field | None
    attempts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """Ask for `field`."""

    lookup: Lookup
    values: Mapping[str, str]
    field: Field
    why: Why
    attempts: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Complete:
    """All is there: look it up."""

    lookup: Lookup
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cancelled:
    """The customer does not want it any more."""

    lookup: Lookup


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """The message is not for the look-up: it is taken by its intent, and the look-up goes on after it."""


Step: TypeAlias = Ask | Complete | Cancelled | Elsewhere


def pending_in(asked: Asked, lookups: Lookups) -> Pending | None:
    """Return the look-up that the message may go on with; one that was taken out of the file is over."""
    state = asked.lookup
    lookup = lookups.named(state["name"]) if state else None
    if state is None or lookup is None:
        return None
    declared = {field.name: field for field in lookup.fields}
    if state["field"] is not None and state["field"] not in declared:
        return None
    return Pending(
        lookup=lookup,
        values={name: value for name, value in state["values"].items() if name in declared},
        field=declared.get(state["field"]),
        attempts=state["attempts"],
    )


def first_step(lookup: Lookup, values: Mapping[str, str], why: Why = "first") -> Ask | Complete:
    """Ask for the first thing that is missing."""
    missing = [field for field in lookup.fields if field.name not in values]
    if not missing:
        return Complete(lookup=lookup, values=values)
    return Ask(lookup=lookup, values=values, field=missing[0], why=why)


def next_step(pending: Pending, asked: Asked, *, is_question: Callable[[], bool]) -> Step:
    """Return what a message means for the look-up. `is_question` asks the FAQs and the other look-ups."""
    if asked.intent in TALK:
        return Elsewhere()
    if given := _given(pending, asked.text):
        changed = any(pending.values.get(name, value) != value for name, value in given.items())
        why: Why = "corrected" if changed else "next"
        return first_step(pending.lookup, {**pending.values, **given}, why)
    if pending.field is None:
        return Elsewhere()
    if asked.before.get("act") == "clarification" and asked.intent in {"affirm", "deny"}:
        return Elsewhere()
    if STOP.fullmatch(plain(asked.text)):
        return Cancelled(lookup=pending.lookup)
    if asked.intent == "deny":
        return _denied(pending, asked.text)
    if asked.intent == "affirm":
        return Elsewhere() if asked.offered else again(pending, "next")
    if is_question():
        return Elsewhere()
    return Ask(
        lookup=pending.lookup,
        values=pending.values,
        field=pending.field,
        why="invalid",
        attempts=pending.attempts + 1,
    )


def again(pending: Pending, why: Why) -> Ask:
    """Ask for the same thing once more."""
    field = pending.field or pending.lookup.fields[0]
    return Ask(lookup=pending.lookup, values=pending.values, field=field, why=why, attempts=pending.attempts)


def _given(pending: Pending, text: str) -> dict[str, str]:
    """Return the values in a message: of what was asked for, and of any field whose values are its own."""
    fields = [
        field
        for field in pending.lookup.fields
        if field.starts or field == pending.field or pending.field is None
    ]
    values, _ = values_in(fields, text)
    return values


def _denied(pending: Pending, text: str) -> Step:
    """ "That is wrong" takes back the value before; any other no stops the look-up."""
    given = [field for field in pending.lookup.fields if field.name in pending.values]
    if not given or not WRONG.search(text):
        return Cancelled(lookup=pending.lookup)
    values = {name: value for name, value in pending.values.items() if name != given[-1].name}
    return Ask(lookup=pending.lookup, values=values, field=given[-1], why="corrected")
