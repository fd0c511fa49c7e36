"""The SQL of marks and of the rows kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import psycopg
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.outcomes.drawing import COLUMNS, Row
from api.outcomes.models import Drawing

SPACE = 0x6F757463
"""Keeps this lock apart from other advisory locks of the database ("outc" in ASCII)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """What changed: episodes by their facts, episodes by what they were about, contacts."""

    facts: set[int]
    subjects: set[int]
    contacts: set[int]
    marks: int
    """How many marks said so."""


def wait_for_turn(session: Session) -> None:
    """Let one process draw at a time; the lock lasts until the transaction ends."""
    session.execute(_LOCK, {"space": SPACE})


def drawings(session: Session) -> dict[int, str]:
    """Return what each definition's outcomes were drawn with."""
    return {row.definition: row.terms for row in session.execute(_DRAWINGS)}


def begin_again(session: Session, terms: dict[int, str]) -> None:
    """Note that all will be drawn with these terms and mark every episode; forget other definitions."""
    session.execute(_FORGET_OTHERS, {"kept": list(terms)})
    session.execute(text("DELETE FROM outcome_drawings"))
    session.add_all(Drawing(definition=number, terms=line) for number, line in terms.items())
    session.flush()
    session.execute(_MARK_ALL)


def mark_who_came_back(session: Session) -> None:
    """Mark every contact with more than one episode."""
    session.execute(_MARK_CONTACTS)


def is_stale(session: Session, now: datetime) -> bool:
    """Whether something waits to be drawn again."""
    return bool(session.scalar(_STALE, {"now": now}))


def waiting(session: Session) -> int:
    """Return how many marks wait."""
    return session.scalar(text("SELECT count(*) FROM outcome_marks")) or 0


def take_marks(session: Session, limit: int) -> Marked:
    """Take the oldest marks away, with all that say the same, and return what they say."""
    marked = Marked(facts=set(), subjects=set(), contacts=set(), marks=0)
    of = {"facts": marked.facts, "subject": marked.subjects, "contact": marked.contacts}
    rows = session.execute(_TAKEN, {"limit": limit}).all()
    for kind, episode_id, contact_id in rows:
        of[kind].add(contact_id if kind == "contact" else episode_id)
    return Marked(facts=marked.facts, subjects=marked.subjects, contacts=marked.contacts, marks=len(rows))


def due(session: Session, now: datetime, limit: int) -> set[int]:
    """Return episodes whose label time alone has changed."""
    return set(session.scalars(_DUE, {"now": now, "limit": limit}))


def opened_before(session: Session, episode_ids: Collection[int]) -> list[tuple[int, datetime]]:
    """Return contact and opening of these episodes as they are kept now."""
    return [(contact, at) for contact, at in session.execute(_OPENED, {"ids": sorted(episode_ids)})]


def replace_rows(session: Session, episode_ids: Collection[int], rows: dict[type[Any], list[Row]]) -> None:
    """Put these rows in place of all that is kept of these episodes."""
    session.execute(_DELETE, {"ids": sorted(episode_ids)})
    for table, columns in COLUMNS.items():
        _copy(session, table.__tablename__, columns, rows[table])


def _copy(session: Session, table: str, columns: Iterable[str], rows: list[Row]) -> None:
    if not rows:
        return
    command = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    connection = cast(psycopg.Connection, session.connection().connection.driver_connection)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)


_LOCK = text("SELECT pg_advisory_xact_lock(:space, 0)")
_DRAWINGS = select(Drawing.definition, Drawing.terms)
_FORGET_OTHERS = text("DELETE FROM outcomes WHERE NOT definition = ANY(CAST(:kept AS int[]))")
_MARK_ALL = text(
    "INSERT INTO outcome_marks (kind, episode_id) SELECT 'facts', id FROM episodes ORDER BY opened_at, id"
)
_MARK_CONTACTS = text(
    "INSERT INTO outcome_marks (kind, contact_id)"
    " SELECT 'contact', contact_id FROM episodes GROUP BY contact_id HAVING count(*) > 1"
)
# The first of the index, not "is there one": expecting to find one soon, the database would read the table.
_STALE = text(
    "SELECT EXISTS (SELECT 1 FROM outcome_marks)"
    " OR coalesce((SELECT min(due_at) FROM outcomes WHERE due_at IS NOT NULL) <= :now, false)"
)
_TAKEN = text(
    """
    DELETE FROM outcome_marks m USING (
        SELECT DISTINCT kind, coalesce(episode_id, 0) AS episode_id, coalesce(contact_id, 0) AS contact_id
        FROM (SELECT * FROM outcome_marks ORDER BY id LIMIT :limit) oldest
    ) t
    WHERE m.kind = t.kind AND coalesce(m.episode_id, 0) = t.episode_id
          AND coalesce(m.contact_id, 0) = t.contact_id
    RETURNING m.kind, m.episode_id, m.contact_id
    """
)
_DUE = text("SELECT DISTINCT episode_id FROM outcomes WHERE due_at <= :now LIMIT :limit")
_OPENED = text(
    "SELECT DISTINCT contact_id, opened_at FROM outcomes WHERE episode_id = ANY(CAST(:ids AS int[]))"
)
_DELETE = text("DELETE FROM outcomes WHERE episode_id = ANY(CAST(:ids AS int[]))")
