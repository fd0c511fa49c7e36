"""A conversation as staff read it: what was said, as its customer sees it, what the bot knew, and notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.attachments.links import FileLinks
from api.chat.store import Line
from api.chat.views import ShownMessage
from api.episodes.ledger import FactValue, Kind
from api.episodes.models import Episode, Fact
from api.inbox.noting import SignedNote, notes_of
from api.staff.models import Staff

EVENTS = (Kind.HANDOFF_REQUESTED, Kind.AGENT_CLAIMED, Kind.AGENT_RELEASED, Kind.CONVERSATION_RESOLVED)
KNOWN = (Kind.ANSWER_SHOWN, Kind.CLARIFICATION_SHOWN, Kind.NOTHING_FOUND)


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """A choice the bot offered, and how sure it was (0-1); none when nothing was asked of the index."""

    label: str
    confidence: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A message, its HTML as the customer sees it, and what the bot knew when it wrote it."""

    line: Line
    html: Markup | None
    content: dict[str, Any]
    """What the customer sees besides the text."""
    choices: tuple[Offered, ...] = ()
    confidence: float | None = None
    threshold: float | None = None
    what: Literal["message"] = field(default="message", init=False)

    @property
    def at(self) -> datetime:
        """When it was written."""
        return self.line.created_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """An internal note."""

    note: SignedNote
    what: Literal["note"] = field(default="note", init=False)

    @property
    def at(self) -> datetime:
        """When it was written."""
        return self.note.created_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """Something that was done: asked for a person and why, claimed, passed on, put back, resolved."""

    at: datetime
    kind: Literal["requested", "claimed", "passed_on", "released", "taken_back", "resolved"]
    who: str | None = None
    to: str | None = None
    reason: str | None = None
    what: Literal["event"] = field(default="event", init=False)


Entry = Said | Noted | Happened


def thread_of(session: Session, conversation_id: str, lines: Sequence[Line], links: FileLinks) -> list[Entry]:
    """Return all there is to read of a conversation, in order; `lines` are its messages."""
    facts, names = _facts(session, conversation_id), _names(session)
    known = {
        int(fact.payload["reply_id"]): fact
        for fact in facts
        if fact.kind in KNOWN and "reply_id" in fact.payload
    }
    said: list[Entry] = [_said(line, known.get(line.id), links) for line in lines]
    noted: list[Entry] = [Noted(note=note) for note in notes_of(session, conversation_id)]
    # At the same moment: first what was said, then what was done, then what was noted of it.
    return sorted([*said, *_happened(facts, names), *noted], key=lambda entry: entry.at)


def _said(line: Line, fact: FactValue | None, links: FileLinks) -> Said:
    content = ShownMessage.of(line, links).content
    payload = fact.payload if fact else {}
    sure = {choice.get("faq_id"): choice.get("confidence") for choice in payload.get("choices", ())}
    choices = tuple(
        Offered(label=button["label"], confidence=sure.get(button["choice"].get("faq_id")) or None)
        for button in content.get("buttons", ())
        if line.content.get("act") == "clarification"
    )
    html = content.get("html")
    return Said(
        line=line,
        html=Markup(html) if html else None,
        content=content,
        choices=choices,
        confidence=payload.get("confidence"),
        threshold=payload.get("threshold"),
    )


def _happened(facts: Sequence[FactValue], names: dict[Any, str]) -> list[Entry]:
    entries: list[Entry] = []
    for fact in facts:
        payload, at = fact.payload, fact.at
        who = names.get(payload.get("staff_id"))
        if fact.kind is Kind.HANDOFF_REQUESTED:
            entries.append(Happened(at=at, kind="requested", reason=payload.get("reason")))
        elif fact.kind is Kind.AGENT_CLAIMED and "by" not in payload:
            entries.append(Happened(at=at, kind="claimed", who=who))
        elif fact.kind is Kind.AGENT_RELEASED and payload.get("to"):
            entries.append(Happened(at=at, kind="passed_on", who=who, to=names.get(payload["to"])))
        elif fact.kind is Kind.AGENT_RELEASED and "to" in payload:
            entries.append(Happened(at=at, kind="released", who=who))
        elif fact.kind is Kind.AGENT_RELEASED and payload.get("staff_id") is None:
            entries.append(Happened(at=at, kind="taken_back"))
        elif fact.kind is Kind.CONVERSATION_RESOLVED:
            by = payload.get("by")
            entries.append(
                Happened(at=at, kind="resolved", who=names.get(by) if isinstance(by, int) else None)
            )
    return entries


def _facts(session: Session, conversation_id: str) -> list[FactValue]:
    rows = session.execute(
        select(Fact.kind, Fact.at, Fact.payload)
        .join(Episode, Episode.id == Fact.episode_id)
        .where(Episode.conversation_id == conversation_id, Fact.kind.in_([*EVENTS, *KNOWN]))
        .order_by(Fact.at, Fact.id)
    )
    return [FactValue(kind=Kind(kind), at=at, payload=payload) for kind, at, payload in rows]


def _names(session: Session) -> dict[Any, str]:
    return {row.id: row.name for row in session.execute(select(Staff.id, Staff.name))}
