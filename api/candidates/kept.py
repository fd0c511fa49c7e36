"""What a reviewer typed and could not save: it is shown again, also when somebody else decided first."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.candidates.desk import chosen_wordings
from api.candidates.models import State
from api.candidates.store import Row
from api.faqs.drafts import Draft, distinct
from api.faqs.forms import FaqForm, form_of
from api.faqs.models import FaqVersion
from api.faqs.publishing import draft_of
from api.faqs.store import newest_version


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """The fields of the forms of a candidate; `ticked` are the inquiries that become phrasings, None all."""

    form: FaqForm | None = None
    ticked: frozenset[int] | None = None
    kind: str = ""
    reason: str = ""
    tell: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """Words for a candidate that is decided already; `published` is what its FAQ says now, if it has one."""

    form: FaqForm
    published: FaqVersion | None


def kept_words(session: Session, row: Row, typed: Typed) -> Kept | None:
    """Return what was typed as the form of an FAQ, once the candidate is not open any more."""
    if typed.form is None or row.candidate.state == State.OPEN:
        return None
    faq_id = row.candidate.faq_id
    published = newest_version(session, faq_id) if faq_id else None
    chosen = chosen_wordings(session, row.cluster, typed.ticked or ())
    there = draft_of(published).phrasings if published else ()
    asked = form_of(Draft(phrasings=distinct((*there, *chosen))))
    together = {
        "phrasings_ja": asked.phrasings_ja,
        "phrasings_en": asked.phrasings_en,
        "based_on": published.number if published else None,
    }
    return Kept(form=typed.form.model_copy(update=together), published=published)
