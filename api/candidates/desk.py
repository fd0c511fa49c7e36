"""One candidate on the desk: the evidence, the FAQs near it, and a first wording."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from api.answers.content import answer_in
from api.answers.serving import Serving
from api.candidates.evidence import Evidence, weigh_evidence
from api.candidates.models import Cluster
from api.candidates.store import members_of, ordinary_keys
from api.faqs.drafts import QUESTION_LENGTH, Draft, Wording
from api.faqs.store import published
from api.inquiries.vectors import vectors_for
from faq_clustering.text import demand_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A published FAQ and its nearness (cosine, language means taken away), -1 when it is not known."""

    faq_id: int
    question: str
    similarity: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What a reviewer works with. `faqs` holds every published FAQ, the nearest first."""

    evidence: Evidence
    faqs: tuple[Near, ...]
    draft: Draft


def lay_out(session: Session, cluster: Cluster, answers: Serving, model_id: str) -> Desk:
    """Gather what a reviewer needs to decide on `cluster`."""
    members = members_of(session, cluster.id)
    vectors = vectors_for(session, [member.text_key for member in members], model_id)
    around = vectors_for(session, ordinary_keys(session, cluster.language), model_id)
    ordinary = np.mean(list(around.values()), axis=0) if len(around) > len(members) else None
    evidence = weigh_evidence(members, vectors, cluster.language, ordinary)
    return Desk(
        evidence=evidence,
        faqs=_near(session, evidence, cluster, answers),
        draft=_first_wording(cluster, evidence),
    )


def chosen_wordings(session: Session, cluster: Cluster, inquiry_ids: Iterable[int]) -> tuple[Wording, ...]:
    """Return the members with these ids as phrasings; other ids are passed over."""
    wanted = set(inquiry_ids)
    return tuple(
        Wording(language=cluster.language, text=demand_of(member.text), inquiry_id=member.id)
        for member in members_of(session, cluster.id)
        if member.id in wanted
    )


def _near(session: Session, evidence: Evidence, cluster: Cluster, answers: Serving) -> tuple[Near, ...]:
    nearness: dict[int, float] = {}
    if evidence.centre is not None:
        found = answers.similar(evidence.centre, cluster.language)
        nearness = {similar.faq_id: similar.cosine for similar in found}
    faqs = [
        Near(
            faq_id=version.faq_id,
            question=answer_in(version, cluster.language).question,
            similarity=nearness.get(version.faq_id, -1.0),
        )
        for version in published(session)
    ]
    return tuple(sorted(faqs, key=lambda near: -near.similarity))


def _first_wording(cluster: Cluster, evidence: Evidence) -> Draft:
    question = demand_of(cluster.representative)[:QUESTION_LENGTH]
    answer = evidence.suggestion.answer if evidence.suggestion else None
    if cluster.language == "en":
        return Draft(question_en=question, answer_en=answer, phrasings=evidence.phrasings)
    return Draft(question_ja=question, answer_ja=answer, phrasings=evidence.phrasings)
