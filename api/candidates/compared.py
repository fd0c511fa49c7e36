"""The FAQs nearest to a candidate, each with what it shares, what it lacks, and what it answers today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from api.answers.content import Content, answer_in
from api.answers.serving import Serving
from api.candidates.desk import Desk, Near
from api.candidates.differing import READ, Difference, Piece, difference, marked, words_of
from api.candidates.models import Cluster
from api.candidates.store import members_of
from api.faqs.models import FaqVersion
from api.faqs.store import newest_version
from api.inquiries.models import Inquiry
from api.inquiries.vectors import vectors_for
from faq_clustering.answering.many import Questions, decide_many
from faq_clustering.labels.said import Said
from faq_clustering.text import Language, demand_of, normalise

NEAREST = 4
NEAR = 0.35
"""From this nearness on an FAQ is offered as the one."""
TRIED = 200
"""Inquiries, the newest first, that are asked of the bot."""
SHOWN = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """An FAQ beside a candidate. `answered` of the inquiries that were tried get it from the bot today.

    `difference` is None where FAQ and candidate have no language in common; `unlike` are inquiries that the
    bot does not answer with it, in pieces.
    """

    near: Near
    said: Content
    difference: Difference | None
    answered: int
    unlike: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """The nearest FAQs; none is known, nor `tried` of an inquiry, while the answer index is `loading`."""

    faqs: tuple[Compared, ...]
    tried: int
    loading: bool


def nearest(desk: Desk) -> tuple[Near, ...]:
    """Return the FAQs that may be what a candidate asks, the nearest first."""
    return tuple(near for near in desk.faqs if near.similarity >= NEAR)[:NEAREST]


def compared(session: Session, cluster: Cluster, desk: Desk, answers: Serving, model_id: str) -> Comparison:
    """Compare the candidate of `cluster` with the FAQs nearest to it."""
    language: Language = "en" if cluster.language == "en" else "ja"
    typical = [*desk.evidence.typical, *desk.evidence.newest, *desk.evidence.borderline]
    members = list(members_of(session, cluster.id))
    told = {normalise(demand_of(one.text)): demand_of(one.text) for one in [*typical, *members]}
    asked = words_of(list(told.values())[:READ], language)
    tried = _tried(session, members[:TRIED], answers, model_id, language)
    got = Counter(tried.values())
    faqs = []
    for near in nearest(desk):
        version = newest_version(session, near.faq_id)
        said, content = _words(version, language), answer_in(version, language)
        answer = words_of([content.answer] if content.language == language else [], language)
        missed = [one for one in typical if tried.get(one.id) != near.faq_id]
        unlike = list({normalise(demand_of(one.text)): demand_of(one.text) for one in missed}.values())
        faqs.append(
            Compared(
                near=near,
                said=content,
                difference=difference(asked, said, answer) if said.texts else None,
                answered=got[near.faq_id],
                unlike=tuple(marked(text, said, language) for text in unlike[:SHOWN]) if said.texts else (),
            )
        )
    return Comparison(faqs=tuple(faqs), tried=len(tried), loading=not answers.ready)


def _tried(
    session: Session, members: Sequence[Inquiry], answers: Serving, model_id: str, language: Language
) -> dict[int, int | None]:
    """Return the FAQ that each inquiry is answered with today, by number; none while the index loads."""
    if not answers.ready or not answers.index.phrasings:
        return {}
    vectors = vectors_for(session, [one.text_key for one in members], model_id)
    there = [one for one in members if one.text_key in vectors]
    if not there:
        return {}
    rows = np.array([vectors[one.text_key] for one in there], dtype=np.float32)
    verdicts = decide_many(
        answers.index, Questions.of([demand_of(one.text) for one in there], rows, language)
    )
    return {
        one.id: verdict.faq_id if verdict.kind == "answer" else None
        for one, verdict in zip(there, verdicts, strict=True)
    }


def _words(version: FaqVersion, language: Language) -> Said:
    question = version.question_en if language == "en" else version.question_ja
    phrasings = [one.text for one in version.phrasings if one.language == language]
    return words_of([text for text in (question, *phrasings) if text], language)
