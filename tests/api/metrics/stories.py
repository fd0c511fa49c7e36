"""A seeded writer of episodes: contacts, conversations, messages, and facts through the ledger."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.models import Contact, Conversation, Message
from api.episodes.ledger import Kind, record
from api.episodes.models import Episode
from api.inquiries.models import Inquiry, Vector

_numbers = count(1)


@dataclass
class Story:
    """One episode being told; `at` moves on with every step."""

    session: Session
    episode: Episode
    at: datetime
    replies: list[int] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.episode.id

    def wait(self, **span: float) -> "Story":
        self.at += timedelta(**span)
        return self

    def fact(self, kind: Kind, **payload: object) -> "Story":
        record(self.session, self.id, kind, at=self.at, key=f"story-{next(_numbers)}", **payload)
        return self

    def message(self, author: str, text: str, staff_id: int | None = None) -> int:
        conversation = self.session.get_one(Conversation, self.episode.conversation_id)
        conversation.last_seq += 1
        conversation.updated_at = self.at
        message = Message(
            conversation_id=conversation.id,
            episode_id=self.id,
            seq=conversation.last_seq,
            author=author,
            text=text,
            staff_id=staff_id,
            created_at=self.at,
        )
        self.session.add(message)
        self.session.flush()
        return message.id

    def asks(self, text: str = "パスワードを忘れました") -> "Story":
        message_id = self.message("customer", text)
        self.replies.append(message_id)
        return self.fact(Kind.MESSAGE_RECEIVED, message_id=message_id, seq=1)

    def answered(self, faq_id: int = 1, seconds: float = 2, version_id: int | None = None) -> "Story":
        self.wait(seconds=seconds).message("bot", "設定画面から再発行してください。")
        return self.fact(
            Kind.ANSWER_SHOWN,
            message_id=self.replies[-1] if self.replies else 0,
            faq_id=faq_id,
            version_id=version_id or faq_id,
            confidence=0.9,
            threshold=0.7,
            index_version="test",
        )

    def chatted(self) -> "Story":
        self.wait(seconds=1).message("bot", "こんにちは。")
        return self.fact(Kind.SMALL_TALK_REPLIED, message_id=self.replies[-1], intent="greet")

    def nothing(self) -> "Story":
        self.wait(seconds=2).message("bot", "見つかりませんでした。")
        return self.fact(Kind.NOTHING_FOUND, message_id=self.replies[-1])

    def says(self, value: str, faq_id: int = 1, version_id: int | None = None) -> "Story":
        return self.wait(seconds=20).fact(
            Kind.FEEDBACK_GIVEN, value=value, faq_id=faq_id, version_id=version_id or faq_id
        )

    def person(self, reason: str = "customer_request") -> "Story":
        return self.wait(seconds=5).fact(Kind.HANDOFF_REQUESTED, reason=reason)

    def helped(self, staff_id: int = 1, wait: float = 30, minutes: float = 6) -> "Story":
        self.wait(seconds=wait / 2).fact(Kind.AGENT_CLAIMED, staff_id=staff_id)
        self.wait(seconds=wait / 2).message("agent", "担当の佐藤です。", staff_id)
        self.fact(Kind.AGENT_REPLIED, staff_id=staff_id, message_id=0)
        while minutes > 0:
            self.wait(minutes=min(minutes, 4)).fact(Kind.AGENT_REPLIED, staff_id=staff_id, message_id=0)
            minutes -= 4
        return self.fact(Kind.CONVERSATION_RESOLVED, by=staff_id)

    def expired(self) -> "Story":
        return self.wait(hours=24).fact(Kind.EPISODE_EXPIRED)

    def rated(self, rating: int, about: str = "bot") -> "Story":
        return self.wait(seconds=10).fact(Kind.CSAT_GIVEN, rating=rating, about=about)

    def inquiry(self, text: str, vector: np.ndarray | None = None, model_id: str = "") -> Inquiry:
        """Keep the question as an inquiry, with the vector `vector` when one is given."""
        number = next(_numbers)
        row = Inquiry(
            source="chat",
            external_key=f"story-{number}",
            text=text,
            language="ja",
            text_key=f"story-{text}-{number}" if vector is not None else f"story-{text}",
            received_at=self.at,
            episode_id=self.id,
        )
        self.session.add(row)
        if vector is not None:
            keep_vector(self.session, row.text_key, vector, model_id)
        self.session.flush()
        return row


class Stories:
    """Tells episodes in one database."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def contact(self, name: str = "花子", *, sample: bool = False, at: datetime | None = None) -> Contact:
        contact = Contact(name=name, sample=sample, created_at=at or datetime.now(UTC))
        self.session.add(contact)
        self.session.flush()
        return contact

    def episode(
        self,
        at: datetime,
        *,
        contact: Contact | None = None,
        conversation: Conversation | None = None,
        channel: str = "widget",
        sample: bool = False,
    ) -> Story:
        """Open an episode at `at`, in a conversation of its own unless one is given."""
        if conversation is None:
            contact = contact or self.contact(sample=sample, at=at)
            conversation = Conversation(
                id=f"story-{next(_numbers)}",
                contact_id=contact.id,
                channel=channel,
                language="ja",
                sample=sample,
                created_at=at,
                updated_at=at,
            )
            self.session.add(conversation)
            self.session.flush()
        episode = Episode(
            conversation_id=conversation.id,
            contact_id=conversation.contact_id,
            number=1 + conversation_episodes(self.session, conversation.id),
            opened_at=at,
            sample=sample,
        )
        self.session.add(episode)
        self.session.flush()
        return Story(self.session, episode, at)

    def many(self, n: int, *, now: datetime, days: int = 90, seed: int = 0, sample: bool = False) -> None:
        """Tell `n` episodes of every kind over the last `days`, some contacts returning."""
        chance = random.Random(seed)
        told: list[tuple[Contact, datetime, int]] = []
        for _ in range(n):
            at, faq = now - timedelta(days=chance.uniform(0.1, days)), chance.choice([1, 1, 1, 2, 2, 3, 4, 5])
            contact = None
            if told and chance.random() < 0.15:
                contact, before, same = chance.choice(told)
                at = min(now, before + timedelta(days=chance.uniform(0.1, 9)))
                faq = same if chance.random() < 0.6 else faq
            contact = contact or self.contact(f"お客様 {next(_numbers)}", sample=sample, at=at)
            told.append((contact, at, faq))
            tell(self.episode(at, contact=contact, sample=sample), chance, faq)


