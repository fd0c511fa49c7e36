"""Open candidates that lie near one: where an inquiry may belong, and what may be the same topic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, Cluster, State
from api.inquiries.models import Inquiry
from api.inquiries.store import Floats
from api.inquiries.vectors import vectors_for

MOST = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """An open candidate: its number, the revision that is shown, its question and size."""

    candidate_id: int
    revision: int
    question: str
    language: str
    size: int


def neighbours_of(
    session: Session, cluster: Cluster, centre: Floats | None, model_id: str
) -> Sequence[Neighbour]:
    """Return other open candidates, the nearest first: their typical questions against `centre` (d,).

    Where there is nothing to compare, the one that costs most comes first.
    """
    rows = session.execute(
        select(
            Candidate.id,
            Candidate.revision,
            Cluster.representative,
            Cluster.language,
            Cluster.size,
            Inquiry.text_key,
        )
        .join(Cluster, Cluster.id == Candidate.cluster_id)
        .outerjoin(Inquiry, Inquiry.id == Cluster.representative_inquiry_id)
        .where(Candidate.state == State.OPEN, ~Cluster.gone, Cluster.id != cluster.id)
        .order_by(Candidate.impact.desc(), Candidate.id)
    ).all()
    vectors = vectors_for(session, [row.text_key for row in rows if row.text_key], model_id)
    near = [
        float(vectors[row.text_key] @ centre) if centre is not None and row.text_key in vectors else -1.0
        for row in rows
    ]
    order = np.argsort(-np.array(near), kind="stable")[:MOST]
    return [
        Neighbour(
            candidate_id=row.id,
            revision=row.revision,
            question=row.representative,
            language=row.language,
            size=row.size,
        )
        for row in (rows[place] for place in order.tolist())
    ]
