"""Keywords of clusters by class-based TF-IDF (Grootendorst, 2022, BERTopic)."""

from collections import Counter
from collections.abc import Sequence
from math import log

KEYWORDS = 5


def keywords_by_cluster(clusters: Sequence[Sequence[frozenset[str]]]) -> list[tuple[str, ...]]:
    """The words that tell each cluster apart, best first, from the candidate words of its members' texts.

    A word counts once a text. Weight: its share of the cluster's texts, times
    log(1 + mean words a cluster / texts with it).
    """
    counts = [Counter(word for words in texts for word in words) for texts in clusters]
    everywhere: Counter[str] = Counter()
    for count in counts:
        everywhere.update(count)
    mean = everywhere.total() / max(1, len(clusters))
    return [_best(count, len(texts), everywhere, mean) for count, texts in zip(counts, clusters, strict=True)]


def _best(count: Counter[str], texts: int, everywhere: Counter[str], mean: float) -> tuple[str, ...]:
    # What one of many texts says is no keyword of theirs; of a handful it may be.
    least = 2 if texts >= 5 else 1
    weight = {
        word: seen / texts * log(1 + mean / everywhere[word]) for word, seen in count.items() if seen >= least
    }
    chosen: list[str] = []
    for word in sorted(weight, key=lambda word: (-weight[word], -len(word), word)):
        if not any(_says_the_same(word, other, count) for other in chosen):
            chosen = [other for other in chosen if not _says_the_same(other, word, count)]
            chosen.append(word)
        if len(chosen) == KEYWORDS:
            break
    return tuple(chosen)


def _says_the_same(part: str, whole: str, count: Counter[str]) -> bool:
    """A part adds nothing to its compound unless most texts use it without the rest; nor does a plural."""
    if part in (whole + "s", whole[:-1]) and "s" in (part[-1], whole[-1]):
        return True
    return part in whole and part != whole and count[whole] * 2 >= count[part]
