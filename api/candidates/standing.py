"""Where a candidate stands, for its page: what can be taken back, whether it sleeps, what lies near."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.candidates.models import Decision, RejectKind, State
from api.candidates.nearby import neighbours_of
from api.candidates.snoozing import LONGEST, PRESETS, is_asleep, morning
from api.candidates.store import (
    NothingToUndo,
    Row,
    candidate_for,
    standing_decision,
    standing_snooze,
)
from api.faqs.languages import standings
from api.faqs.store import faq_for, versions_of
from api.house import House
from api.inquiries.store import Floats


def standing(session: Session, house: House, row: Row, centre: Floats | None) -> dict[str, Any]:
    """Return what the page of one candidate shows of its decisions, and the candidates to choose from."""
    candidate, now, zone = row.candidate, house.clock(), house.settings.zone
    is_open = candidate.state == State.OPEN
    asleep = is_open and is_asleep(candidate, row.cluster, now)
    today = now.astimezone(zone).date()
    return {
        "asleep": asleep,
        "last_decision": _newest(session, row, asleep=asleep),
        "merged_into": candidate_for(session, candidate.merged_into_id) if candidate.merged_into_id else None,
        "neighbours": neighbours_of(session, row.cluster, centre, house.embedder.model_id) if is_open else (),
        "languages": _languages(session, candidate.faq_id),
        "reject_kinds": tuple(RejectKind),
        "presets": {name: morning(days, now=now, zone=zone) for name, days in PRESETS.items()},
        "first_day": today + timedelta(days=1),
        "last_day": today + LONGEST - timedelta(days=1),
    }


def _languages(session: Session, faq_id: int | None) -> dict[str, Any] | None:
    """Return the FAQ that came of it, and where each of its languages stands."""
    if faq_id is None:
        return None
    versions = versions_of(session, faq_id)
    newest = versions[0].version.number
    return {"faq": faq_for(session, faq_id), "standings": standings(versions), "newest": newest}


def _newest(session: Session, row: Row, *, asleep: bool) -> Decision | None:
    try:
        found = standing_snooze if asleep else standing_decision
        return found(session, row.candidate.id)
    except NothingToUndo:
        return None
