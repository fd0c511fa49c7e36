"""Colours of clusters: eight that any colour vision tells apart, unlike those beside them on the map."""

import numpy as np
from numpy.typing import NDArray

PALETTE = 8
"""After Okabe and Ito (2008), violet and grey brown for black and yellow, in two shades."""
LIGHT = ("#0072b2", "#d55e00", "#00855f", "#b3558f", "#a87b00", "#2a8fc7", "#7256b5", "#7a6a4f")
DARK = ("#4aa8e8", "#ff8a3d", "#2fc79a", "#e58fc4", "#f0c33c", "#8fd3ff", "#ab95f0", "#c9b38f")
NEAR = 6


def colours_for(centres: NDArray[np.float32]) -> list[int]:
    """A palette index for each of the centres (c, 2), unlike those of the nearest centres before it."""
    chosen: list[int] = []
    for number, centre in enumerate(centres):
        distance = np.linalg.norm(centres[:number] - centre, axis=1)
        near = np.argsort(distance, kind="stable")[:NEAR]
        taken = {chosen[row]: rank for rank, row in reversed(list(enumerate(near.tolist())))}
        used = np.bincount(chosen, minlength=PALETTE) if chosen else np.zeros(PALETTE, int)
        # A colour no neighbour has; else that of the farthest of them; of equals the least used.
        chosen.append(max(range(PALETTE), key=lambda c: (taken.get(c, PALETTE), -int(used[c]), -c)))
    return chosen
