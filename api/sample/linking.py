"""Linking topics that a sample FAQ answers already, so that the desk shows what is open."""

from collections import Counter, defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, ClusterMember, State
from api.candidates.review import link
from api.faqs.models import Faq
from api.house import House
from api.inquiries.models import Inquiry
from api.sample.loading import SOURCE
from api.sample.written import read_inquiries
from api.staff.models import Role, Staff


def link_answered(session: Session, house: House) -> int:
    """Link each open candidate of which half or more is about one sample FAQ's topic; how many."""
    editor = session.scalar(select(Staff.id).where(Staff.sample, Staff.role == Role.EDITOR).limit(1))
    if editor is None:
        return 0
    topic_of = {f"{SOURCE}:{one.key}": one.topic for one in read_inquiries()}
    faq_of = {topic: id for id, topic in session.execute(select(Faq.id, Faq.topic).where(Faq.sample))}
    topics: dict[int, Counter[str | None]] = defaultdict(Counter)
    for cluster_id, key in session.execute(
        select(ClusterMember.cluster_id, Inquiry.external_key).join(
            Inquiry, Inquiry.id == ClusterMember.inquiry_id
        )
    ):
        topics[cluster_id][topic_of.get(key)] += 1
    linked = 0
    for candidate in session.scalars(select(Candidate).where(Candidate.state == State.OPEN)).all():
        counted = topics[candidate.cluster_id]
        about = sum(n for topic, n in counted.items() if topic)
        topic, most = counted.most_common(1)[0] if counted else (None, 0)
        if topic in faq_of and most * 2 >= about:
            link(
                session, candidate.id, revision=candidate.revision, faq_id=faq_of[topic],
                wordings=(), by=editor, now=house.clock(), note="",
            )  # fmt: skip
            linked += 1
    return linked
