"""Draft answers from agents' replies against the sample's own FAQ answers, beside the central replies.

    .venv/bin/python -m tests.benchmarks.review.drafts    # drafts.json

For each topic with an FAQ and at least two replies in a language: `recall` is the share of the FAQ answer's
words (pairs of characters in Japanese, stems in English) that a draft says, `precision` the share of the
draft's that the FAQ answer says, `cosine` that of the embeddings less the mean of all FAQ answers.
`first_reply` is the most central reply, as the product took it before; `as_long` the most central ones, as
many as make the length of the draft.
"""

import json
from collections import defaultdict
from pathlib import Path
from statistics import fmean

import numpy as np

from api.candidates.evidence import central_first
from api.candidates.suggestion import as_answer, suggest
from api.inquiries.redaction import mask
from api.sample.written import read_faqs, read_inquiries
from api.settings import ROOT
from faq_clustering.answering.words import tokens
from faq_clustering.embedding import load_embedder

OUTPUT = Path(__file__).with_name("drafts.json")
NUMBERS = ("recall", "precision", "f1", "cosine", "characters")


def main() -> None:
    """Compare, and write what was found."""
    embedder = load_embedder(str(ROOT / "models" / "multilingual-e5-small"))
    replies: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for written in read_inquiries():
        if written.reply:
            replies[written.topic, written.language].append(mask(written.reply))
    OUTPUT.write_text(
        json.dumps({language: _of(language, replies, embedder) for language in ("ja", "en")}, indent=2) + "\n"
    )


def _of(language, replies, embedder):
    rows = []
    for faq in read_faqs():
        answer, said = getattr(faq.draft, f"answer_{language}"), replies[faq.topic, language]
        if answer and len(said) >= 2:
            ordered = [said[place] for place in central_first(said)]
            draft = suggest(ordered, language).answer
            rows.append((answer, as_answer(ordered[0]), _as_long(ordered, len(draft)), draft))
    vectors = embedder.encode([text for row in rows for text in row]).reshape(len(rows), 4, -1)
    vectors -= vectors[:, 0].mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
    first, long, made = (
        [_scores(row[0], row[way], of_row[0], of_row[way]) for row, of_row in zip(rows, vectors, strict=True)]
        for way in (1, 2, 3)
    )
    return {
        "topics": len(rows),
        "first_reply": _means(first),
        "as_long": _means(long),
        "draft": _means(made),
        "topics_better_than_first_reply": _better(first, made),
        "topics_better_than_as_long": _better(long, made),
    }


def _as_long(ordered, length):
    taken = ""
    for reply in ordered:
        if len(taken) >= length:
            break
        taken += as_answer(reply) + "\n"
    return taken.strip()[: length + 1]


def _means(scores):
    return {name: round(fmean(one[name] for one in scores), 3) for name in NUMBERS}


def _better(some, others):
    return {
        name: sum(two[name] > one[name] for one, two in zip(some, others, strict=True))
        for name in ("recall", "f1", "cosine")
    }


def _scores(answer, draft, vector, other):
    said, wanted = set(tokens(draft)), set(tokens(answer))
    recall, precision = len(said & wanted) / len(wanted), len(said & wanted) / max(len(said), 1)
    return {
        "recall": recall,
        "precision": precision,
        "f1": 2 * recall * precision / max(recall + precision, 1e-9),
        "cosine": float(vector @ other),
        "characters": len(draft),
    }


if __name__ == "__main__":
    main()
