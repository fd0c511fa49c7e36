"""Keywords of clusters: what many of a cluster's texts say and few others do, each thing once.

As class-based TF-IDF (Grootendorst, 2022, BERTopic), but by texts, not by words, and against the share a word
has everywhere: no mean of words a cluster enters, so the size of the set changes little.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from faq_clustering.labels.likeness import overlap, says_the_same, within
from faq_clustering.labels.said import Said

FEWEST, MOST = 3, 6
# A keyword after the third has at least this share of the best one's weight.
WORTH = 0.15
# A word that shares a part with a better one tells less; two words together tell more than one.
OVERLAP = 0.6
PAIR = 1.2
# What one text of many says, and what other clusters say as often, is the last resort.
SINGLE = 0.3
EVERYWHERE = 0.02
LEAST_LIFT = 1.2
# A word of so many of all texts, as often here as elsewhere, is what they are all about: the product's name.
COMMON = 0.3
# A name that fewer texts say may be somebody's.
PROPER_TEXTS = 3
LOOKED_AT = 60
# One longer word with this share of a word's texts, or several that add up, stand for it.
ONE_WHOLE, ALL_WHOLES = 0.45, 0.8
# A longer word that counts among the several.
LEAST_WHOLE = 0.15


def keywords_by_cluster(clusters: Sequence[Said]) -> list[tuple[str, ...]]:
    """3 to 6 words that tell each cluster apart, best first; fewer only if its texts hold fewer.

    A word's weight is its share of the cluster's texts times log(1 + how often likelier it is there than
    everywhere).
    """
    everywhere: Counter[str] = Counter()
    for said in clusters:
        everywhere.update(said.count)
    texts = sum(said.texts for said in clusters)
    shares = {key: count / texts for key, count in everywhere.items()}
    return [_chosen(said, _weights(said, shares, several=len(clusters) > 2)) for said in clusters]


def _weights(said: Said, everywhere: Mapping[str, float], *, several: bool) -> dict[str, float]:
    weights: dict[str, float] = {}
    for key, count in said.count.items():
        if count < PROPER_TEXTS and said.proper[key] * 2 >= count:
            continue
        share = count / said.texts
        weight = said.weights[key] * share * log(1 + share / everywhere[key])
        if " " in key:
            weight *= PAIR
        if count == 1 and said.texts > 1:
            weight *= 0 if key[0].isdigit() else SINGLE
        if several and share <= LEAST_LIFT * everywhere[key]:
            weight *= 0 if everywhere[key] > COMMON else EVERYWHERE
        if weight:
            weights[key] = weight
    return weights


def _chosen(said: Said, weights: Mapping[str, float]) -> tuple[str, ...]:
    """The best, one after the other, each weighed against those before it."""
    left = sorted(weights, key=lambda key: (-weights[key], -len(key), key))[:LOOKED_AT]
    wholes = {key: _wholes(key, left, said) for key in left}
    chosen: list[str] = []
    least = 0.0
    while left and len(chosen) < MOST:
        now = {
            key: weights[key] * OVERLAP ** sum(overlap(key, other) for other in chosen)
            for key in left
            if not any(whole in left for whole in wholes[key])
        }
        best = max(now, key=now.__getitem__)
        least = least or WORTH * now[best]
        if len(chosen) >= FEWEST and (now[best] < least or said.count[best] < 2):
            break
        chosen.append(best)
        left = [key for key in left if not says_the_same(key, best)]
    return tuple(said.written(key) for key in chosen)


def _wholes(key: str, others: Sequence[str], said: Said) -> list[str]:
    """The longer words that stand for a word: 二段階認証 and 認証アプリ for 認証, where few say it alone."""
    least = max(2, LEAST_WHOLE * said.count[key])
    longer = [other for other in others if said.count[other] >= least and within(key, other)]
    counts = [said.count[other] for other in longer]
    one, together = ONE_WHOLE * said.count[key], ALL_WHOLES * said.count[key]
    return longer if max(counts, default=0) >= one or sum(counts) >= together else []
