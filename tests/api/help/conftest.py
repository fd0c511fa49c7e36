"""Readers of the FAQ site, without a bot."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from api.app import create_app
from api.chat.models import Contact, Conversation
from api.database import transaction
from api.episodes.ledger import Kind, record
from api.episodes.models import Episode
from api.faqs.drafts import Draft, Wording
from api.faqs.models import FaqVersion
from api.faqs.publishing import publish
from api.house import House

KEY = {"X-Madoguchi-Key": "demo"}
FAQS = {
    "password": (
        "パスワードを忘れました",
        "**再設定**の画面から<b>変更</b>できます。",
        "How do I reset my password?",
    ),
    "invoice": ("請求書はどこで見られますか", "請求の画面にあります。", None),
    "leave": ("有給休暇を申請したい", "申請の画面から送れます。", "How do I request a day off?"),
}
PHRASINGS = {"password": "ログインできない", "invoice": "領収書がほしい", "leave": "休みを取りたい"}


@pytest.fixture
def faqs(house: House) -> dict[str, FaqVersion]:
    """Three FAQs, by name; one of them in Japanese alone."""
    published = {}
    with transaction(house.sessions) as session:
        for name, (question, answer, english) in FAQS.items():
            draft = Draft(
                question_ja=question,
                answer_ja=answer,
                question_en=english,
                answer_en=f"Answer to {english}" if english else None,
                phrasings=(Wording(language="ja", text=PHRASINGS[name]),),
            )
            published[name] = publish(session, None, draft, author_id=None, now=house.clock())
    return published


@pytest.fixture
def reader(house: House, faqs: dict[str, FaqVersion]) -> TestClient:
    """Somebody with a browser, who keeps cookies. The answer index is not loaded."""
    return TestClient(create_app(house), base_url="http://testserver", follow_redirects=False)


@pytest.fixture
def shown(house: House) -> Callable[..., None]:
    """Let the bot have shown an FAQ so often on a page, so many days ago."""

    def show(version: FaqVersion, times: int, *, page: str = "", days: float = 1) -> None:
        with transaction(house.sessions) as session:
            _show(session, house, version, times, page=page, days=days)

    return show


def _show(session: Session, house: House, version: FaqVersion, times: int, *, page: str, days: float) -> None:
    at = house.clock() - timedelta(days=days)
    contact = Contact(created_at=at)
    session.add(contact)
    session.flush()
    thread = Conversation(
        id=f"{version.id}-{page}-{days}", contact_id=contact.id, language="ja", page_url=page,
        created_at=at, updated_at=at,
    )  # fmt: skip
    session.add(thread)
    session.flush()
    episode = Episode(conversation_id=thread.id, contact_id=contact.id, number=1, opened_at=at)
    session.add(episode)
    session.flush()
    for time in range(times):
        key = f"{thread.id}:{time}"
        record(session, episode.id, Kind.ANSWER_SHOWN, at=at, key=key, faq_id=version.faq_id)
