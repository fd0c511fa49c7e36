"""Publishing a draft whose replay broke the precision target takes a second press."""

import hashlib
import json
from collections.abc import Sequence
from typing import Protocol

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.errors import Conflict
from api.second_look.models import Replay

PRESSED = "again"
"""The part of the address by which the second press says which draft was looked at."""


class SecondLookNeeded(Conflict):
    """By its replay this draft would break the precision target. Look at the figures, then confirm it."""


class Worded(Protocol):
    """A phrasing."""

    @property
    def language(self) -> str:
        """ja or en."""

    @property
    def text(self) -> str:
        """The words."""


class Said(Protocol):
    """What a draft says."""

    @property
    def question_ja(self) -> str | None:
        """The question."""

    @property
    def answer_ja(self) -> str | None:
        """The answer."""

    @property
    def question_en(self) -> str | None:
        """The question."""

    @property
    def answer_en(self) -> str | None:
        """The answer."""

    @property
    def phrasings(self) -> Sequence[Worded]:
        """Ways to ask it."""


def draft_key(draft: Said, faq_id: int | None) -> str:
    """Return a hash of what a draft says, apart from spaces and the order of its phrasings."""
    said = [draft.question_ja, draft.answer_ja, draft.question_en, draft.answer_en]
    asked = {(one.language, _plain(one.text)) for one in draft.phrasings}
    whole = json.dumps([faq_id, [_plain(text) for text in said], sorted(one for one in asked if one[1])])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def look_twice(request: Request, session: Session, draft: Said, faq_id: int | None = None) -> None:
    """Raise `SecondLookNeeded` when the last replay of exactly this draft says so, and nobody confirmed it.

    A draft without a replay passes. The request confirms with `?again=<key>`.
    """
    key = draft_key(draft, faq_id)
    newest = select(Replay).where(Replay.draft_key == key).order_by(Replay.id.desc()).limit(1)
    replay = session.scalar(newest)
    if replay is not None and replay.troubles and request.query_params.get(PRESSED) != key:
        raise SecondLookNeeded(replay_id=replay.id, again=key, troubles=replay.troubles)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
