"""Rows settled after the search: strays to where their neighbours are, the doubtful to noise."""

import numpy as np
from numpy.typing import NDArray

from faq_clustering.assignment import VOTERS, vote
from faq_clustering.clusters.centres import centres
from faq_clustering.clusters.constraints import Bonds
from faq_clustering.clusters.tree import Labels
from faq_clustering.neighbours import Floats, Rows, weights

MAJORITY = 0.5
BLOCK = 8_192


def settled(labels: Labels, rows: Rows, similarity: Floats, bonds: Bonds, least: int) -> Labels:
    """Dissolve clusters of fewer than `least` rows and let the neighbours vote.

    Rows without a cluster, and rows most of whose neighbours are in another, go where the vote says. Linked
    rows stay; no move breaks a constraint.
    """
    tied = np.isin(bonds.of, np.array(sorted(bonds.tied), np.int64))
    size = np.bincount(np.maximum(labels, 0), weights=labels >= 0, minlength=1)
    labels = np.where((labels >= 0) & (tied | (size[labels] >= least)), labels, -1).astype(np.int32)
    near = rows[:, :VOTERS]
    winner, share = vote(np.where(near >= 0, labels[near], -1).astype(np.int32), similarity[:, :VOTERS])
    moves = (winner >= 0) & ~tied & ((labels < 0) | (share > MAJORITY)) & (winner != labels)
    moved = np.where(moves, winner, labels).astype(np.int32)
    return _without_breaches(moved, moves, bonds)


def _without_breaches(labels: Labels, moved: NDArray[np.bool_], bonds: Bonds) -> Labels:
    """A row that moved to where it must not be is noise."""
    foes = bonds.foes()
    if not foes:
        return labels
    labels = labels.copy()
    named = np.isin(bonds.of, np.array(sorted(foes), np.int64))
    for row in np.flatnonzero(moved & named).tolist():
        there = set(bonds.of[(labels == labels[row]) & named].tolist())
        if foes[int(bonds.of[row])] & there:
            labels[row] = -1
    return labels


def confidence(labels: Labels, vectors: Floats, rows: Rows, similarity: Floats) -> tuple[Floats, Floats]:
    """How surely each row belongs to its cluster: float32 (n,) each, 0 for noise.

    share: of its neighbours' vote, in 0..1. confidence: the share plus how much nearer its own cluster's
    centre is than the next one's, in cosines. The sum told wrong members better than either part
    (docs/clustering.md).
    """
    near = rows[:, :VOTERS]
    own = (labels[near] == labels[:, None]) & (near >= 0)
    share = (own * weights(similarity[:, :VOTERS])).sum(axis=1)
    clusters = int(labels.max(initial=-1)) + 1
    if clusters == 0:
        return np.zeros(len(labels), np.float32), np.zeros(len(labels), np.float32)
    margin = _margin(labels, vectors)
    member = labels >= 0
    return (
        np.where(member, share, 0).astype(np.float32),
        np.where(member, share + margin, 0).astype(np.float32),
    )


def _margin(labels: Labels, vectors: Floats) -> Floats:
    middle = centres(labels, vectors)
    margin = np.zeros(len(labels), np.float32)
    for start in range(0, len(labels), BLOCK):
        part = slice(start, start + BLOCK)
        place = (np.arange(len(labels[part])), np.maximum(labels[part], 0))
        cosine = vectors[part] @ middle.T
        mine = cosine[place]
        cosine[place] = -1
        margin[part] = mine - np.maximum(cosine.max(axis=1), 0)
    return margin


def doubtful(confidence: Floats, labels: Labels, least: float, most: float) -> NDArray[np.bool_]:
    """Which members are noise, bool (n,).

    Those below `least`, the weakest first, as long as noise stays within the share `most` of all rows.
    """
    weak = np.flatnonzero((labels >= 0) & (confidence < least))
    room = max(0, int(most * len(labels)) - int((labels < 0).sum()))
    chosen = weak[np.argsort(confidence[weak], kind="stable")][:room]
    found = np.zeros(len(labels), bool)
    found[chosen] = True
    return found
