"""Playing one past conversation as the product would have it: its messages and facts, each at its time."""

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.chat.acts import Answer, Clarification, NothingFound, NotSolved, SmallTalk, Solved, Spoken
from api.chat.buttons import content_of, offer_of
from api.chat.choices import Pressed
from api.chat.language import Language
from api.chat.messages import Author
from api.chat.models import Conversation, HandOff, Message
from api.episodes.ledger import Kind, Reason, record
from api.episodes.models import Episode
from api.staff.models import Staff
from api.web.texts import translate


@dataclass(kw_only=True, slots=True)
class Talk:
    """A conversation being played; `at` moves on with every step."""

    ids: Iterator[int]
    """Ids that are free for its messages."""
    conversation: Conversation
    episode: Episode
    language: Language
    chance: random.Random
    at: datetime
    asked: Message | None = None
    hand_off: HandOff | None = None
    messages: list[Message] = field(default_factory=list)
    facts: list[tuple[Kind, datetime, str, dict[str, Any]]] = field(default_factory=list)

    def wait(self, low: float, high: float) -> None:
        """Let some seconds pass, mostly few."""
        self.at += timedelta(seconds=self.chance.triangular(low, high, low + (high - low) / 4))

    def fact(self, kind: Kind, *, key: str | None = None, **payload: Any) -> None:
        """Note a fact of now."""
        own = f"{self.conversation.id}:{len(self.facts)}"
        self.facts.append((kind, self.at, key or own, payload))

    def record(self, session: Session) -> None:
        """Write the facts into the ledger."""
        for kind, at, key, payload in self.facts:
            record(session, self.episode.id, kind, at=at, key=key, **payload)

    def customer(self, text: str, pressed: Pressed | None = None) -> None:
        """The customer writes, or presses a button with these words."""
        content: dict[str, Any] = {"language": self.language}
        if pressed:
            content["choice"] = pressed.to_json()
        self.asked = self._message("customer", text, content)
        self.fact(Kind.MESSAGE_RECEIVED, message_id=self.asked.id, seq=self.asked.seq)
        if pressed and pressed.kind in {"faq", "none_of_these"}:
            self.fact(Kind.CHOICE_TAKEN, faq_id=pressed.faq_id)

    def presses(self, pressed: Pressed, label: str | None = None) -> None:
        """The customer presses a button."""
        self.customer(label or translate(self.language, f"chat.button_{pressed.kind}"), pressed)

    def bot(self, act: Spoken) -> None:
        """The bot says something within a moment; see `api.chat.applying` for the facts it leaves."""
        assert self.asked is not None
        self.wait(0.4, 2.6)
        reply = self._message("bot", act.text, content_of(act), in_reply_to=self.asked.id)
        payload: dict[str, Any] = {"message_id": self.asked.id, "reply_id": reply.id}
        match act:
            case SmallTalk():
                self.fact(Kind.SMALL_TALK_REPLIED, **payload, intent=act.intent)
            case Answer():
                shown = ("faq_id", "version_id", "confidence", "threshold", "index_version")
                self.fact(Kind.ANSWER_SHOWN, **payload, **{name: getattr(act, name) for name in shown})
            case Clarification():
                choices = [asdict(choice) for choice in act.choices]
                self.fact(Kind.CLARIFICATION_SHOWN, **payload, choices=choices)
            case NothingFound():
                self.fact(Kind.NOTHING_FOUND, **payload)
            case Solved() | NotSolved():
                self.fact(Kind.FEEDBACK_GIVEN, value=act.act, faq_id=act.faq_id, version_id=act.version_id)

    def unavailable(self) -> None:
        """The bot is away, and says so."""
        assert self.asked is not None
        self.wait(1, 4)
        content: dict[str, Any] = {"act": "bot_unavailable", "language": self.language}
        self._message(
            "system",
            translate(self.language, "chat.bot_unavailable"),
            content | offer_of(self.language, Reason.BOT_UNAVAILABLE),
            in_reply_to=self.asked.id,
        )
        self.fact(Kind.BOT_UNAVAILABLE, message_id=self.asked.id)

    def hand_over(self, reason: Reason) -> None:
        """A person is asked for; from now on the conversation waits in the inbox."""
        content: dict[str, Any] = {"act": "hand_off", "language": self.language}
        self._message("system", translate(self.language, "chat.handed_over"), content)
        self.hand_off = HandOff(
            conversation_id=self.conversation.id,
            episode_id=self.episode.id,
            reason=reason.value,
            requested_at=self.at,
        )
        self.fact(Kind.HANDOFF_REQUESTED, reason=reason.value)

    def claim(self, agent: Staff) -> None:
        """An agent takes the conversation."""
        assert self.hand_off is not None
        self.hand_off.claimed_by, self.hand_off.claimed_at = agent.id, self.at
        self.fact(Kind.AGENT_CLAIMED, staff_id=agent.id)

    def reply(self, agent: Staff, text: str) -> None:
        """The agent writes."""
        assert self.hand_off is not None
        self.hand_off.first_replied_at = self.hand_off.first_replied_at or self.at
        message = self._message("agent", text, {"language": self.language}, staff_id=agent.id)
        self.fact(Kind.AGENT_REPLIED, staff_id=agent.id, message_id=message.id)

    def resolve(self, agent: Staff) -> None:
        """The agent ends it."""
        assert self.hand_off is not None
        self.hand_off.closed_at = self.at
        self.fact(Kind.CONVERSATION_RESOLVED, by=agent.id)

    def cancel(self) -> None:
        """The customer no longer waits for a person."""
        assert self.hand_off is not None
        self.hand_off.closed_at = self.at
        self.fact(Kind.AGENT_RELEASED, staff_id=None)
        content: dict[str, Any] = {"act": "hand_off_cancelled", "language": self.language}
        self._message("system", translate(self.language, "chat.hand_off_cancelled"), content)

    def rate(self, rating: int, about: str) -> None:
        """The customer rates."""
        self.wait(5, 60)
        self.fact(Kind.CSAT_GIVEN, key=str(self.episode.id), rating=rating, about=about)

    def expire(self, *, now: datetime, quiet: timedelta) -> None:
        """End an episode that was quiet for long enough."""
        if self.at + quiet <= now:
            self.at += quiet
            self.fact(Kind.EPISODE_EXPIRED, key=str(self.episode.id))

    def _message(
        self,
        author: Author,
        text: str,
        content: dict[str, Any],
        *,
        staff_id: int | None = None,
        in_reply_to: int | None = None,
    ) -> Message:
        self.conversation.last_seq += 1
        self.conversation.updated_at = self.at
        message = Message(
            id=next(self.ids),
            conversation_id=self.conversation.id,
            episode_id=self.episode.id,
            seq=self.conversation.last_seq,
            author=author,
            text=text,
            content=content,
            staff_id=staff_id,
            in_reply_to=in_reply_to,
            created_at=self.at,
        )
        self.messages.append(message)
        return message
