"""What there is to improve: gathered from the ledger when somebody looks."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy.orm import Session

from api.answers.calibration_material import generic_vectors
from api.answers.outcomes import questions
from api.answers.similar import Neighbourhood
from api.answers.store import phrasings_of
from api.faqs.models import FaqVersion
from api.improving.alike import alike
from api.improving.competing import Competing, competing
from api.improving.misleading import Misleading, misleading
from api.improving.models import State
from api.improving.proposing import proposals
from api.improving.store import Decided, add_proposals, proposals_in, proposed_before
from api.inquiries.vectors import vectors_for
from faq_clustering.answering import Phrasing
from faq_clustering.embedding import Embedder
from faq_clustering.embedding.keys import fold_text, text_key


def proposed(
    session: Session, state: State, versions: Sequence[FaqVersion], *, query: str = ""
) -> list[Decided]:
    """Return the proposals in `state` that say `query`, newest first, after adding what questions made since.

    Open ones whose words an FAQ of `versions` has learnt otherwise are left out.
    """
    folds = {fold_text(phrasing.text) for phrasing in phrasings_of(versions)}
    add_proposals(session, proposals(questions(session), proposed_before(session), folds))
    found = proposals_in(session, state, query)
    return [one for one in found if state is not State.OPEN or one.proposal.fold not in folds]


def misleading_now(session: Session, versions: Sequence[FaqVersion]) -> list[Misleading]:
    """Return the phrasings that pull in wrong questions, the worst first."""
    return misleading(questions(session), versions)


def competing_now(session: Session, embedder: Embedder, versions: Sequence[FaqVersion]) -> list[Competing]:
    """Return the FAQs that compete, those that confuse most first."""
    phrasings = phrasings_of(versions)
    vectors = vectors_for(session, [text_key(one.text) for one in phrasings], embedder.model_id)
    # One published a moment ago has no vector until the index is built anew.
    compared = [phrasing for phrasing in phrasings if text_key(phrasing.text) in vectors]
    near = alike(_around(compared, vectors, embedder)) if compared else {}
    others = [phrasing for phrasing in phrasings if text_key(phrasing.text) not in vectors]
    return competing(questions(session), [*compared, *others], near)


def _around(
    phrasings: Sequence[Phrasing], vectors: dict[str, np.ndarray], embedder: Embedder
) -> Neighbourhood:
    rows = np.array([vectors[text_key(phrasing.text)] for phrasing in phrasings], dtype=np.float32)
    return Neighbourhood.of(phrasings, rows, generic_vectors(embedder))
