"""What a reviewer needs to see of a cluster: typical members, newest ones, and how people answered them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from api.candidates.suggestion import Suggestion, suggest
from api.faqs.drafts import Wording
from api.inquiries.models import Inquiry
from faq_clustering.embedding.keys import fold_text
from faq_clustering.text import demand_of

TYPICAL = 8
NEWEST = 4
BORDERLINE = 6
REPLIES = 3
PHRASINGS = 10
LONGEST = 160
"""Characters of a phrasing: longer letters tell a story around the question."""
SAID = 0.7
"""What likeness to a phrasing already chosen costs."""
POOL = 40
"""The most members that count as typical, however large the cluster is."""

MASKED = re.compile(r"\[[^\]]{1,12}\]")
"""A text that named somebody is about that person; as a phrasing it would only bring noise."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """`centre` (d,) is the mean vector of the typical members; None while they have none."""

    typical: tuple[Inquiry, ...]
    borderline: tuple[Inquiry, ...]
    """Members that belong here the least, the farthest first."""
    newest: tuple[Inquiry, ...]
    replies: tuple[Inquiry, ...]
    """Answered members, the most central reply first."""
    sources: tuple[Inquiry, ...]
    """The answered members that the suggestion was drawn from; its numbers are places here."""
    suggestion: Suggestion | None
    phrasings: tuple[Wording, ...]
    centre: Floats | None


def weigh_evidence(
    members: Sequence[Inquiry],
    vectors: dict[str, Floats],
    language: str,
    ordinary: Floats | None = None,
) -> Evidence:
    """Choose what to show of `members` (newest first), whose vectors are found by text key.

    `ordinary` (d,) is the mean of what is asked here at all: typical is what sets the members apart from it.
    """
    placed = [member for member in members if member.text_key in vectors]
    if placed:
        raw = np.array([vectors[member.text_key] for member in placed], dtype=np.float32)
        rows = _unit(raw if ordinary is None else raw - ordinary)
        order = _nearest_first(rows)
        ranked, rows = [placed[row] for row in order], rows[order]
        centre = raw[order[: _most(len(order))]].mean(axis=0)
    else:
        centre, ranked, rows = None, list(members), np.zeros((len(members), 1), np.float32)
    answered = [member for member in ranked if member.reply][:POOL]
    replies = [answered[place] for place in central_first([member.reply or "" for member in answered])]
    different = _different(ranked)
    return Evidence(
        typical=different[:TYPICAL],
        borderline=different[TYPICAL:][-BORDERLINE:][::-1],
        newest=tuple(members[:NEWEST]),
        replies=tuple(replies[:REPLIES]),
        sources=tuple(replies),
        suggestion=suggest([member.reply or "" for member in replies], language),
        phrasings=diverse_phrasings(ranked[: _most(len(ranked))], rows, language),
        centre=centre,
    )


def _nearest_first(rows: Floats) -> npt.NDArray[np.intp]:
    """Order unit rows by nearness to the centre of their better half, so that strays do not pull it."""
    first = np.argsort(-(rows @ rows.mean(axis=0)), kind="stable")
    return np.argsort(-(rows @ rows[first[: _most(len(rows))]].mean(axis=0)), kind="stable")


def _most(members: int) -> int:
    """Return how many of the most typical count as such: half of them, at least ten, at most `POOL`."""
    return min(members, POOL, max(PHRASINGS, (members + 1) // 2))


def diverse_phrasings(members: Sequence[Inquiry], rows: Floats, language: str) -> tuple[Wording, ...]:
    """Return up to ten short ways to ask, typical but said differently (maximal marginal relevance).

    `members` come the most typical first; `rows` (at least one a member) are their unit vectors.
    """
    asked: dict[str, tuple[int, Wording]] = {}
    for row, member in enumerate(members):
        text = demand_of(member.text)
        if len(text) <= LONGEST and not MASKED.search(text):
            wording = Wording(language=language, text=text, inquiry_id=member.id)
            asked.setdefault(fold_text(text), (row, wording))
    pool = list(asked.values())
    if not pool:
        return ()
    kept = rows[[row for row, _ in pool]]
    alike, typical = kept @ kept.T, kept @ _unit(kept.mean(axis=0, keepdims=True))[0]
    chosen = [0]
    while len(chosen) < min(PHRASINGS, len(pool)):
        worth = typical - SAID * alike[:, chosen].max(axis=1)
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
    return tuple(pool[place][1] for place in sorted(chosen))


def _unit(rows: Floats) -> Floats:
    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled


def central_first(texts: Sequence[str]) -> list[int]:
    """Return the places of `texts`, the one most like all the others first (character n-grams)."""
    if len(texts) < 3:
        return list(range(len(texts)))
    grams = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), min_df=1).fit_transform(texts)
    likeness = np.asarray(grams @ np.asarray(grams.mean(axis=0)).T).ravel()
    return [int(place) for place in np.argsort(-likeness, kind="stable")]


def _different(members: Sequence[Inquiry]) -> tuple[Inquiry, ...]:
    seen: dict[str, Inquiry] = {}
    for member in members:
        seen.setdefault(fold_text(demand_of(member.text)), member)
    return tuple(seen.values())
