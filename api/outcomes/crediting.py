"""Whose credit is taken back: they came again about the same, or reached a person. Nothing here does I/O."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.episodes.labels import Label
from api.outcomes.subjects import Likeness, Subject

NOTHING = Subject()


@dataclass(frozen=True, kw_only=True, slots=True)
class After:
    """A later episode of the same contact within the window, small talk aside."""

    id: int
    opened_at: datetime
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Credit:
    """What became of the credit for a claimed episode."""

    by: int | None = None
    at: datetime | None = None
    reached_human: bool = False


KEPT = Credit()


def same_topic(one: Subject, other: Subject, after: After, *, near: bool) -> bool:
    """Whether a return is surely about the same; `near`: by the wider rule of later definitions."""
    if one.meets(other):
        return True
    return near and (one.comes_near(other) or (other == NOTHING and after.label == Label.ESCALATED))


def unsure(
    before: int, later: Sequence[After], subjects: Mapping[int, Subject], *, near: bool
) -> Iterable[tuple[Subject, Subject]]:
    """Yield the pairs of subjects whose likeness must be known: those before the first that is sure."""
    one = subjects.get(before, NOTHING)
    for after in later:
        other = subjects.get(after.id, NOTHING)
        if same_topic(one, other, after, near=near):
            return
        if one.text_keys and other.text_keys:
            yield one, other


def credit(
    before: int, later: Sequence[After], subjects: Mapping[int, Subject], likeness: Likeness, *, near: bool
) -> Credit:
    """Decide about one claimed episode; `later` is in the order of opening."""
    one = subjects.get(before, NOTHING)
    back = next(
        (
            after
            for after in later
            if same_topic(one, other := subjects.get(after.id, NOTHING), after, near=near)
            or likeness.meets(one, other)
        ),
        None,
    )
    return Credit(
        by=back.id if back else None,
        at=back.opened_at if back else None,
        reached_human=any(after.label == Label.ESCALATED for after in later),
    )
