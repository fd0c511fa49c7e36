"""Drawing again what changed: by new facts, time, who a contact turned out to be, what was found alike."""

import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from api.database import transaction
from api.episodes.definitions import DEFINITIONS
from api.errors import Unavailable
from api.house import House
from api.outcomes.credit_store import Span, credit_contacts, span_of
from api.outcomes.drawing import Terms, draw
from api.outcomes.reading import episodes_with
from api.outcomes.store import (
    begin_again,
    drawings,
    due,
    is_stale,
    mark_who_came_back,
    opened_before,
    replace_rows,
    take_marks,
    wait_for_turn,
    waiting,
)
from api.outcomes.subject_store import asked_in, follow_corpus, keep_subjects, kept_subjects
from api.outcomes.subjects import Subject

BATCH = 4000
"""Marks of one transaction."""
PATIENCE = 8.0
"""Seconds a page waits for outcomes to be drawn; with more than that to do it gives no figures."""
ALWAYS = (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
_turn = threading.Lock()


class FiguresAreRedrawn(Unavailable):
    """The figures are being counted anew. Please try again in a moment."""


def terms_of(house: House) -> Terms:
    """Return what this house draws outcomes with."""
    return Terms(
        quiet=timedelta(hours=house.settings.quiet_hours),
        window=timedelta(days=house.settings.recontact_days),
        cosine=house.settings.recontact_cosine,
        model_id=house.embedder.model_id,
        hours=house.policy.hours,
    )


def refresh_outcomes(session: Session, terms: Terms, *, now: datetime, limit: int = BATCH) -> bool:
    """Draw again up to `limit` of what changed; return whether there may be more.

    Two processes at once take turns. What is written while this runs is marked and drawn the next time.
    """
    wait_for_turn(session)
    wanted = {number: terms.of(definition) for number, definition in DEFINITIONS.items()}
    if drawings(session) != wanted:
        begin_again(session, wanted)
    if follow_corpus(session, terms.model_id):
        mark_who_came_back(session)
    marked = take_marks(session, limit)
    by_time = due(session, now, limit)
    changed = marked.facts | by_time | _moved(session, marked.subjects - marked.facts)
    spans = _redraw(session, changed, terms, now) if changed else {}
    credit_contacts(session, spans | dict.fromkeys(marked.contacts, ALWAYS), terms)
    return marked.marks >= limit or len(by_time) == limit


def refresh_all(house: House) -> None:
    """Draw again all that changed, some at a time, each in a transaction of its own."""
    more = True
    while more:
        with transaction(house.sessions) as session:
            more = refresh_outcomes(session, terms_of(house), now=house.clock())


def catch_up(session: Session, house: House) -> None:
    """Make sure that what `session` reads next agrees with the facts.

    Raises `FiguresAreRedrawn` when there is more to do than a page can wait for; what was done stays done.
    """
    terms = terms_of(house)
    wanted = {number: terms.of(definition) for number, definition in DEFINITIONS.items()}
    if drawings(session) == wanted and not is_stale(session, house.clock()):
        return
    # One thread of this process at a time: the others wait without a second connection.
    with _turn:
        end, more = time.monotonic() + PATIENCE, True
        while more:
            with transaction(house.sessions) as own:
                more = refresh_outcomes(own, terms, now=house.clock())
            if more and time.monotonic() > end:
                raise FiguresAreRedrawn(left=waiting(session))


def _moved(session: Session, episode_ids: set[int]) -> set[int]:
    """Return those that are now about something else: a clustering run touches all, changes few."""
    if not episode_ids:
        return set()
    asked, kept = asked_in(session, episode_ids), kept_subjects(session, episode_ids)
    return {id for id in episode_ids if _asked(asked.get(id, Subject())) != _asked(kept.get(id, Subject()))}


def _asked(subject: Subject) -> tuple[frozenset[int], frozenset[int], frozenset[str]]:
    return subject.linked_faq_ids, subject.cluster_ids, subject.text_keys


def _redraw(session: Session, episode_ids: set[int], terms: Terms, now: datetime) -> dict[int, Span]:
    """Draw these again; return whose credit must be looked at, and from when until when."""
    # The rows as they were say whose credit they took back until now.
    touched = opened_before(session, episode_ids)
    episodes = episodes_with(session, episode_ids)
    drawn = draw(episodes, asked_in(session, episode_ids), DEFINITIONS.values(), terms, now=now)
    replace_rows(session, episode_ids, drawn.rows)
    keep_subjects(session, drawn.subjects)
    return _spans([*touched, *drawn.opened], terms.window)


def _spans(touched: Iterable[tuple[int, datetime]], window: timedelta) -> dict[int, Span]:
    spans: dict[int, Span] = {}
    for contact_id, opened_at in touched:
        first, last = span_of(opened_at, window)
        known = spans.get(contact_id, (first, last))
        spans[contact_id] = min(first, known[0]), max(last, known[1])
    return spans
