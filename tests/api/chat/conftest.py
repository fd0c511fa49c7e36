"""The application on a real port, with a small Rasa beside it: started once a module, shared by its tests.

Every test has conversations of its own, and sees no others.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import httpx
import pytest
import uvicorn
from sqlalchemy.orm import Session

from api.app import create_app
from api.database import transaction
from api.episodes.models import Episode, Fact
from api.faqs.drafts import Draft, Wording
from api.faqs.models import FaqVersion
from api.faqs.publishing import publish
from api.house import House, build_house
from api.settings import load_settings
from faq_clustering.embedding import Embedder
from tests.api.chat.customer import Customer, until
from tests.api.chat.small_rasa import SmallRasa
from tests.conftest import MovableClock, Server, fresh_database

IDENTITY_KEY = "the key that only our site and the counter know"
FAQS = {
    "password": ("パスワードを忘れました", "再設定の画面から変更できます。", "How do I reset my password?"),
    "invoice": ("請求書はどこで見られますか", "請求の画面にあります。", "Where can I see my invoices?"),
    "leave": ("有給休暇を申請したい", "申請の画面から送れます。", "How do I request a day off?"),
}


@pytest.fixture(scope="module")
def database_url(postgres: Server) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="module")
def house(
    database_url: str, clock: MovableClock, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    settings = load_settings(
        database_url=database_url,
        data_dir=tmp_path_factory.mktemp("data"),
        secret_key="test",
        widget_origins=["https://shop.example"],
        identity_key=IDENTITY_KEY,
    )
    built = replace(build_house(settings, clock=clock), embedder=embedder.load())
    yield built
    built.engine.dispose()


@pytest.fixture(scope="module")
def small_rasa() -> Iterator[SmallRasa]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        small = SmallRasa(free.getsockname()[1])
    small.start()
    yield small
    small.may_reply.set()
    small.stop()


@pytest.fixture
def rasa(small_rasa: SmallRasa) -> Iterator[SmallRasa]:
    """The small Rasa, running and fresh."""
    small_rasa.refresh()
    yield small_rasa
    small_rasa.refresh()


@pytest.fixture(scope="module")
def live_house(house: House, small_rasa: SmallRasa) -> House:
    """The house whose bot is the small Rasa."""
    changed = {"bot_url": f"http://127.0.0.1:{small_rasa.port}"}
    return replace(house, settings=house.settings.model_copy(update=changed))


@contextmanager
def running(house: House) -> Iterator[str]:
    """Serve `house` on a real port; return the address once the answer index is there."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(create_app(house), log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            until(lambda: httpx.get(f"{url}/readyz").json()["parts"]["answer_index"] == "ok", 30)
            yield url
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def faqs(house: House) -> dict[str, FaqVersion]:
    """Three FAQs, by name."""
    published = {}
    with transaction(house.sessions) as session:
        for name, (question, answer, english) in FAQS.items():
            draft = Draft(
                question_ja=question,
                answer_ja=answer,
                question_en=english,
                answer_en=f"Answer to {english}",
                phrasings=(Wording(language="ja", text="設定を変えたい"),) if name != "leave" else (),
            )
            published[name] = publish(session, None, draft, author_id=None, now=house.clock())
    return published


@pytest.fixture(scope="module")
def live_app(live_house: House, small_rasa: SmallRasa, faqs: dict[str, FaqVersion]) -> Iterator[str]:
    """The address of the running application, with `faqs` published and the small Rasa as its bot."""
    with running(live_house) as url:
        small_rasa.action_url = f"{url}/rasa/actions"
        yield url


@pytest.fixture
def hanako(live_app: str, rasa: SmallRasa) -> Customer:
    return Customer(live_app)


@pytest.fixture
def facts(session: Session) -> Callable[[Customer], list[tuple[str, dict]]]:
    """The facts of a customer's conversation: (kind, payload), in order."""

    def read(customer: Customer) -> list[tuple[str, dict]]:
        session.rollback()
        rows = session.query(Fact).join(Episode, Episode.id == Fact.episode_id)
        rows = rows.filter(Episode.conversation_id == customer.id).order_by(Fact.id)
        return [(fact.kind, fact.payload) for fact in rows]

    return read
