"""Contacted accounts against comparable ones that were not contacted. Nothing here does I/O."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from api.metrics.intervals import Z

ENOUGH = 10
"""Matched accounts on either side under which nothing is claimed."""
BANDS = (40, 70)
"""Health under 40, from 40, from 70: accounts are compared within a band."""
_Told = dict[int, list[float]]
"""An account's changes, by account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """An account in a week, and what became of it a month later."""

    account: int
    contacted: bool
    stage: str
    tier: str
    health: int | None
    """When the week was filled."""
    changes: dict[str, float]
    """What changed by then, by name: `health` in points, `logins` in per cent."""

    @property
    def stratum(self) -> tuple[str, str, int | None]:
        """What comparable accounts have in common: stage, tier and band of health at that time."""
        band = None if self.health is None else sum(self.health >= edge for edge in BANDS)
        return self.stage, self.tier, band


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """The difference between both groups within strata, with its 95 % interval; none under `ENOUGH`."""

    contacted: int
    """Accounts that were contacted and have somebody to be compared with. One may be on both sides."""
    others: int
    changed: float | None = None
    """Mean change of the contacted."""
    others_changed: float | None = None
    """Mean change of the others, weighted to the same strata."""
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        """How much more the contacted changed."""
        if self.changed is None or self.others_changed is None:
            return None
        return self.changed - self.others_changed

    @property
    def tells(self) -> str:
        """What the interval tells: more, less, or nothing while zero lies in it."""
        if self.low is None or self.high is None or self.low <= 0 <= self.high:
            return "nothing"
        return "more" if self.low > 0 else "less"


def compared(cases: Sequence[Case], what: str) -> Compared:
    """Compare the change of `what` within strata, weighted by how many were contacted in each.

    Post-stratified difference of means with the variance pooled within cells (Cochran, Sampling Techniques,
    5A.9); accounts without a counterpart of the other group are left out on both sides. Within a cell the
    cases of one account are one, their mean: an account that was followed twice says little more than once.
    """
    told: dict[tuple[str, str, int | None], tuple[_Told, _Told]] = defaultdict(
        lambda: (defaultdict(list), defaultdict(list))
    )
    for case in cases:
        if what in case.changes:
            told[case.stratum][not case.contacted][case.account].append(case.changes[what])
    cells = [(ours, others) for ours, others in told.values() if ours and others]
    known, known_others = ({id for cell in cells for id in cell[side]} for side in (0, 1))
    if len(known) < ENOUGH or len(known_others) < ENOUGH:
        return Compared(contacted=len(known), others=len(known_others))
    matched = [tuple([fmean(changes) for changes in side.values()] for side in cell) for cell in cells]
    n, m = sum(len(ours) for ours, _ in matched), sum(len(others) for _, others in matched)
    changed = sum(sum(ours) for ours, _ in matched) / n
    others_changed = sum(len(ours) * fmean(others) for ours, others in matched) / n
    squares = sum(sum((x - fmean(cell)) ** 2 for x in cell) for pair in matched for cell in pair)
    pooled = squares / max(1, n + m - 2 * len(matched))
    spread = Z * sqrt(pooled * sum((len(a) / n) ** 2 * (1 / len(a) + 1 / len(b)) for a, b in matched))
    middle = changed - others_changed
    return Compared(
        contacted=len(known),
        others=len(known_others),
        changed=changed,
        others_changed=others_changed,
        low=middle - spread,
        high=middle + spread,
    )
