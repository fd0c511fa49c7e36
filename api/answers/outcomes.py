"""What became of customers' questions, read from the ledger; the rules are in `docs/answering.md`."""

from datetime import datetime
from itertools import groupby

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from api.answers.embedded import vectors_of
from api.answers.questions import Question, Reading, Source
from api.clock import aware
from api.database import transaction
from api.inquiries.vectors import vectors_for
from faq_clustering.answering import Outcome
from faq_clustering.embedding import Embedder
from faq_clustering.embedding.keys import text_key
from faq_clustering.text import demand_of

LIMIT = 5000
"""Episodes that are read, the newest; what was said before them no longer weighs."""
DAY = 86_400

# Messages belong to a room that builds on this one, so they are read by name.
_FACTS = """
    SELECT f.episode_id, e.conversation_id, f.kind, f.at,
        (f.payload->>'message_id')::int AS message_id,
        (f.payload->>'faq_id')::int AS faq_id,
        (f.payload->>'version_id')::int AS version_id,
        f.payload->>'value' AS value,
        f.payload->>'threshold' AS threshold,
        jsonb_path_query_array(f.payload, '$.choices[*].faq_id') AS choices,
        jsonb_path_exists(f.payload, '$.choices[*].confidence ? (@ > 0)') AS decided,
        COALESCE(said.content#>>'{together,text}', said.text) AS said,
        said.content->>'language' AS language,
        COALESCE(said.content ? 'choice', true) AS pressed,
        reply.content->>'matched' AS matched,
        reply.content->>'offer' AS offer
    FROM facts f JOIN telling ON telling.episode_id = f.episode_id
    JOIN episodes e ON e.id = f.episode_id
    LEFT JOIN messages said
        ON f.kind = 'message_received' AND said.id = (f.payload->>'message_id')::int
    LEFT JOIN messages reply
        ON f.kind IN ('answer_shown', 'nothing_found') AND reply.id = (f.payload->>'reply_id')::int
    WHERE f.kind IN ('message_received', 'small_talk_replied', 'answer_shown', 'clarification_shown',
        'nothing_found', 'choice_taken', 'feedback_given', 'bot_unavailable', 'handoff_requested')
       OR f.kind = 'agent_replied' AND f.payload ? 'faq_id'
    ORDER BY telling.last DESC, f.episode_id DESC, f.at, f.id
    """
_OF_MANY = text(
    """
    WITH telling AS (
        SELECT episode_id, max(at) AS last FROM facts
        WHERE kind IN ('feedback_given', 'choice_taken', 'clarification_shown')
           OR kind = 'agent_replied' AND payload ? 'faq_id'
        GROUP BY episode_id ORDER BY last DESC, episode_id DESC LIMIT :limit
    )"""
    + _FACTS
)
_OF_ONE = text("WITH telling AS (SELECT CAST(:episode_id AS int) AS episode_id, now() AS last)" + _FACTS)


def outcomes(session: Session, model_id: str, now: datetime, *, limit: int = LIMIT) -> list[Outcome]:
    """Return what became of the newest questions, newest first; two queries.

    Questions without a vector of `model_id` are left out: call `embed_questions` before.
    """
    told = [question for question in questions(session, limit) if question.told]
    words = [demand_of(question.text) for question in told]
    keys = [text_key(demand) for demand in words]
    vectors = vectors_for(session, list(dict.fromkeys(keys)), model_id)
    return [
        Outcome(
            text=demand,
            vector=vectors[key],
            language=question.language,
            chosen=question.chosen,
            right=question.right if question.source is not Source.CHOICE else None,
            days=max(0.0, (aware(now) - question.at).total_seconds() / DAY),
        )
        for question, demand, key in zip(told, words, keys, strict=True)
        if key in vectors and question.chosen is not None
    ]


def embed_questions(sessions: sessionmaker[Session], embedder: Embedder, *, limit: int = LIMIT) -> int:
    """Embed the questions that `outcomes` tells of where they have no vector yet; how many there are."""
    with transaction(sessions) as session:
        texts = {demand_of(question.text) for question in questions(session, limit) if question.told}
    vectors_of(sessions, embedder, sorted(texts))
    return len(texts)


def questions(session: Session, limit: int = LIMIT) -> list[Question]:
    """Return the questions of the newest `limit` episodes that tell something, newest first; one query."""
    rows = session.execute(_OF_MANY, {"limit": limit}).all()
    return [
        question
        for _, facts in groupby(rows, lambda row: row.episode_id)
        for question in Reading(facts).asked
    ]


def open_question(session: Session, episode_id: int) -> Question | None:
    """Return what an agent who replies in the episode now would answer; None when nothing was asked yet."""
    unanswered = Reading(session.execute(_OF_ONE, {"episode_id": episode_id})).unanswered()
    return unanswered[-1] if unanswered else None
