"""What the recipe was measured with, by the size of the set."""

from dataclasses import dataclass

# A topic has few rows in a small set: the numbers for large ones would call it noise.
SMALL, LARGE = 1_000, 2_500


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """The numbers of one run. They are written beside its result, so that it can be repeated."""

    components: int
    """Principal components kept."""
    neighbours: int
    """Edges a row has in the graph."""
    smoothing_steps: int
    smoothing_neighbours: int
    min_samples: int
    """HDBSCAN: the neighbour whose distance is a row's core distance."""
    min_cluster_size: int
    max_cluster_size: int
    """No branch above this size is one cluster; it is divided instead."""
    merging_cosine: float
    """Clusters whose smoothed centres are this near become one; above 1, none do."""
    joining_share: float
    """Noise joins a cluster that holds this share of its neighbours' weight; above 1, it never does."""


def parameters_for(rows: int) -> Parameters:
    """The measured choice for so many different texts."""
    if rows >= LARGE:
        return Parameters(
            components=128,
            neighbours=30,
            smoothing_steps=2,
            smoothing_neighbours=15,
            min_samples=5,
            min_cluster_size=min(max(round(0.002 * rows), 5), 50),
            max_cluster_size=max(100, round(0.03 * rows)),
            merging_cosine=0.75,
            joining_share=0.5,
        )
    return Parameters(
        components=64,
        neighbours=15,
        smoothing_steps=2,
        smoothing_neighbours=8,
        min_samples=3,
        min_cluster_size=3 if rows < SMALL else 5,
        max_cluster_size=max(30, min(rows // 10, 100)),
        merging_cosine=0.75,
        joining_share=0.5,
    )
