"""What an index is learnt from, read from the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from api.answers.calibration_build import Material
from api.answers.calibration_share import Share, expected_share
from api.answers.embedded import vectors_of
from api.answers.outcomes import outcomes, questions
from api.answers.served import named
from api.answers.similar import Neighbourhood
from api.answers.store import background, fingerprint, newest_inquiries, phrasings_of
from api.database import transaction
from api.faqs.store import answerable
from api.house import House
from faq_clustering.answering import GENERIC_TEXTS
from faq_clustering.embedding import Embedder


@dataclass(frozen=True, kw_only=True, slots=True)
class Collected:
    """What an index is learnt from, and what it will be known by.

    `told` are the messages whose outcomes are in it.
    """

    material: Material
    near: Neighbourhood | None
    share: Share
    state: str
    versions: Mapping[int, int]
    told: frozenset[int]


def collect(house: House) -> Collected:
    """Read what an index is learnt from. New phrasings are embedded; blocks."""
    model_id = house.embedder.model_id
    # Outcomes are as old as they were this morning: processes that learn from the same come to the same.
    today = house.clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with transaction(house.sessions) as session:
        state = state_of(session, house.embedder)
        faqs = answerable(session)
        phrasings = phrasings_of(faqs)
        around, languages, texts = background(session, model_id)
        recent = newest_inquiries(session, model_id)
        learnt = outcomes(session, model_id, today)
        told = frozenset(question.message_id for question in questions(session) if question.told)
        share = expected_share(session, house.clock())
    vectors = vectors_of(house.sessions, house.embedder, [phrasing.text for phrasing in phrasings])
    generic = generic_vectors(house.embedder) if phrasings else None
    near = None if generic is None else Neighbourhood.of(phrasings, vectors, generic)
    strange = near.strangers(around, languages) if near else np.zeros(len(around), dtype=np.bool_)
    target = house.settings.target_precision
    return Collected(
        material=Material(
            phrasings=tuple(phrasings),
            vectors=vectors,
            background=around[strange],
            background_texts=tuple(text for text, kept in zip(texts, strange, strict=True) if kept),
            generic=generic,
            unlabelled=recent if len(recent) else None,
            outcomes=tuple(learnt),
            target=target,
            share=share.value,
            version=named(state, target, share.value, len(recent), today, [one.text for one in learnt]),
        ),
        near=near,
        share=share,
        state=state,
        versions={version.faq_id: version.id for version in faqs},
        told=told,
    )


def state_of(session: Session, embedder: Embedder) -> str:
    """Return a text that changes whenever the index should."""
    return f"{fingerprint(session)}:{embedder.model_id}"


@cache
def generic_vectors(embedder: Embedder) -> npt.NDArray[np.float32]:
    """Return the vectors of `GENERIC_TEXTS`, embedded once a process."""
    return embedder.encode(GENERIC_TEXTS)
