"""What to call topics. Read only."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import Session

from api.candidates.models import Cluster
from api.faqs.models import FaqVersion
from api.inquiries.models import Inquiry
from api.outcomes.models import Outcome

FREQUENT = 10


def is_counted(session: Session, topic: str) -> bool:
    """Return whether any episode is about this topic."""
    return "\x00" not in topic and bool(session.scalar(_COUNTED, {"topic": topic}))


def frequent_topics(session: Session, where: ColumnElement[bool]) -> list[str]:
    """Return the topics asked about most, to choose from."""
    found = select(Outcome.topic).where(where, Outcome.eligible, Outcome.topic.is_not(None))
    ranked = found.group_by(Outcome.topic).order_by(func.count().desc(), Outcome.topic).limit(FREQUENT)
    return [topic for topic in session.scalars(ranked) if topic is not None]


def topic_names(session: Session, topics: Iterable[str], language: str) -> dict[str, str]:
    """Return what to call each topic: the FAQ's question, the cluster's question, or the inquiry itself."""
    wanted: dict[str, list[str]] = {"faq": [], "cluster": [], "text": []}
    for topic in topics:
        kind, _, key = topic.partition(":")
        wanted[kind].append(key)
    names: dict[str, str] = {}
    versions = session.scalars(
        select(FaqVersion)
        .where(FaqVersion.faq_id.in_(map(int, wanted["faq"])))
        .order_by(FaqVersion.faq_id, FaqVersion.number)
    )
    for version in versions:
        questions = (version.question_ja, version.question_en)
        name = questions[language == "en"] or questions[language != "en"]
        names[f"faq:{version.faq_id}"] = name or f"FAQ {version.faq_id}"
    clusters = session.execute(
        select(Cluster.id, Cluster.representative).where(Cluster.id.in_(map(int, wanted["cluster"])))
    )
    names |= {f"cluster:{id}": question for id, question in clusters}
    texts = session.execute(
        select(Inquiry.text_key, func.min(Inquiry.text))
        .where(Inquiry.text_key.in_(wanted["text"]))
        .group_by(Inquiry.text_key)
    )
    names |= {f"text:{key}": text for key, text in texts}
    return names


_COUNTED = select(exists().where(Outcome.topic == bindparam("topic")))