def conversation_episodes(session: Session, conversation_id: str) -> int:
    return session.scalar(select(func.count()).where(Episode.conversation_id == conversation_id)) or 0


def tell(story: Story, chance: random.Random, faq: int) -> None:
    """Play one of the usual episodes."""
    kind = chance.choices(
        ["solved", "quiet", "refused", "nothing", "person", "blocked", "social", "limited"],
        [30, 22, 6, 12, 16, 3, 8, 1],
    )[0]
    if kind == "social":
        story.asks("こんにちは").chatted()
        return
    story.asks(
        chance.choice(["パスワードを忘れました", "請求書がほしい", "打刻を直したい", "API連携について"])
    )
    if kind == "solved":
        story.answered(faq, chance.uniform(0.4, 5)).says("solved", faq)
        if chance.random() < 0.5:
            story.rated(chance.choice([3, 4, 4, 5, 5]))
    elif kind == "quiet":
        story.answered(faq, chance.uniform(0.4, 5)).expired()
    elif kind == "refused":
        story.answered(faq).says("not_solved", faq)
        if chance.random() < 0.6:
            story.person("not_solved").helped(wait=chance.uniform(10, 300), minutes=chance.uniform(2, 20))
    elif kind == "nothing":
        story.nothing()
        story.inquiry(chance.choice(["年末調整の対応状況を知りたい", "監査ログはありますか", "英語の請求書"]))
    elif kind == "person":
        story.person(chance.choice(["customer_request", "no_answer", "low_confidence", "sensitive_topic"]))
        if chance.random() < 0.85:
            story.helped(wait=chance.expovariate(1 / 70), minutes=chance.uniform(2, 20))
            if chance.random() < 0.5:
                story.rated(chance.choice([2, 4, 5, 5]), "agent")
    elif kind == "blocked":
        story.fact(Kind.BOT_UNAVAILABLE, message_id=story.replies[-1])
    else:
        story.fact(Kind.RATE_LIMITED)


def keep_vector(session: Session, key: str, vector: np.ndarray, model_id: str) -> None:
    """Put one L2-normalised vector in the cache of vectors."""
    unit = (vector / np.linalg.norm(vector)).astype("<f4")
    session.merge(Vector(text_key=key, model_id=model_id, vector=unit.tobytes()))
