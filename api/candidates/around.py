"""The part of the last run's map around one candidate: its own inquiries, and the topics next to them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT = 360, 220
"""Of the drawing, in its own units."""
NEAREST = 5
MARGIN = 24.0
SMALLEST = 0.12
"""Part of the whole map's extent that is shown at least: one inquiry alone has none of its own."""
ABOVE = 12.0
"""A number stands so far above the place that it names, which stays in sight."""
MOST = 3000
"""Points of others that are drawn; of more, every n-th."""
Places = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A candidate next to this one, and where on the drawing its number stands."""

    candidate_id: int
    x: float
    y: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What is drawn: `own`, `named` and `others` are paths of dots; `on_map` inquiries are its own."""

    on_map: int
    own: str
    named: str
    others: str
    near: tuple[Near, ...]


def around(candidate_id: int, owners: Sequence[int], places: Places) -> Around | None:
    """Return the map around a candidate, None when none of its inquiries is on it.

    `owners` (n,): the candidate that each inquiry belongs to. `places` (n, 2): x to the right, y up, as
    `faq_clustering.maps.layout` has them.
    """
    owner = np.asarray(owners, np.int64)
    mine = owner == candidate_id
    if not mine.any():
        return None
    middles = {int(one): np.median(places[owner == one], axis=0) for one in np.unique(owner)}
    middle = middles.pop(candidate_id)
    nearest = sorted(middles, key=lambda one: float(np.hypot(*(middles[one] - middle))))[:NEAREST]
    seen = np.vstack([places[mine], *(_central(places[owner == one])[None] for one in nearest)])
    drawn = _drawn(places, seen)
    inside = (drawn >= 0).all(axis=1) & (drawn <= (WIDTH, HEIGHT)).all(axis=1)
    by_name = np.isin(owner, nearest)
    spots = {one: _central(drawn[owner == one]).round(1).tolist() for one in nearest}
    return Around(
        on_map=int(mine.sum()),
        own=_dots(drawn[mine]),
        named=_dots(drawn[inside & by_name]),
        others=_dots(drawn[inside & ~by_name & ~mine]),
        near=tuple(Near(candidate_id=one, x=x, y=round(y - ABOVE, 1)) for one, (x, y) in spots.items()),
    )


def _central(places: Places) -> Places:
    """Return the place (2,) that is nearest to the middle of places (n, 2)."""
    found: Places = places[np.hypot(*(places - np.median(places, axis=0)).T).argmin()]
    return found


def _drawn(places: Places, seen: Places) -> Places:
    """Return places (n, 2) on the drawing, which shows all of `seen`; y goes down there."""
    low, high = seen.min(axis=0), seen.max(axis=0)
    least = max(float(np.ptp(places, axis=0).max()) * SMALLEST, 1e-6)
    across, along = np.maximum(high - low, least).tolist()
    scale = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / along)
    turned = (places - (low + high) / 2) * np.array([scale, -scale], np.float32)
    moved: Places = turned + np.array([WIDTH / 2, HEIGHT / 2], np.float32)
    return moved


def _dots(points: Places) -> str:
    step = max(1, -(-len(points) // MOST))
    return "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points[::step].tolist())
