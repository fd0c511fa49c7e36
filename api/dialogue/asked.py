"""What an action knows: the customer's message, what came before it in the episode, what Rasa understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from api.chat.language import Language, language_or
from api.chat.models import Contact, Conversation, Message
from api.chat.store import NoSuchConversation
from api.chat.together import whole_text
from api.dialogue.open_lookup import open_lookup
from api.dialogue.so_far import SoFar, so_far
from api.episodes.ledger import FactValue, Kind, Reason
from api.episodes.models import Fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A customer's message in its episode."""

    text: str
    language: Language
    intent: str
    faq_id: int | None
    facts: tuple[FactValue, ...]
    before: Mapping[str, Any]
    """The content of what the bot had said last."""
    lookup: Mapping[str, Any] | None
    """The state of the look-up that the message may go on with."""
    turn: SoFar
    """What this turn has done already."""
    signed_in: bool = False
    """Whether our site told who the customer is."""

    def of_kind(self, *kinds: Kind) -> list[FactValue]:
        """Return the episode's facts of these kinds, in order."""
        return [fact for fact in self.facts if fact.kind in kinds]

    @property
    def answered(self) -> FactValue | None:
        """The episode's newest answer."""
        answers = self.of_kind(Kind.ANSWER_SHOWN)
        return answers[-1] if answers else None

    @property
    def looked_up(self) -> bool:
        """Whether the episode's newest answer came from a look-up."""
        shown = self.of_kind(Kind.ANSWER_SHOWN, Kind.LOOKUP_ANSWERED)
        return bool(shown) and shown[-1].kind is Kind.LOOKUP_ANSWERED

    @property
    def offered(self) -> Reason | None:
        """Why a person was offered in the bot's last words, if one was."""
        if "offer" not in self.before or self.before.get("rephrase"):
            return None
        return Reason(self.before["offer"])


def read_asked(session: Session, sender_id: str, tracker: Mapping[str, Any]) -> Asked:
    """Read what an action needs; raises `NoSuchConversation`.

    Rasa's tracker says only what was understood. What happened is in the ledger, so a repeated turn finds
    the same.
    """
    latest = tracker.get("latest_message") or {}
    known = _known(session, sender_id, (latest.get("metadata") or {}).get("message_id"))
    message, offer = known.message, known.offer
    same_episode = offer is not None and offer.episode_id == message.episode_id
    turn = so_far(tracker)
    return Asked(
        text=whole_text(message),
        language=language_or(message.content.get("language", ""), language_or(known.spoken)),
        intent=(latest.get("intent") or {}).get("name") or "",
        faq_id=_faq_id(latest, tracker.get("slots") or {}),
        facts=known.facts,
        before=offer.content if offer is not None and same_episode else {},
        lookup=open_lookup(session, message, offer, interrupted=turn.was_in_form),
        turn=turn,
        signed_in=known.signed_in,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What the database has: the message, what was said before it, and the facts of its episode."""

    message: Message
    spoken: str
    signed_in: bool
    offer: Message | None
    facts: tuple[FactValue, ...]


def _known(session: Session, conversation_id: str, message_id: object) -> _Known:
    """Return what is known of the message Rasa was told about.

    It is the customer's newest one when none was named (`rasa shell` sends no metadata).
    """
    asked = {"conversation_id": conversation_id}
    named = isinstance(message_id, int)
    row = session.execute(_NAMED if named else _NEWEST, asked | ({"id": message_id} if named else {})).first()
    if row is None:
        raise NoSuchConversation
    message, spoken, signed_in, offer, kinds, times, payloads = row
    facts = zip(kinds or (), times or (), payloads or (), strict=True)
    return _Known(
        message=message,
        spoken=spoken,
        signed_in=signed_in,
        offer=offer,
        facts=tuple(FactValue(kind=Kind(kind), at=at, payload=payload) for kind, at, payload in facts),
    )


def _faq_id(latest: Mapping[str, Any], slots: Mapping[str, Any]) -> int | None:
    entities = [
        entity.get("value") for entity in latest.get("entities") or [] if entity.get("entity") == "faq_id"
    ]
    value = str((entities or [slots.get("faq_id")])[0])
    return int(value) if value.isdecimal() and len(value) < 10 else None


def _newest() -> Select[*tuple[Any, ...]]:
    """One query for what four would ask: every action of every turn asks it."""
    said = aliased(Message)
    before = (
        select(said)
        .where(
            said.conversation_id == Message.conversation_id,
            said.author.in_(["bot", "system"]),
            said.seq < Message.seq,
        )
        .order_by(said.seq.desc())
        .limit(1)
        .lateral("said_before")
    )
    in_order = (Fact.at, Fact.id)
    facts = (
        select(
            func.array_agg(aggregate_order_by(Fact.kind, *in_order)).label("kinds"),
            func.array_agg(aggregate_order_by(Fact.at, *in_order)).label("times"),
            func.jsonb_agg(aggregate_order_by(Fact.payload, *in_order)).label("payloads"),
        )
        .where(Fact.episode_id == Message.episode_id)
        .lateral("facts_so_far")
    )
    return (
        select(
            Message,
            Conversation.language,
            Contact.external_id.is_not(None),
            aliased(Message, before),
            facts.c.kinds,
            facts.c.times,
            facts.c.payloads,
        )
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(before, true())
        .join(facts, true())
        .where(Message.conversation_id == bindparam("conversation_id"), Message.author == "customer")
        .order_by(Message.seq.desc())
        .limit(1)
    )


# Put together once: every action asks one of them.
_NEWEST = _newest()
_NAMED = _NEWEST.where(Message.id == bindparam("id"))
