"""Deciding on a candidate: approve, link, reject, and undo each of them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.candidates.constraint_store import inquiry_ids_of, keep_together, undo_constraints_of
from api.candidates.models import Candidate, Decision, RejectKind, State
from api.candidates.store import NothingToUndo, locked_candidate, standing_decision
from api.clock import aware
from api.database import notify
from api.errors import Conflict, Invalid
from api.faqs.drafts import Draft, Wording, distinct
from api.faqs.languages import published_in
from api.faqs.publishing import draft_of, publish, retire
from api.faqs.store import locked_faq, newest_version
from faq_clustering.embedding.keys import fold_text


class AlreadyDecided(Conflict):
    """This candidate is decided already. Undo that first."""


class ReasonMissing(Invalid):
    """Say why the candidate is rejected."""


class NobodyToTell(Invalid):
    """Say who is to know of the product bug."""


def approve(
    session: Session, candidate_id: int, *, revision: int, draft: Draft, by: int, now: datetime, note: str
) -> Decision:
    """Publish a new FAQ from a candidate."""
    candidate = open_candidate(session, candidate_id, revision)
    version = publish(session, None, draft, author_id=by, candidate_id=candidate.id, note=note, now=now)
    return _decide(
        session,
        candidate,
        State.APPROVED,
        by=by,
        now=now,
        faq_id=version.faq_id,
        version_id=version.id,
        languages=published_in(draft),
    )


def link(
    session: Session,
    candidate_id: int,
    *,
    revision: int,
    faq_id: int,
    wordings: tuple[Wording, ...],
    by: int,
    now: datetime,
    note: str,
) -> Decision:
    """Say that an FAQ answers a candidate already: the FAQ learns the candidate's phrasings."""
    candidate = open_candidate(session, candidate_id, revision)
    # Locked before it is read: an edit at the same moment waits, and is not overwritten.
    locked_faq(session, faq_id)
    version = newest_version(session, faq_id)
    before = draft_of(version)
    together = distinct((*before.phrasings, *wordings))
    known = {fold_text(wording.text) for wording in before.phrasings}
    added = [wording.text for wording in together if fold_text(wording.text) not in known]
    if added:
        learned = replace(before, phrasings=together)
        version = publish(
            session, faq_id, learned, author_id=by, candidate_id=candidate.id, note=note, now=now
        )
    return _decide(
        session, candidate, State.LINKED, by=by, now=now, faq_id=faq_id, version_id=version.id, added=added
    )


def reject(
    session: Session,
    candidate_id: int,
    *,
    revision: int,
    reason: str,
    by: int,
    now: datetime,
    kind: RejectKind = RejectKind.OTHER,
    tell: str = "",
) -> Decision:
    """Say that a candidate should not become an FAQ, and why; `tell` is who is to know of a product bug."""
    reason, tell = reason.strip(), tell.strip()
    if kind is RejectKind.OTHER and not reason:
        raise ReasonMissing
    if kind is RejectKind.PRODUCT_BUG and not tell:
        raise NobodyToTell
    candidate = open_candidate(session, candidate_id, revision)
    candidate.reason, candidate.reason_kind = reason or None, kind
    told: dict[str, Any] = {"tell": tell} if kind is RejectKind.PRODUCT_BUG else {}
    return _decide(session, candidate, State.REJECTED, by=by, now=now, reason=reason, why=kind, **told)


def undo(
    session: Session,
    candidate_id: int,
    *,
    revision: int,
    by: int,
    now: datetime,
    note: str,
    only: State | None = None,
) -> Candidate:
    """Take the standing decision back and open the candidate again.

    An approval's FAQ is retired; a linked FAQ loses the phrasings it got, in a new version. `only` undoes
    nothing but that kind of decision.
    """
    candidate = locked_candidate(session, candidate_id, revision)
    decision = standing_decision(session, candidate_id)
    if candidate.state != decision.kind or (only is not None and decision.kind != only):
        raise NothingToUndo
    if decision.kind == State.APPROVED:
        retire(session, decision.payload["faq_id"], by=by, now=now)
    elif decision.kind == State.LINKED:
        _unlearn(session, candidate, decision.payload, by=by, now=now, note=note)
    decision.undone_at = aware(now)
    undo_constraints_of(session, decision.id, now=now)
    candidate.state = State.OPEN
    candidate.faq_id = candidate.reason = candidate.reason_kind = None
    candidate.decided_by = candidate.decided_at = None
    candidate.revision += 1
    session.flush()
    notify(session, "candidates")
    return candidate


def _unlearn(
    session: Session, candidate: Candidate, linked: dict[str, Any], *, by: int, now: datetime, note: str
) -> None:
    faq_id, added = linked["faq_id"], {fold_text(text) for text in linked["added"]}
    if not added or locked_faq(session, faq_id).retired_at is not None:
        return
    # Others may have edited the FAQ since: only what the link brought goes.
    newest = draft_of(newest_version(session, faq_id))
    kept = tuple(wording for wording in newest.phrasings if fold_text(wording.text) not in added)
    publish(
        session,
        faq_id,
        replace(newest, phrasings=kept),
        author_id=by,
        candidate_id=candidate.id,
        note=note,
        now=now,
    )


def open_candidate(session: Session, candidate_id: int, revision: int) -> Candidate:
    """Return an open candidate, locked, as the reviewer saw it; raises `AlreadyDecided`."""
    candidate = locked_candidate(session, candidate_id, revision)
    if candidate.state != State.OPEN:
        raise AlreadyDecided
    return candidate


def _decide(
    session: Session,
    candidate: Candidate,
    state: State,
    *,
    by: int,
    now: datetime,
    faq_id: int | None = None,
    **payload: Any,
) -> Decision:
    candidate.state, candidate.faq_id = state, faq_id
    candidate.decided_by, candidate.decided_at = by, aware(now)
    candidate.revision += 1
    if faq_id is not None:
        payload["faq_id"] = faq_id
    decision = Decision(candidate_id=candidate.id, staff_id=by, kind=state, payload=payload, at=aware(now))
    session.add(decision)
    session.flush()
    if faq_id is not None:
        # Candidates of one FAQ are one topic; the next run puts their inquiries together.
        inquiries = inquiry_ids_of(session, candidate.cluster_id)
        keep_together(session, inquiries, by=by, now=now, decision_id=decision.id, faq_id=faq_id)
    notify(session, "candidates")
    return decision
