"""Which of the recorded constraints a run can hold, as rows of its material."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from api.candidates.constraint_store import Kind, Said
from faq_clustering.clusters import Constraints, ContradictoryConstraints
from faq_clustering.clusters.constraints import bonds


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What a run holds. `left_out` are the ids of constraints that contradict older ones."""

    constraints: Constraints
    count: int
    left_out: tuple[int, ...]


def held(said: Sequence[Said], inquiry_ids: Sequence[int], keys: Sequence[str]) -> Held:
    """Constraints, the oldest first, as rows; of those that contradict each other the newest is left out.

    Row r is the inquiry `inquiry_ids[r]` with the normalised text `keys[r]`: equal texts share their place.
    """
    row_of = {inquiry: row for row, inquiry in enumerate(inquiry_ids)}
    text_of = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    of = np.array([text_of[key] for key in keys], np.int64)

    def can_hold(some: Sequence[Said]) -> bool:
        try:
            bonds(as_rows(some, row_of), of, len(text_of))
        except ContradictoryConstraints:
            return False
        return True

    kept, left_out = list(said), []
    while not can_hold(kept):
        # The shortest beginning that contradicts itself: its last one is the newest of the contradiction.
        low, high = 1, len(kept)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if can_hold(kept[:middle]) else (low, middle)
        left_out.append(kept.pop(low - 1).id)
    constraints = as_rows(kept, row_of)
    count = len(constraints.together) + len(constraints.apart)
    return Held(constraints=constraints, count=count, left_out=tuple(left_out))


def as_rows(said: Sequence[Said], row_of: dict[int, int]) -> Constraints:
    """Constraints by row. What was erased is passed over, and what then ties or parts nothing is dropped."""
    together: list[tuple[int, ...]] = []
    apart: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    of_faq: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for one in said:
        left, right = (tuple(row_of[inquiry] for inquiry in side if inquiry in row_of) for side in one.sides)
        if one.kind is Kind.APART and left and right:
            apart.append((left, right))
        elif one.kind is Kind.TOGETHER and one.faq_id is not None:
            of_faq[one.faq_id].append(left)
        elif one.kind is Kind.TOGETHER and len(left) > 1:
            together.append(left)
    for groups in of_faq.values():
        # A topic that alone has its FAQ may still be divided; linking says only that two are one.
        if len([group for group in groups if group]) > 1:
            together.append(tuple(sorted({row for group in groups for row in group})))
    return Constraints(together=tuple(together), apart=tuple(apart))
