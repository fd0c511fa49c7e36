"""Deciding on many candidates at once. What somebody else changed meanwhile is left as it is."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from api.candidates.review import ReasonMissing, reject, undo
from api.errors import Conflict, Invalid, NotFound

MOST = 50
"""Candidates at once: a page of the queue."""
Seen = tuple[int, int]
"""A candidate and the revision that the reviewer saw."""


class NothingChosen(Invalid):
    """Choose at least one candidate, and at most 50."""


def seen_of(chosen: Sequence[str]) -> list[Seen]:
    """Read `7:3`, candidate 7 at revision 3. Raises `NothingChosen`."""
    pairs = [text.partition(":") for text in chosen]
    seen = {int(id_): int(at) for id_, _, at in pairs if _is_number(id_) and _is_number(at)}
    if not 0 < len(seen) <= MOST:
        raise NothingChosen
    # In one order always: two who decide on the same ones never wait for each other.
    return sorted(seen.items())


def reject_all(session: Session, seen: Sequence[Seen], *, reason: str, by: int, now: datetime) -> list[int]:
    """Reject candidates with one reason; return those that were. Raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing
    return _each(
        session,
        seen,
        lambda id_, revision: reject(session, id_, revision=revision, reason=reason, by=by, now=now),
    )


def undo_all(session: Session, seen: Sequence[Seen], *, by: int, now: datetime, note: str) -> list[int]:
    """Take the standing decisions on candidates back; return those that are open again."""
    return _each(
        session,
        seen,
        lambda id_, revision: undo(session, id_, revision=revision, by=by, now=now, note=note),
    )


def _each(session: Session, seen: Sequence[Seen], decide: Callable[[int, int], object]) -> list[int]:
    done = []
    for id_, revision in seen:
        try:
            with session.begin_nested():
                decide(id_, revision)
        except (Conflict, NotFound):
            continue
        done.append(id_)
    return done


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
