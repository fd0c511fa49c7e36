"""What a customer who has not signed in may not be answered with."""

from dataclasses import replace

from sqlalchemy.orm import Session

from api.faqs.standing import may_read
from api.faqs.store import version_by_id
from faq_clustering.answering import Decision


def readable(session: Session, decision: Decision, *, signed_in: bool) -> Decision:
    """Return `decision` without FAQs for signed-in customers, unless this one is.

    When the very answer is such an FAQ nothing else answers the question, so nothing was found.
    """
    if signed_in or decision.kind == "none":
        return decision
    choices = tuple(
        choice
        for choice in decision.choices
        if may_read(version_by_id(session, choice.version_id), signed_in=False)
    )
    answer = decision.version_id and version_by_id(session, decision.version_id)
    if (answer and not may_read(answer, signed_in=False)) or (decision.kind == "ask" and not choices):
        return replace(decision, kind="none", faq_id=None, version_id=None, choices=())
    return decision if choices == decision.choices else replace(decision, choices=choices)
