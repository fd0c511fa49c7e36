"""From a form to the draft that is replayed, and back."""

from dataclasses import dataclass, replace

from pydantic import Field
from sqlalchemy.orm import Session

from api.candidates.desk import chosen_wordings
from api.candidates.store import candidate_for
from api.errors import Invalid
from api.faqs.drafts import Draft, checked
from api.faqs.forms import FaqForm
from api.faqs.publishing import draft_of
from api.faqs.store import newest_version
from api.faqs.waiting import public_part


class NothingToReplay(Invalid):
    """Say which candidate the draft is of, or which FAQ it changes, not both."""


class ReplayForm(FaqForm):
    """The approval's form or the FAQ's, as it is typed so far."""

    revision: int | None = None
    phrasing: list[int] = Field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drafted:
    """A draft: `typed` as customers would read it, of a candidate, of an FAQ, or of neither (a new FAQ)."""

    typed: Draft
    candidate_id: int | None
    faq_id: int | None


def drafted(session: Session, form: ReplayForm, *, candidate: int | None, faq: int | None) -> Drafted:
    """Return the draft that pressing the form's own button would publish; raises what that would."""
    if candidate is not None:
        cluster = candidate_for(session, candidate).cluster
        typed = replace(form.draft(), phrasings=chosen_wordings(session, cluster, form.phrasing))
    else:
        before = draft_of(newest_version(session, faq)).phrasings if faq is not None else ()
        typed = form.draft(before)
    checked(typed)
    return Drafted(typed=public_part(typed), candidate_id=candidate, faq_id=faq)


def given(session: Session, typed: Draft, *, candidate: int | None, faq: int | None) -> Drafted:
    """Return a draft that a program gives; raises what publishing it would."""
    if candidate is not None and faq is not None:
        raise NothingToReplay
    if candidate is not None:
        candidate_for(session, candidate)
    if faq is not None:
        newest_version(session, faq)
    checked(typed)
    return Drafted(typed=public_part(typed), candidate_id=candidate, faq_id=faq)
