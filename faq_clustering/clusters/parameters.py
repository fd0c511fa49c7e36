"""The numbers of a run, by the size of the set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Below it, a topic has a handful of rows; 128 directions of so few texts are mostly chance.
SMALL, LARGE = 1_000, 2_500
# Beyond it, more turns of the same search change little and cost most of the time.
MANY = 30_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """The numbers of one run. They are written beside its result, so that it can be repeated."""

    components: int
    """Principal components kept."""
    neighbours: int
    """Edges a row has in the graph."""
    fineness: float
    """Times the resolution that is read from the graph: above 1, more and smaller clusters; below, fewer."""
    most_skew: float
    """What is read of how unequal topics are in size is at most this; at 0, they are taken as alike."""
    turns: int
    """Searches for communities, each over the rows in another order, that vote on every edge."""
    min_cluster_size: int
    merging_cosine: float
    """Clusters whose centres are this near, chance taken out, become one; above 1, none do."""
    least_confidence: float
    """A row whose neighbours and centre speak for its cluster less than this is noise."""
    most_noise: float
    """No larger share of the rows is noise, however weak they are."""


def parameters_for(rows: int) -> Parameters:
    """The measured choice for so many different texts."""
    return Parameters(
        components=128 if rows >= LARGE else 64,
        neighbours=min(30, max(5, rows // 10)),
        fineness=1.0,
        most_skew=1.0,
        turns=4 if rows < MANY else 2,
        min_cluster_size=3 if rows < SMALL else 5,
        merging_cosine=0.8,
        least_confidence=0.85,
        most_noise=0.145,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """How the neighbour graph of a run is searched, as it is read from the graph."""

    resolution: float
    """The higher, the more and the smaller communities."""
    skew: float
    """How unequal the sizes of topics are: 0, much alike, to 1."""


def search_of(parameters: Mapping[str, Any]) -> Search | None:
    """The search of a finished run, by what is written beside it, without its fineness.

    None for a run of nothing, and of an older version, which read less or nothing from the graph.
    """
    if any(name not in parameters for name in ("fineness", "resolution", "skew")):
        return None
    return Search(
        resolution=float(parameters["resolution"]) / float(parameters["fineness"]),
        skew=float(parameters["skew"]),
    )
