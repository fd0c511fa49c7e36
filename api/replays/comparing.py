"""What changed between two runs over the same inquiries, and what it means. Nothing here does I/O."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from faq_clustering.answering.many import Verdict

EXAMPLES = 5
ENOUGH = 30
"""Answers of known labels from which the precision of all answers says something."""
ENOUGH_OWN = 5
"""Likewise for the draft's own answers: one wrong of two is an accident."""


class Group(StrEnum):
    """What became of an inquiry, or what is wrong with it."""

    NEWLY = "newly"
    TAKEN = "taken"
    GIVEN = "given"
    LOST = "lost"
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """What is known of an inquiry: the FAQ that is `right`, that `none` is, or one that was `refused`."""

    right: int | None = None
    none: bool = False
    refused: int | None = None

    def judge(self, faq_id: int) -> bool | None:
        """Whether an answer with this FAQ is right; None when that is not known."""
        if self.none or self.refused == faq_id:
            return False
        return None if self.right is None else self.right == faq_id


UNKNOWN = Label()


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """So many `hits` of `of`."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.of if self.of else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A replay's figures. Precisions are over answers whose label is known; `own` is the draft's.

    `typed` of the newly answered repeat one of the draft's phrasings. `taken_from` is [FAQ, inquiries] and
    `examples` ids of inquiries by group, the newest first.
    """

    inquiries: int
    without_vector: int
    answered_before: int
    answered_after: int
    right_before: Share
    right_after: Share
    own: Share
    counts: dict[str, int]
    typed: int
    taken_from: list[tuple[int, int]]
    examples: dict[str, list[int]]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Result":
        """Return what was kept."""
        shares = {name: Share(**kept[name]) for name in ("right_before", "right_after", "own")}
        return cls(**(kept | shares | {"taken_from": [(faq, n) for faq, n in kept["taken_from"]]}))

    def troubles(self, target: float) -> list[str]:
        """Return how the draft would break the target: `overall`, `own`, both or neither."""
        before, after, own = self.right_before.value, self.right_after.value, self.own.value
        found = []
        if after is not None and self.right_after.of >= ENOUGH and after < target:
            # What was below the target already is not this draft's doing, unless it makes it worse.
            found += ["overall"] if before is None or after < before else []
        if own is not None and self.own.of >= ENOUGH_OWN and own < target:
            found.append("own")
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """One inquiry: what is known of it, and what the bot did before and would do with the draft."""

    inquiry_id: int
    label: Label
    own_topic: bool
    before: Verdict
    after: Verdict


def compare(rows: Sequence[Replayed], draft: int, *, without_vector: int, seconds: float) -> Result:
    """Sum up; `draft` is the draft's FAQ. Its own topic's inquiries are right for it once it is published."""
    groups: dict[str, list[int]] = {group: [] for group in Group}
    taken: Counter[int] = Counter()
    right_before, right_after, own = Counter[bool](), Counter[bool](), Counter[bool]()
    typed = 0
    for row in rows:
        then, now = row.before.faq_id, row.after.faq_id
        was_right = row.label.judge(then) if then is not None else None
        is_right = _judged(row, now, draft) if now is not None else None
        if was_right is not None:
            right_before[was_right] += 1
        if is_right is not None:
            right_after[is_right] += 1
            if now == draft:
                own[is_right] += 1
        group = _group(then, now, draft)
        if group:
            groups[group].append(row.inquiry_id)
        if group is Group.TAKEN and then is not None:
            taken[then] += 1
        typed += group is Group.NEWLY and row.after.typed
        if now == draft and is_right is False:
            groups[Group.WRONG].append(row.inquiry_id)
    return Result(
        inquiries=len(rows),
        without_vector=without_vector,
        answered_before=sum(row.before.faq_id is not None for row in rows),
        answered_after=sum(row.after.faq_id is not None for row in rows),
        right_before=_share(right_before),
        right_after=_share(right_after),
        own=_share(own),
        counts={group: len(ids) for group, ids in groups.items()},
        typed=typed,
        taken_from=taken.most_common(),
        examples={group: ids[:EXAMPLES] for group, ids in groups.items()},
        seconds=seconds,
    )


def _judged(row: Replayed, answered: int, draft: int) -> bool | None:
    known = row.label.judge(answered)
    # An outcome speaks first; the reviewer's own topic only where nothing else is known.
    return answered == draft if known is None and row.own_topic else known


def _group(then: int | None, now: int | None, draft: int) -> Group | None:
    if then == now:
        return None
    if now == draft:
        return Group.NEWLY if then is None else Group.TAKEN
    if now is None:
        return Group.LOST
    # Another FAQ answers instead: of the draft's older version, or, seldom, of a third one.
    return Group.GIVEN


def _share(counted: Counter[bool]) -> Share:
    return Share(hits=counted[True], of=counted[True] + counted[False])
