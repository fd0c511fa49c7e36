"""The numbers of a run, by the size of the set."""

from dataclasses import dataclass

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
    resolution: float
    """Modularity's: the higher, the more and the smaller the clusters. Sets of few topics are given less."""
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
        resolution=round(_resolution(rows), 3),
        turns=4 if rows < MANY else 2,
        min_cluster_size=3 if rows < SMALL else 5,
        merging_cosine=0.8,
        least_confidence=0.85,
        most_noise=0.145,
    )


def _resolution(rows: int) -> float:
    # A graph of k neighbours a row grows sparser against the topics, the more rows there are; and among few
    # rows no resolution above a fraction of their number lets two of them join (docs/clustering.md).
    sparse = 7.4 * float((5_000 / max(rows, 1)) ** 0.585)
    return min(sparse, 11.0, max(rows / 25, 1.0))
