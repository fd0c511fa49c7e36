"""What a conversation may have been about: published FAQs and approved clusters, by their questions."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.answers.content import answer_in
from api.faqs.store import published

MOST = 200
# Clusters belong to a room beside this one, so they are read by name.
_APPROVED = text(
    """
    SELECT c.representative FROM candidates JOIN clusters c ON c.id = candidates.cluster_id
    WHERE candidates.state IN ('approved', 'linked') AND NOT c.gone AND c.language = :language
    ORDER BY c.size DESC LIMIT :most
    """
)


def topics(session: Session, language: str) -> list[str]:
    """Return the topics to choose from in `language`; an agent may write another."""
    asked = [answer_in(version, language).question for version in published(session)]
    named = session.scalars(_APPROVED, {"language": language, "most": MOST}).all()
    return list(dict.fromkeys([*asked, *named]))[:MOST]
