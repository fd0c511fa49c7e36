"""Deciding: accept or dismiss a proposal, remove a phrasing, and undo each of them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.candidates.store import NothingToUndo
from api.clock import aware
from api.errors import Conflict
from api.faqs.drafts import Draft, Wording, distinct
from api.faqs.models import FaqVersion
from api.faqs.publishing import FaqRetired, draft_of, publish
from api.faqs.store import NoSuchFaq, locked_faq, newest_version
from api.improving.models import ProposedPhrasing, RemovedPhrasing, State
from api.improving.store import proposal_for, removal_for
from faq_clustering.embedding.keys import fold_text


class ProposalDecided(Conflict):
    """This proposal is decided already. Undo that first."""


class PhrasingGone(Conflict):
    """The FAQ no longer has this phrasing. Nothing was changed."""


def accept(session: Session, proposal_id: int, *, by: int, now: datetime, note: str) -> ProposedPhrasing:
    """Let the FAQ learn the phrasing, in a new version."""
    proposal = _open(session, proposal_id)
    wording = Wording(language=proposal.language, text=proposal.text)
    version = _learn(session, proposal.faq_id, wording, by=by, now=now, note=note)
    proposal.version_id = version.id if version else None
    return _decide(session, proposal, State.ACCEPTED, by, now)


def dismiss(session: Session, proposal_id: int, *, by: int, now: datetime) -> ProposedPhrasing:
    """Say that the phrasing does not belong to the FAQ; it is not proposed again."""
    return _decide(session, _open(session, proposal_id), State.DISMISSED, by, now)


def undo(
    session: Session, proposal_id: int, *, by: int, now: datetime, note: str, only: State | None = None
) -> ProposedPhrasing:
    """Open a proposal again. What accepting it brought to the FAQ goes, in a new version.

    `only` undoes nothing but that decision. Raises `NothingToUndo`.
    """
    proposal = proposal_for(session, proposal_id, lock=True)
    if proposal.state == State.OPEN or (only is not None and proposal.state != only):
        raise NothingToUndo
    if proposal.version_id is not None:
        _forget(session, proposal.faq_id, proposal.text, by=by, now=now, note=note)
    proposal.state = State.OPEN
    proposal.version_id = proposal.decided_by = proposal.decided_at = None
    session.flush()
    return proposal


def remove(session: Session, faq_id: int, text: str, *, by: int, now: datetime, note: str) -> RemovedPhrasing:
    """Take a phrasing away from an FAQ, in a new version. Raises `PhrasingGone`."""
    # An id beyond the column's range is as unknown as any other.
    if not 0 < faq_id < 2**31:
        raise NoSuchFaq
    gone = _forget(session, faq_id, text, by=by, now=now, note=note)
    if gone is None:
        raise PhrasingGone
    removal = RemovedPhrasing(
        faq_id=faq_id,
        language=gone.language,
        text=gone.text,
        inquiry_id=gone.inquiry_id,
        removed_by=by,
        removed_at=aware(now),
    )
    session.add(removal)
    session.flush()
    return removal


def undo_removal(session: Session, removal_id: int, *, by: int, now: datetime, note: str) -> RemovedPhrasing:
    """Bring a removed phrasing back, in a new version. Raises `NothingToUndo`."""
    removal = removal_for(session, removal_id, lock=True)
    if removal.undone_at is not None:
        raise NothingToUndo
    wording = Wording(language=removal.language, text=removal.text, inquiry_id=removal.inquiry_id)
    _learn(session, removal.faq_id, wording, by=by, now=now, note=note)
    removal.undone_at = aware(now)
    session.flush()
    return removal


def _open(session: Session, proposal_id: int) -> ProposedPhrasing:
    proposal = proposal_for(session, proposal_id, lock=True)
    if proposal.state != State.OPEN:
        raise ProposalDecided
    return proposal


def _decide(
    session: Session, proposal: ProposedPhrasing, state: State, by: int, now: datetime
) -> ProposedPhrasing:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, aware(now)
    session.flush()
    return proposal


def _learn(
    session: Session, faq_id: int, wording: Wording, *, by: int, now: datetime, note: str
) -> FaqVersion | None:
    """Publish the FAQ with `wording`; None when it has that already."""
    before = _editable(session, faq_id)
    together = distinct((*before.phrasings, wording))
    if len(together) == len(before.phrasings):
        return None
    learned = replace(before, phrasings=together)
    return publish(session, faq_id, learned, author_id=by, now=now, note=note)


def _forget(session: Session, faq_id: int, text: str, *, by: int, now: datetime, note: str) -> Wording | None:
    """Publish the FAQ without the phrasing `text`, and return that; None when it was not there."""
    before, fold = _editable(session, faq_id), fold_text(text)
    gone = next((wording for wording in before.phrasings if fold_text(wording.text) == fold), None)
    if gone is None:
        return None
    kept = tuple(wording for wording in before.phrasings if fold_text(wording.text) != fold)
    publish(session, faq_id, replace(before, phrasings=kept), author_id=by, now=now, note=note)
    return gone


def _editable(session: Session, faq_id: int) -> Draft:
    """Return what the FAQ says now, locked: of two who change it the second builds on the first."""
    if locked_faq(session, faq_id).retired_at is not None:
        raise FaqRetired
    return draft_of(newest_version(session, faq_id))
