"""What the texts nearest to a question say it is about."""

import numpy as np

from faq_clustering.answering.space import Floats

VOTERS, NEARNESS = 10, 0.08
"""Neighbours that vote, and how fast a vote fades with the cosine."""


def vote_of(seen: Floats, background: Floats) -> tuple[Floats, Floats]:
    """The share of the nearest texts' votes, in each view: the candidates' (q, views, k) and the background's
    (q, views), from cosines (q, views, k, most) and (q, views, m).
    """
    flat = seen.reshape(*seen.shape[:2], -1)
    both = np.concatenate([flat, background], axis=2)
    count = min(VOTERS, both.shape[2])
    near = np.argpartition(-both, count - 1, axis=2)[..., :count]
    top = np.take_along_axis(both, near, axis=2)
    strength = np.exp((top - top.max(axis=2, keepdims=True)) / NEARNESS) * (top > -1)
    strength /= np.maximum(strength.sum(axis=2, keepdims=True), 1e-9)
    weight = np.zeros_like(both)
    np.put_along_axis(weight, near, strength, axis=2)
    own = weight[..., : flat.shape[2]].reshape(seen.shape).sum(axis=3)
    return own, weight[..., flat.shape[2] :].sum(axis=2)
