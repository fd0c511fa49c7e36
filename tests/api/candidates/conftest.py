"""Candidates to decide on: two topics with real inquiries, masked and embedded as in production."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun
from api.database import transaction
from api.house import House
from api.inquiries.incoming import Incoming
from api.inquiries.keeping import keep
from api.inquiries.vectors import ensure_vectors
from tests.api.candidates.asked import TOPICS, receive

GREETING = "高梨様、お問い合わせありがとうございます。\n"
RESET = "ログイン画面の「パスワードを忘れた方」から再設定してください。リンクは60分有効です。"
PASSWORD = (
    ("パスワードを忘れてしまいました", GREETING + RESET),
    ("お世話になっております。パスワードが思い出せず、ログインできません。", RESET),
    ("パスワードの再設定方法を教えてください", RESET + "ご不明な点はお知らせください。"),
    ("ログインできない、パスワードが違うと言われる", "大文字と小文字をご確認ください。"),
    ("パスワードを再発行してほしい。連絡先は090-1234-5678です", None),
    ("パスワードを忘れてしまいました。", None),
)
INVOICE = (
    ("Where can I download my invoice?", "You find it under Settings > Billing."),
    ("I need the invoice for March", None),
    ("How do I get a receipt for my payment", None),
)

Add = Callable[..., int]


@pytest.fixture
def add_candidate(house: House) -> Add:
    """Add a candidate with its cluster: `add_candidate(PASSWORD, impact=6.5)` → its id."""

    def add(rows: tuple[tuple[str, str | None], ...], *, language: str = "ja", impact: float = 1.0) -> int:
        now = house.clock()
        incoming = [
            Incoming(text=text, reply=reply, channel="mail", received_at=now - timedelta(days=day + 1))
            for day, (text, reply) in enumerate(rows)
        ]
        with transaction(house.sessions) as session:
            ids = keep(session, incoming, source="test", now=now).ids
        ensure_vectors(house.sessions, house.embedder)
        with transaction(house.sessions) as session:
            return _candidate(session, house, ids, rows[0][0], language, impact)

    return add


def _candidate(
    session: Session, house: House, ids: tuple[int, ...], question: str, language: str, impact: float
) -> int:
    run = ClusterRun(model_id=house.embedder.model_id, finished_at=house.clock())
    session.add(run)
    session.flush()
    cluster = Cluster(
        run_id=run.id,
        language=language,
        size=len(ids),
        tightness=0.7,
        representative=question,
        keywords=["パスワード", "再設定"] if language == "ja" else ["invoice"],
        weekly=[0, 1, 0, 2, 1, 3, 4, 6],
    )
    session.add(cluster)
    session.flush()
    session.add_all(ClusterMember(inquiry_id=one, cluster_id=cluster.id, strength=1.0) for one in ids)
    candidate = Candidate(cluster_id=cluster.id, impact=impact, trend=0.5)
    session.add(candidate)
    session.flush()
    return candidate.id


@pytest.fixture
def password(add_candidate: Add) -> int:
    """Japanese customers who forgot their password."""
    return add_candidate(PASSWORD, impact=6.5)


@pytest.fixture
def invoice(add_candidate: Add) -> int:
    """English customers who look for an invoice."""
    return add_candidate(INVOICE, language="en", impact=1.5)


@pytest.fixture
def received(house: House) -> dict[str, tuple[int, ...]]:
    """Three topics' inquiries, none clustered yet."""
    return {topic: receive(house, texts, days_ago=3) for topic, texts in TOPICS.items()}
