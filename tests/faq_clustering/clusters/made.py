"""Vectors and graphs of which it is known how they were made."""

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import coo_array, csr_array

from faq_clustering.clusters import parameters_for
from faq_clustering.clusters.affinity import affinity, narrowed
from faq_clustering.clusters.whitening import whitened
from faq_clustering.neighbours import neighbours_within, normalised


def inquiries(topics, ways, rows, *, apart=0.6, seed=0):
    """`rows` vectors for each of the `ways` to ask about each of the `topics`, and their topics."""
    random = np.random.default_rng(seed)
    topic = np.repeat(np.arange(topics), ways * rows)
    way = np.repeat(np.arange(topics * ways), rows)
    vectors = (
        random.normal(size=(topics, 96))[topic]
        + random.normal(size=(topics * ways, 96))[way] * apart
        + random.normal(size=(len(way), 96)) * 0.8
    )
    return normalised(vectors.astype(np.float32)), topic


def graph_of(vectors):
    chosen = parameters_for(len(vectors))
    return affinity(*neighbours_within(whitened(vectors, chosen.components), chosen.neighbours))


def knots(sizes, *, rows=12, strays=60, seed=0):
    """A graph of groups; group i has `sizes[i]` knots of `rows` rows, `strays` ties for each within it."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), np.array(sizes) * rows)
    knot = np.arange(len(group)) // rows
    left, right = (knot[:, None] == knot[None, :]).nonzero()
    from_, to = [], []
    for one in range(len(sizes)):
        members = np.flatnonzero(group == one)
        from_.append(random.choice(members, sizes[one] * strays))
        to.append(random.choice(members, sizes[one] * strays))
    pairs = np.concatenate([left, *from_]), np.concatenate([right, *to])
    half = coo_array((np.ones(len(pairs[0])), pairs), shape=(len(group), len(group))).tocsr()
    half.setdiag(0)
    return narrowed(half + half.T)


@st.composite
def graphs(draw):
    n = draw(st.integers(1, 12))
    weights = draw(st.lists(st.floats(0, 1, allow_subnormal=False), min_size=n * n, max_size=n * n))
    upper = np.triu(np.array(weights).reshape(n, n), 1)
    return csr_array(upper + upper.T)
