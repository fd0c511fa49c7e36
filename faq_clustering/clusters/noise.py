"""Noise that belongs somewhere after all."""

import numpy as np

from faq_clustering.assignment import VOTERS, vote
from faq_clustering.clusters.copies import Originals
from faq_clustering.clusters.tree import Labels
from faq_clustering.neighbours import Floats, Rows

Found = tuple[Labels, Floats]
"""labels int32 (n,), -1 for noise, and strength float32 (n,)."""


def join_neighbours(found: Found, rows: Rows, similarity: Floats, share: float) -> Found:
    """Noise goes where at least `share` of its neighbours' vote is; that part becomes its strength."""
    labels, strength = found[0].copy(), found[1].copy()
    noise = np.flatnonzero(labels < 0)
    near = rows[noise, :VOTERS]
    winner, part = vote(np.where(near >= 0, labels[near], -1), similarity[noise, :VOTERS])
    joins = (winner >= 0) & (part >= share)
    labels[noise[joins]], strength[noise[joins]] = winner[joins], part[joins]
    return labels, strength


def gather_copies(found: Found, originals: Originals, least: int) -> Found:
    """A question asked `least` times in the same words is a cluster, though it has no neighbour."""
    labels, strength = found[0].copy(), found[1].copy()
    alone = np.flatnonzero((labels < 0) & (originals.copies() >= least))
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(len(alone))
    strength[alone] = 1.0
    return labels, strength
