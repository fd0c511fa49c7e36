"""What an action knows: the customer's message, what came before it in the episode, what Rasa understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from api.chat.language import Language, language_or
from api.chat.models import Contact, Conversation, Message
from api.chat.store import NoSuchConversation, newest_offer
from api.chat.together import whole_text
from api.dialogue.open_lookup import open_lookup
from api.dialogue.so_far import SoFar, so_far
from api.episodes.ledger import FactValue, Kind, Reason, facts_of


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
    message, spoken, signed_in = _message(
        session, sender_id, (latest.get("metadata") or {}).get("message_id")
    )
    offer = newest_offer(session, sender_id, before=message.seq)
    same_episode = offer is not None and offer.episode_id == message.episode_id
    turn = so_far(tracker)
    return Asked(
        text=whole_text(message),
        language=language_or(message.content.get("language", ""), language_or(spoken)),
        intent=(latest.get("intent") or {}).get("name") or "",
        faq_id=_faq_id(latest, tracker.get("slots") or {}),
        facts=tuple(facts_of(session, message.episode_id)) if message.episode_id else (),
        before=offer.content if offer is not None and same_episode else {},
        lookup=open_lookup(session, message, offer, interrupted=turn.was_in_form),
        turn=turn,
        signed_in=signed_in,
    )


def _message(session: Session, conversation_id: str, message_id: object) -> tuple[Message, str, bool]:
    """Return the message Rasa was told about, the conversation's language, and whether its contact is known.

    It is the customer's newest one when none was named (`rasa shell` sends no metadata).
    """
    asked = {"conversation_id": conversation_id}
    named = isinstance(message_id, int)
    row = session.execute(_NAMED if named else _NEWEST, asked | ({"id": message_id} if named else {})).first()
    if row is None:
        raise NoSuchConversation
    return row[0], row[1], row[2]


def _faq_id(latest: Mapping[str, Any], slots: Mapping[str, Any]) -> int | None:
    entities = [
        entity.get("value") for entity in latest.get("entities") or [] if entity.get("entity") == "faq_id"
    ]
    value = str((entities or [slots.get("faq_id")])[0])
    return int(value) if value.isdecimal() and len(value) < 10 else None


# Put together once: every action asks one of them.
_NEWEST = (
    select(Message, Conversation.language, Contact.external_id.is_not(None))
    .join(Conversation, Conversation.id == Message.conversation_id)
    .join(Contact, Contact.id == Conversation.contact_id)
    .where(Message.conversation_id == bindparam("conversation_id"), Message.author == "customer")
    .order_by(Message.seq.desc())
    .limit(1)
)
_NAMED = _NEWEST.where(Message.id == bindparam("id"))
