"""Stage weights as a form says them, and who moves in the queue by them. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.errors import Invalid
from api.success.queue.filling import Planned
from api.success.queue.worth import STAGES

LEAST, MOST = 0.1, 5.0
LONGEST = 500


class WeightOutOfRange(Invalid):
    """A weight must be a number from 0.1 to 5."""


class WeightsWhyMissing(Invalid):
    """Write why the weights change: whoever reads the queue will ask."""


class WeightsUnchanged(Invalid):
    """These are the weights that are in force already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """An account under two sets of weights: its place among those called; None: it is not called."""

    account_id: int
    name: str
    before: int | None
    after: int | None


def read_weights(written: Mapping[str, str]) -> dict[str, float]:
    """Return the weights by stage. Raises `WeightOutOfRange`."""
    found: dict[str, float] = {}
    for stage in STAGES:
        try:
            weight = float(written.get(stage, "").strip())
        except ValueError as error:
            raise WeightOutOfRange from error
        if not LEAST <= weight <= MOST:
            raise WeightOutOfRange
        found[stage] = weight
    return found


def shifts(before: Sequence[Planned], after: Sequence[Planned]) -> list[Shift]:
    """Return the accounts whose place changes: who comes first, then who moves, then who drops out."""
    old, new = _places(before), _places(after)
    names = {one.view.id: one.view.name for one in after}
    found = [
        Shift(account_id=id, name=name, before=old.get(id), after=new.get(id))
        for id, name in names.items()
        if old.get(id) != new.get(id)
    ]
    return sorted(
        found, key=lambda one: (one.after is None, one.before is not None, one.after or one.before or 0)
    )


def _places(planned: Sequence[Planned]) -> dict[int, int]:
    called = [one.view.id for one in planned if one.left_out is None]
    return {id: place for place, id in enumerate(called, 1)}
