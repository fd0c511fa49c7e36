"""A desk that answers, and inquiries to replay a draft over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun, State
from api.database import transaction
from api.faqs.drafts import Draft, Wording
from api.faqs.models import FaqVersion
from api.faqs.publishing import publish
from api.house import House
from api.inquiries.incoming import Incoming
from api.inquiries.keeping import keep
from api.inquiries.vectors import ensure_vectors

FAQS = {
    "password": ("パスワードを忘れました", ("パスワードの再設定", "ログインできない")),
    "invoice": ("請求書はどこで見られますか", ("請求書をダウンロードしたい",)),
    "leave": ("有給休暇を申請したい", ("休みを取りたい",)),
}
CARD = ("社員証をなくしました", "社員証の再発行をお願いします", "カードを紛失した")

Topic = Callable[..., int]


@pytest.fixture
def faqs(house: House) -> dict[str, FaqVersion]:
    """Three published FAQs."""
    with transaction(house.sessions) as session:
        return {
            name: publish(
                session,
                None,
                Draft(
                    question_ja=question,
                    answer_ja=f"{question}の答え",
                    phrasings=tuple(Wording(language="ja", text=text) for text in phrasings),
                ),
                author_id=None,
                now=house.clock(),
            )
            for name, (question, phrasings) in FAQS.items()
        }


@pytest.fixture
def topic(house: House) -> Topic:
    """Keep inquiries as a topic: `topic(texts, state=…, faq_id=…)` → its candidate."""

    def add(texts: tuple[str, ...], *, state: str = State.OPEN, faq_id: int | None = None) -> int:
        now = house.clock()
        rows = [
            Incoming(text=text, channel="mail", received_at=now - timedelta(hours=place + 1))
            for place, text in enumerate(texts)
        ]
        with transaction(house.sessions) as session:
            ids = keep(session, rows, source="test", now=now).ids
        ensure_vectors(house.sessions, house.embedder)
        with transaction(house.sessions) as session:
            return _candidate(session, house, ids, texts[0], state, faq_id)

    return add


def _candidate(
    session: Session, house: House, ids: tuple[int, ...], question: str, state: str, faq_id: int | None
) -> int:
    run = ClusterRun(model_id=house.embedder.model_id, finished_at=house.clock())
    session.add(run)
    session.flush()
    cluster = Cluster(
        run_id=run.id, language="ja", size=len(ids), tightness=0.7, representative=question, keywords=[]
    )
    session.add(cluster)
    session.flush()
    session.add_all(ClusterMember(inquiry_id=one, cluster_id=cluster.id, strength=1.0) for one in ids)
    candidate = Candidate(cluster_id=cluster.id, state=state, faq_id=faq_id)
    session.add(candidate)
    session.flush()
    return candidate.id


@pytest.fixture
def card(topic: Topic) -> int:
    """Customers who lost their card: no FAQ answers them."""
    return topic(CARD)


@pytest.fixture
def suzuki(faqs, request):
    """An editor on a desk whose answers are there: the FAQs come before the application."""
    editor = request.getfixturevalue("sign_in")("suzuki")
    editor.post("/api/answers/question", json={"text": "x"})
    return editor
