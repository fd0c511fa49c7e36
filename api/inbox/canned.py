"""Canned replies: what agents write often, by a short name, in Japanese and English."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.chat.language import Language
from api.chat.receiving import LENGTH, storable
from api.errors import Conflict, Invalid, NotFound
from api.inbox.models import CannedReply
from api.inbox.store import LARGEST

SHORTCUT_LENGTH = 40


class NoSuchCannedReply(NotFound):
    """There is no such canned reply."""


class ShortcutTaken(Conflict):
    """Another canned reply has this name already."""


class BadShortcut(Invalid):
    """A name has 1 to 40 characters, without spaces and slashes."""


class CannedReplyEmpty(Invalid):
    """Write the reply in Japanese or English, with up to 4,000 characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a canned reply is to be called and to say."""

    shortcut: str
    text_ja: str = ""
    text_en: str = ""


def canned_reply_for(session: Session, reply_id: int) -> CannedReply:
    """Return a canned reply; any agent may use and change any. Raises `NoSuchCannedReply`."""
    found = session.get(CannedReply, reply_id) if 0 < reply_id < LARGEST else None
    if found is None:
        raise NoSuchCannedReply
    return found


def canned_replies(session: Session, query: str = "") -> Sequence[CannedReply]:
    """Return those whose name or text holds `query`; names that begin with it first."""
    query = name_of_shortcut(query)
    found = select(CannedReply)
    if query:
        columns = (CannedReply.shortcut, CannedReply.text_ja, CannedReply.text_en)
        found = found.where(or_(*(column.icontains(query, autoescape=True) for column in columns)))
        found = found.order_by(CannedReply.shortcut.istartswith(query, autoescape=True).desc())
    return session.scalars(found.order_by(func.lower(CannedReply.shortcut), CannedReply.id)).all()


def add_canned_reply(session: Session, wanted: Wanted, *, by: int, now: datetime) -> CannedReply:
    """Add one. Raises `BadShortcut`, `ShortcutTaken`, `CannedReplyEmpty`."""
    reply = CannedReply(created_by=by)
    _fill(session, reply, wanted, now)
    session.add(reply)
    session.flush()
    return reply


def change_canned_reply(session: Session, reply_id: int, wanted: Wanted, *, now: datetime) -> Wanted:
    """Change one and return what it was. Raises what adding does, and `NoSuchCannedReply`."""
    reply = canned_reply_for(session, reply_id)
    before = wanted_of(reply)
    _fill(session, reply, wanted, now)
    session.flush()
    return before


def delete_canned_reply(session: Session, reply_id: int) -> Wanted:
    """Delete one and return what it was: adding that again takes it back. Raises `NoSuchCannedReply`."""
    reply = canned_reply_for(session, reply_id)
    session.delete(reply)
    session.flush()
    return wanted_of(reply)


def wanted_of(reply: CannedReply) -> Wanted:
    """Return what a canned reply is called and says."""
    return Wanted(shortcut=reply.shortcut, text_ja=reply.text_ja or "", text_en=reply.text_en or "")


def text_in(reply: CannedReply, language: Language) -> str:
    """Return its text in `language` where it has one, else in the other."""
    wanted, other = (reply.text_en, reply.text_ja) if language == "en" else (reply.text_ja, reply.text_en)
    return wanted or other or ""


def name_of_shortcut(text: str) -> str:
    """Return a name as it is kept: full-width letters as plain ones, half-width kana as full ones."""
    return unicodedata.normalize("NFKC", storable(text)).strip().lstrip("/").lower()


def _fill(session: Session, reply: CannedReply, wanted: Wanted, now: datetime) -> None:
    shortcut = name_of_shortcut(wanted.shortcut)
    texts = [storable(text).replace("\r\n", "\n").strip() for text in (wanted.text_ja, wanted.text_en)]
    if not 0 < len(shortcut) <= SHORTCUT_LENGTH or "/" in shortcut or shortcut.split() != [shortcut]:
        raise BadShortcut
    if not any(texts) or any(len(text) > LENGTH for text in texts):
        raise CannedReplyEmpty
    other = session.scalar(select(CannedReply.id).where(CannedReply.shortcut == shortcut))
    if other is not None and other != reply.id:
        raise ShortcutTaken
    reply.shortcut, reply.text_ja, reply.text_en = shortcut, texts[0] or None, texts[1] or None
    reply.updated_at = now
