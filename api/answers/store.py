"""What the answer index is built from."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.faqs import store as faqs
from api.faqs.models import FaqVersion
from api.faqs.standing import today
from faq_clustering.answering import Phrasing
from faq_clustering.embedding.keys import fold_text
from faq_clustering.text import demand_of

BACKGROUND = 1500
"""Inquiries without an FAQ that tell what else is asked here; more make an index slow to build."""

UNLABELLED = 3000
"""Inquiries that only tell how questions vary."""

# Clusters and candidates belong to a room that builds on this one, so they are read by name.
_NOT_BEHIND_AN_FAQ = text(
    """
    SELECT v.vector, i.language, i.text FROM inquiries i
    JOIN vectors v ON v.text_key = i.text_key AND v.model_id = :model_id
    LEFT JOIN cluster_members m ON m.inquiry_id = i.id
    LEFT JOIN candidates c ON c.cluster_id = m.cluster_id
    LEFT JOIN faqs f ON f.id = c.faq_id AND f.retired_at IS NULL
    WHERE f.id IS NULL
    ORDER BY i.received_at DESC, i.id DESC LIMIT :most
    """
)
_NEWEST = text(
    """
    SELECT v.vector FROM inquiries i JOIN vectors v ON v.text_key = i.text_key AND v.model_id = :model_id
    ORDER BY i.received_at DESC, i.id DESC LIMIT :most
    """
)
_ANSWERABLE = text(
    """
    SELECT faq_id, id FROM (
        SELECT DISTINCT ON (v.faq_id) v.faq_id, v.id, v.audience, v.valid_until FROM faq_versions v
        JOIN faqs f ON f.id = v.faq_id WHERE f.retired_at IS NULL ORDER BY v.faq_id, v.number DESC
    ) AS newest
    WHERE audience <> 'staff' AND coalesce(valid_until >= :today, true)
    """
)
_TOLD = text(
    """
    SELECT count(*) FROM facts WHERE kind IN ('feedback_given', 'choice_taken')
        OR kind = 'agent_replied' AND payload ? 'faq_id'
    """
)
_LAST_RUN = text("SELECT max(id) FROM cluster_runs WHERE finished_at IS NOT NULL")


def fingerprint(session: Session) -> str:
    """Return a text that changes whenever the index should."""
    return f"{faqs.fingerprint(session)}:{session.scalar(_LAST_RUN) or 0}"


def phrasings_of(versions: Iterable[FaqVersion]) -> list[Phrasing]:
    """Return the questions and phrasings of `versions`, each once per FAQ."""
    found: list[Phrasing] = []
    for version in versions:
        said = [("ja", version.question_ja), ("en", version.question_en)]
        said += [(phrasing.language, phrasing.text) for phrasing in version.phrasings]
        once = {fold_text(words): (language, words) for language, words in reversed(said) if words}
        found += [
            Phrasing(
                faq_id=version.faq_id,
                version_id=version.id,
                language="en" if language == "en" else "ja",
                text=words,
            )
            for language, words in reversed(once.values())
        ]
    return found


def published_versions(session: Session) -> dict[int, int]:
    """Return the newest version's id of each FAQ that customers may be answered with today, by FAQ."""
    return {row.faq_id: row.id for row in session.execute(_ANSWERABLE, {"today": today(session)})}


def background(session: Session, model_id: str) -> tuple[npt.NDArray[np.float32], list[str], list[str]]:
    """Return (m, d) vectors, languages and texts of the newest inquiries that are not behind an FAQ."""
    rows = session.execute(_NOT_BEHIND_AN_FAQ, {"model_id": model_id, "most": BACKGROUND}).all()
    vectors = [np.frombuffer(row.vector, dtype="<f4") for row in rows]
    return (
        np.array(vectors, dtype=np.float32),
        [row.language for row in rows],
        [demand_of(row.text) for row in rows],
    )


def newest_inquiries(session: Session, model_id: str) -> npt.NDArray[np.float32]:
    """Return (u, d) vectors of the newest inquiries, whatever became of them."""
    rows = session.scalars(_NEWEST, {"model_id": model_id, "most": UNLABELLED}).all()
    return np.array([np.frombuffer(row, dtype="<f4") for row in rows], dtype=np.float32)


def words_on_answers(session: Session) -> int:
    """Count the facts that may tell an outcome: whether to look for new ones."""
    return session.scalar(_TOLD) or 0
