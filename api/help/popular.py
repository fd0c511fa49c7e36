"""Which FAQs are asked about: by answers shown in a week, those on the same page first."""

import time
from datetime import datetime, timedelta

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.help.shelf import Entry, Shelf

WEEK = timedelta(days=7)
FRESH = 30.0
"""Seconds for which a page's counts are kept."""
PAGES = 500
"""The most pages whose counts are kept."""

_SHOWN = text(
    """
    SELECT (f.payload->>'faq_id')::int AS faq_id
    FROM facts f
    JOIN episodes e ON e.id = f.episode_id
    JOIN conversations c ON c.id = e.conversation_id
    WHERE f.kind = 'answer_shown' AND f.at > :since AND f.at <= :now
    GROUP BY 1
    ORDER BY count(*) FILTER (WHERE split_part(split_part(c.page_url, '#', 1), '?', 1) = :page) DESC,
        count(*) DESC, 1
    LIMIT 100
    """
)


def popular(
    app: FastAPI, session: Session, shelf: Shelf, language: str, *, page_url: str, now: datetime
) -> list[Entry]:
    """Return the FAQs in `language` that were shown as answers this week, the most shown first."""
    order = _shown(app, session, page_url.partition("#")[0].partition("?")[0], now)
    entries = shelf.entries[language]
    return [entries[faq_id] for faq_id in order if faq_id in entries]


def _shown(app: FastAPI, session: Session, page: str, now: datetime) -> list[int]:
    """Return the FAQs shown in the week before `now`, the most shown first."""
    kept: dict[str, tuple[float, list[int]]] = app.state._state.setdefault("help_popular", {})
    clock = time.monotonic()
    found = kept.get(page)
    if found and clock - found[0] < FRESH:
        return found[1]
    rows = session.scalars(_SHOWN, {"since": now - WEEK, "now": now, "page": page})
    order = [faq_id for faq_id in rows if faq_id is not None]
    while len(kept) >= PAGES:
        kept.pop(next(iter(kept)), None)
    kept.pop(page, None)
    kept[page] = (clock, order)
    return order
