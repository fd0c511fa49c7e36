"""Keeping the shelf of this process up to date."""

import time

from fastapi import FastAPI
from sqlalchemy.orm import Session

from api.faqs.drafts import Audience
from api.faqs.models import FaqVersion
from api.faqs.store import answerable, fingerprint
from api.help.shelf import Shelf, shelved

FRESH = 2.0
"""Seconds for which nobody looks whether an FAQ changed."""


def shelf_of(app: FastAPI, session: Session) -> Shelf:
    """Return the published FAQs, at most `FRESH` seconds old."""
    kept: tuple[float, Shelf] | None = getattr(app.state, "help_shelf", None)
    now = time.monotonic()
    if kept and now - kept[0] < FRESH:
        return kept[1]
    state = fingerprint(session)
    shelf = kept[1] if kept and kept[1].state == state else shelved(_for_everyone(session), state)
    app.state.help_shelf = (now, shelf)
    return shelf


def _for_everyone(session: Session) -> list[FaqVersion]:
    # The FAQ site asks nobody who they are.
    return [version for version in answerable(session) if version.audience == Audience.EVERYONE]
