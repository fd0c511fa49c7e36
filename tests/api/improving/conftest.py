"""Customers who talk with the bot and with agents, played by the product's own writing and without Rasa."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from api.chat.acts import (
    Answer,
    Choice,
    Clarification,
    HandOffAct,
    NothingFound,
    NotSolved,
    SmallTalk,
    Solved,
)
from api.chat.applying import apply_acts
from api.chat.choices import Pressed
from api.chat.handoffs import hand_over, open_hand_off
from api.chat.models import Contact, Conversation, Turn
from api.chat.receiving import Incoming, receive
from api.chat.telling import tell_unavailable
from api.chat.turns import Due, begin
from api.database import transaction
from api.episodes.ledger import Reason
from api.faqs.drafts import Draft, Wording
from api.faqs.models import FaqVersion
from api.faqs.publishing import publish
from api.faqs.store import newest_version
from api.house import House
from api.inbox import desk
from api.staff.models import Staff

QUIET = timedelta(hours=24)
FAQS = {
    "password": ("パスワードを忘れました", ("パスワードの再設定", "ログインできない")),
    "invoice": ("請求書はどこで見られますか", ("請求書をダウンロードしたい",)),
    "leave": ("有給休暇を申請したい", ("休みを取りたい",)),
}


class Customer:
    """One conversation, told step by step; every step takes a second."""

    def __init__(self, house: House, language: str = "ja") -> None:
        self.house, self.language = house, language
        self.id = uuid4().hex[:20]
        now = self._now()
        with transaction(house.sessions) as session:
            contact = Contact(created_at=now)
            session.add(contact)
            session.flush()
            session.add(
                Conversation(
                    id=self.id, contact_id=contact.id, language=language, created_at=now, updated_at=now
                )
            )

    def says(self, text: str) -> "Customer":
        return self._receives(text=text)

    def presses(self, kind: str, faq: FaqVersion | None = None) -> "Customer":
        return self._receives(pressed=Pressed(kind=kind, faq_id=faq.faq_id if faq else None))

    def answered(self, faq: FaqVersion, matched: str | None = None, *, chosen: bool = False) -> "Customer":
        return self._bot(
            Answer(
                text=faq.answer_ja, language=self.language, question=faq.question_ja, faq_id=faq.faq_id,
                version_id=faq.id, confidence=0.9, threshold=None if chosen else 0.85, index_version="1",
                matched=matched,
            )
        )  # fmt: skip

    def asked_which(self, *faqs: FaqVersion) -> "Customer":
        return self._bot(self._clarification(faqs))

    def asked_again(self, *faqs: FaqVersion) -> "Customer":
        """The bot repeats its choices, as to "yes"; the index is not consulted."""
        return self._bot(self._clarification(faqs, confidence=0.0))

    def chooses(self, faq: FaqVersion) -> "Customer":
        return self.presses("faq", faq).answered(faq, chosen=True)

    def nothing(self) -> "Customer":
        return self._bot(NothingFound(text="見つかりません", language=self.language))

    def none_of_these(self, words: str | None = None) -> "Customer":
        """Press the button, or say it in `words`."""
        said = self.says(words) if words else self.presses("none_of_these")
        sorry = NothingFound(text="では…", language=self.language, reason=Reason.LOW_CONFIDENCE)
        return said._bot(sorry)

    def solved(self, faq: FaqVersion) -> "Customer":
        thanks = Solved(text="よかった", language=self.language, faq_id=faq.faq_id, version_id=faq.id)
        return self.presses("solved")._bot(thanks)

    def not_solved(self, faq: FaqVersion, *others: FaqVersion, words: str | None = None) -> "Customer":
        """Press the button, or say it in `words`; the bot offers `others`."""
        sorry = NotSolved(
            text="すみません", language=self.language, offer=not others, faq_id=faq.faq_id, version_id=faq.id
        )
        said = self.says(words) if words else self.presses("not_solved")
        return said._bot(sorry, *([self._clarification(others)] if others else []))

    def greets(self) -> "Customer":
        return self.says("こんにちは").hears_a_courtesy()

    def hears_a_courtesy(self) -> "Customer":
        return self._bot(SmallTalk(text="こんにちは", language=self.language, intent="greet"))

    def cannot_be_answered(self) -> "Customer":
        """The bot is away; the message waits for it."""
        with transaction(self.house.sessions) as session:
            tell_unavailable(session, self._turn(session), now=self._now())
        return self

    def wants_a_person(self, words: str | None = None) -> "Customer":
        if words:
            act = HandOffAct(text="つなぎます", language=self.language, reason=Reason.CUSTOMER_REQUEST)
            return self.says(words)._bot(act)
        with transaction(self.house.sessions) as session:
            conversation = session.get_one(Conversation, self.id)
            hand_over(session, conversation, now=self._now(), quiet=QUIET)
        return self

    def agent_answers(self, faq: FaqVersion | None) -> "Customer":
        """Sato claims where nobody has, and replies: with an FAQ, or in own words."""
        with transaction(self.house.sessions) as session:
            hand_off = open_hand_off(session, self.id)
            assert hand_off is not None
            sato = session.scalars(select(Staff).where(Staff.email == "sato@example.com")).one()
            desk.claim(session, hand_off.id, sato, now=self._now())
            desk.reply(
                session, hand_off.id, sato, text="こちらをご覧ください", client_id=uuid4().hex,
                version_id=faq.id if faq else None, now=self._now(),
            )  # fmt: skip
        return self

    def _clarification(self, faqs: tuple[FaqVersion, ...], confidence: float = 0.5) -> Clarification:
        choices = tuple(
            Choice(faq_id=faq.faq_id, version_id=faq.id, text=faq.question_ja, confidence=confidence)
            for faq in faqs
        )
        return Clarification(text="どれですか", language=self.language, choices=choices)

    def _receives(self, **said: object) -> "Customer":
        with transaction(self.house.sessions) as session:
            conversation = session.get_one(Conversation, self.id)
            incoming = Incoming(client_id=uuid4().hex, **said)
            receive(session, conversation, incoming, now=self._now(), quiet=QUIET)
        return self

    def _bot(self, *acts: object) -> "Customer":
        with transaction(self.house.sessions) as session:
            waiting = self._turn(session)
            assert apply_acts(session, waiting, acts, now=self._now())
        return self

    def _turn(self, session):
        oldest = select(Turn).where(Turn.conversation_id == self.id).order_by(Turn.message_id)
        turn = session.scalars(oldest).first()
        return begin(session, Due(message_id=turn.message_id, conversation_id=self.id))

    def _now(self):
        self.house.clock.move(seconds=1)
        return self.house.clock()


@pytest.fixture
def customer(house: House) -> Callable[..., Customer]:
    """Open a conversation: `customer()`, `customer("en")`."""

    def new(language: str = "ja") -> Customer:
        return Customer(house, language)

    return new


@pytest.fixture
def faqs(house: House) -> dict[str, FaqVersion]:
    """Three FAQs, by name."""
    published = {}
    with transaction(house.sessions) as session:
        for name, (question, phrasings) in FAQS.items():
            draft = Draft(
                question_ja=question,
                answer_ja=f"{question}の答え",
                phrasings=tuple(Wording(language="ja", text=text) for text in phrasings),
            )
            published[name] = publish(session, None, draft, author_id=None, now=house.clock())
    return published


@pytest.fixture
def phrasings(house: House) -> Callable[[FaqVersion], list[str]]:
    """What an FAQ's phrasings are now."""

    def read(faq: FaqVersion) -> list[str]:
        with house.sessions() as session:
            return [phrasing.text for phrasing in newest_version(session, faq.faq_id).phrasings]

    return read


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")
