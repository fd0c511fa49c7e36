"""An agent's reply becomes a draft: it opens the candidate of the question that it answered."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.answers.outcomes import open_question
from api.candidates.desk import Desk
from api.candidates.impact import WEEKS, hours_a_month
from api.candidates.lineage_store import last_finished_run
from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun
from api.candidates.suggestion import as_answer
from api.chat.models import Message
from api.database import notify
from api.errors import Invalid, NotFound
from api.faqs.drafts import QUESTION_LENGTH, Draft
from api.house import House
from api.inquiries.incoming import Incoming
from api.inquiries.keeping import inquiry_key, keep
from api.inquiries.models import Inquiry, VaultText
from api.inquiries.redaction import mask
from faq_clustering.text import demand_of

SOURCE = "chat"


class NotAReply(NotFound):
    """There is no such reply of an agent."""


class NoQuestion(Invalid):
    """There is no question of the customer that this reply answers."""


def reply_for(session: Session, message_id: int) -> Message:
    """Return an agent's reply; any member of staff may read any. Raises `NotAReply`."""
    message = session.get(Message, message_id) if 0 < message_id < 2**31 else None
    if message is None or message.author != "agent" or not message.text:
        raise NotAReply
    return message


def open_candidate(session: Session, house: House, message_id: int) -> Candidate:
    """Return the candidate of the question that a reply answered; a new one when it has none yet.

    The question is kept as an inquiry and the reply as its answer, both masked. Raises `NotAReply`,
    `NoQuestion`.
    """
    reply, now = reply_for(session, message_id), house.clock()
    inquiry = _inquiry(session, _asked(session, reply), reply, now)
    candidate = session.scalar(
        select(Candidate)
        .join(Cluster, Cluster.id == Candidate.cluster_id)
        .join(ClusterMember, ClusterMember.cluster_id == Cluster.id)
        .where(ClusterMember.inquiry_id == inquiry.id)
    )
    if candidate is None:
        candidate = _new(session, house, inquiry, now)
        notify(session, "candidates")
    return candidate


def draft_of_reply(desk: Desk, cluster: Cluster, reply: Message) -> Draft:
    """Return the first wording with the reply, masked and without its courtesies, as the answer."""
    answer = as_answer(mask(reply.text))
    first = desk.draft.question_en if cluster.language == "en" else desk.draft.question_ja
    question = first or demand_of(cluster.representative)[:QUESTION_LENGTH]
    if cluster.language == "en":
        return replace(desk.draft, question_en=question, answer_en=answer)
    return replace(desk.draft, question_ja=question, answer_ja=answer)


def _asked(session: Session, reply: Message) -> Message:
    """Return what the customer asked: the question still open, else the first they wrote."""
    question = open_question(session, reply.episode_id) if reply.episode_id else None
    if question is not None and question.at <= reply.created_at:
        return session.get_one(Message, question.message_id)
    first = session.scalar(
        select(Message)
        .where(
            Message.episode_id == reply.episode_id,
            Message.author == "customer",
            Message.seq < reply.seq,
            Message.text != "",
            ~Message.content.has_key("choice"),
        )
        .order_by(Message.seq)
        .limit(1)
    )
    if first is None:
        raise NoQuestion
    return first


def _inquiry(session: Session, asked: Message, reply: Message, now: datetime) -> Inquiry:
    """Return the question as an inquiry, with the reply that a person gave."""
    incoming = Incoming(
        text=asked.text,
        received_at=asked.created_at,
        channel=SOURCE,
        external_key=str(asked.id),
        conversation_id=asked.conversation_id,
        episode_id=asked.episode_id,
    )
    keep(session, [incoming], source=SOURCE, now=now)
    inquiry = session.scalar(select(Inquiry).where(Inquiry.external_key == inquiry_key(incoming, SOURCE)))
    if inquiry is None:
        raise NoQuestion
    inquiry.reply = mask(reply.text)
    original = session.get(VaultText, inquiry.id)
    if original is not None:
        original.reply = reply.text
    session.flush()
    return inquiry


def _new(session: Session, house: House, inquiry: Inquiry, now: datetime) -> Candidate:
    """Add a topic of this one inquiry. A later run finds it among its like, or lets it go."""
    run = last_finished_run(session)
    if run is None:
        # Never finished: the first real run is still to come.
        run = ClusterRun(model_id=house.embedder.model_id, started_at=now)
        session.add(run)
        session.flush()
    cluster = Cluster(
        run_id=run.id,
        language=inquiry.language,
        size=1,
        tightness=1.0,
        representative=inquiry.text,
        representative_inquiry_id=inquiry.id,
        keywords=[],
        weekly=[0] * (WEEKS - 1) + [1],
    )
    session.add(cluster)
    session.flush()
    session.add(ClusterMember(inquiry_id=inquiry.id, cluster_id=cluster.id, strength=1.0))
    minutes = house.settings.default_handle_minutes
    candidate = Candidate(cluster_id=cluster.id, impact=hours_a_month(1, minutes), trend=1.0)
    session.add(candidate)
    session.flush()
    return candidate
