"""Room for every row: the density of the map evened out, as cartograms do (Gastner and Newman, 2004).

Density flows like heat and carries the rows along. The flow is continuous, so neighbours stay neighbours.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

CELLS = 384
MARGIN = 48
FIRST, LAST = 0.8, 60.0
"""Blur in cells at the first and at the last step: evened out entirely, the map would be a plain disc."""
STEPS = 60
EMPTY = 0.1
"""Density of the empty page, in means of the map: keeps gaps between clusters and the flow finite."""


def spread_out(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places (n, 2) in any unit -> (n, 2) in cells of the page."""
    centred = places - np.median(places, axis=0)
    reach = max(float(np.quantile(np.abs(centred), 0.999)), 1e-9)
    inner = CELLS - 2 * MARGIN
    spots = np.clip((centred / reach + 1) / 2, -0.05, 1.05) * inner + MARGIN
    edges = np.arange(CELLS + 1) - 0.5
    density = np.histogram2d(spots[:, 0], spots[:, 1], bins=(edges, edges))[0]
    density += EMPTY * density.mean()
    blurs = np.geomspace(FIRST, LAST, STEPS)
    for before, after in pairwise(blurs.tolist()):
        # Heat after time t is the start blurred by sqrt(2 t).
        spots += _flow(gaussian_filter(density, before, mode="nearest"), spots) * (after**2 - before**2) / 2
    return spots


def _flow(density: NDArray[np.float64], spots: NDArray[np.float64]) -> NDArray[np.float64]:
    slopes = np.gradient(density)
    here = map_coordinates(density, spots.T, order=1, mode="nearest")
    ways = [map_coordinates(slope, spots.T, order=1, mode="nearest") for slope in slopes]
    flow: NDArray[np.float64] = -np.stack(ways, axis=1) / here[:, None]
    return flow
