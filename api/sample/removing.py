"""Taking the sample out. What people made themselves stays."""

from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.orm import Session

from api.accounts.models import Account
from api.candidates.models import Cluster, ClusterMember, ClusterRun
from api.chat.models import Contact, Conversation
from api.database import notify
from api.faqs.models import Faq, FaqVersion, Phrasing
from api.inquiries.models import Import, Inquiry, Vector
from api.sample.marker import mark_removed
from api.staff.models import Staff
from api.success.queue.models import SuccessCard, SuccessWeek
from faq_clustering.embedding.keys import text_key

Sampled: TypeAlias = (
    type[Conversation]
    | type[Contact]
    | type[Inquiry]
    | type[Faq]
    | type[Account]
    | type[Staff]
    | type[Import]
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    """How many rows went. `left` inquiries are not of the sample."""

    inquiries: int
    conversations: int
    faqs: int
    left: int


def remove_rows(session: Session) -> Removed:
    """Delete every sample row, the facts too; the caller's transaction makes it all or nothing."""
    # The ledger lets go of facts only when told that this is an erasure, and only for this transaction.
    session.execute(text("SET LOCAL madoguchi.erasing = 'on'"))
    _keep_contacts_of_real_conversations(session)
    conversations = _delete(session, Conversation)
    _delete(session, Contact)
    keys = _text_keys(session)
    inquiries = _delete(session, Inquiry)
    session.execute(
        delete(Vector).where(Vector.text_key.in_(keys), ~exists().where(Inquiry.text_key == Vector.text_key))
    )
    session.execute(delete(Cluster).where(~exists().where(ClusterMember.cluster_id == Cluster.id)))
    session.execute(delete(ClusterRun).where(~exists().where(Cluster.run_id == ClusterRun.id)))
    faqs = _delete(session, Faq)
    _delete(session, Account)
    # The cards went with their accounts.
    session.execute(delete(SuccessWeek).where(~exists().where(SuccessCard.week == SuccessWeek.week)))
    _delete(session, Staff)
    _delete(session, Import)
    mark_removed(session)
    for topic in ("faqs", "candidates", "inbox"):
        notify(session, topic)
    left = session.scalar(select(func.count(Inquiry.id))) or 0
    return Removed(inquiries=inquiries, conversations=conversations, faqs=faqs, left=left)


def _text_keys(session: Session) -> set[str]:
    """The keys of the vectors of all texts of the sample."""
    versions = session.execute(
        select(FaqVersion.question_ja, FaqVersion.question_en).join(Faq).where(Faq.sample)
    )
    phrasings = session.scalars(select(Phrasing.text).join(FaqVersion).join(Faq).where(Faq.sample))
    texts = {question for questions in versions for question in questions if question} | set(phrasings)
    keys = set(session.scalars(select(Inquiry.text_key).where(Inquiry.sample)))
    return keys | {text_key(words) for words in texts}


def _keep_contacts_of_real_conversations(session: Session) -> None:
    real = exists().where(Conversation.contact_id == Contact.id, ~Conversation.sample)
    session.execute(update(Contact).where(Contact.sample, real).values(sample=False))


def _delete(session: Session, table: Sampled) -> int:
    return len(session.scalars(delete(table).where(table.sample).returning(table.id)).all())
