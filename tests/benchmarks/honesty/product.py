"""The product itself, over HTTP in this process: real PostgreSQL, the real application, a clock that moves.

Rasa's process is not there. In its place a turn is understood by a few rules, and everything after that is
the product's own: the action endpoint decides, the gateway's code writes.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import numpy as np
import psycopg

from api.answers.serving import Serving
from api.app import create_app
from api.chat.acts import NotReady, act_from_json
from api.chat.applying import apply_acts
from api.chat.turns import begin, due_turns
from api.database import transaction
from api.episodes.ledger import expire_quiet_episodes
from api.faqs.publishing import publish
from api.house import House, build_house
from api.inquiries.vectors import Embedding
from api.jobs import follow_up
from api.sample.written import read_faqs
from api.settings import ROOT, load_settings
from faq_clustering.embedding import Embedder
from tests.api.chat.small_rasa import ACTIONS, understood
from tests.benchmarks.honesty.asgi import Client
from tests.conftest import PASSWORD, MovableClock, Server, embedded_url

IDENTITY_KEY = "the key that only the site and the counter know"
API_KEY = "the key of the telephone desk"
KEY = {"X-Madoguchi-Key": "demo"}
DESK = {"X-Madoguchi-Api-Key": API_KEY}


class Remembering:
    """An embedder that embeds each text once: twenty worlds speak of the same matters."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self._known = embedder, {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def load(self) -> Any:
        """Load the model."""
        self._embedder.load()
        return self

    def encode(self, texts: Sequence[str], **more: Any) -> Any:
        """Return the embeddings (n, d)."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known |= zip(missing, self._embedder.encode(missing, **more), strict=True)
        return np.stack([self._known[text] for text in texts])


@contextmanager
def house_over(
    url: str, clock: MovableClock, embedder: Any, folder: Path, follow_up_share: float = 0.0
) -> Iterator[House]:
    """A house over a database."""
    built = build_house(
        load_settings(
            database_url=url,
            data_dir=folder,
            secret_key="honesty",
            bot_url="http://127.0.0.1:9",
            identity_key=IDENTITY_KEY,
            api_key=API_KEY,
            read_together=0,
            follow_up_share=follow_up_share,
            policy_file=ROOT / "data/policy.yml",
        ),
        clock=clock,
    )
    yield replace(built, embedder=embedder)
    built.engine.dispose()


@contextmanager
def database(postgres: Server, template: str) -> Iterator[str]:
    """A database made of another."""
    name = f"world_{uuid4().hex[:10]}"
    with psycopg.connect(embedded_url(postgres.data_dir, "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        # Nothing here need outlive the machine's power.
        admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield embedded_url(postgres.data_dir, name)
        finally:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def publish_faqs(house: House) -> dict[int, str]:
    """Publish the sample's FAQs; return the topic of each."""
    with transaction(house.sessions) as session:
        return {
            publish(session, None, one.draft, author_id=None, now=house.clock()).faq_id: one.topic
            for one in read_faqs()
        }


class Product:
    """The running application, with who uses it."""

    def __init__(self, house: House, serving: Serving) -> None:
        self.house, self.clock = house, house.clock
        self.signed_at: datetime | None = None
        # Its life does not begin: no dispatcher and no watchdog. The driver takes the turns, one by one.
        app = create_app(house)
        app.state.answers = serving
        self.embedding = Embedding(embedder=house.embedder, vector=serving.vector)
        self.web, self.agent, self.manager = Client(app), Client(app), Client(app)
        self.seen_at: datetime | None = None

    def sign_in(self, client: Client, who: str) -> None:
        """Sign somebody of the staff in."""
        client.cookies.clear()
        client.headers.pop("X-CSRF-Token", None)
        form = {"email": f"{who}@example.com", "password": PASSWORD}
        assert client.post("/staff/sign-in", data=form).status_code == 303
        with psycopg.connect(self.house.database_url) as connection:
            row = connection.execute(
                "SELECT csrf_token FROM staff_sessions s JOIN staff ON staff.id = s.staff_id"
                " WHERE email = %s ORDER BY s.expires_at DESC LIMIT 1",
                (f"{who}@example.com",),
            ).fetchone()
        client.headers["X-CSRF-Token"] = row[0]

    def hold_out(self, share: float) -> None:
        """Let the manager begin the hold-out."""
        done = self.manager.post("/staff/dashboard/holdout/settings", data={"percent": str(share * 100)})
        assert done.status_code == 303, done.text

    def be_at_the_inbox(self) -> None:
        """Have agent Sato look at the inbox now and then, as its pages do by themselves."""
        if self.seen_at is None or self.clock() - self.seen_at > timedelta(minutes=1):
            self.inbox()

    def inbox(self) -> Any:
        """Return what agent Sato sees waiting."""
        if self.signed_at is None or self.clock() - self.signed_at > timedelta(days=10):
            self.sign_in(self.agent, "sato")
            self.signed_at = self.clock()
        seen = self.agent.get("/api/hand-offs")
        assert seen.status_code == 200, seen.text
        self.seen_at = self.clock()
        return seen.json()

    def take_turns(self) -> None:
        """Let the bot answer what waits: understood by rules, decided and written by the product."""
        with transaction(self.house.sessions) as session:
            waiting = [turn for due in due_turns(session) if (turn := begin(session, due)) is not None]
        for turn in waiting:
            intent, entities = understood(turn.payload)
            metadata = {
                "message_id": turn.message_id,
                "conversation_id": turn.conversation_id,
                "language": turn.language,
            }
            said = self.web.post(
                "/rasa/actions",
                json={
                    "next_action": ACTIONS[intent],
                    "sender_id": turn.conversation_id,
                    "tracker": {
                        "sender_id": turn.conversation_id,
                        "slots": {"faq_id": None},
                        "latest_message": {
                            "text": turn.payload,
                            "intent": {"name": intent, "confidence": 0.98},
                            "entities": entities,
                            "metadata": metadata,
                        },
                    },
                },
            )
            assert said.status_code == 200, said.text
            acts = [act_from_json(response["custom"]) for response in said.json()["responses"]]
            spoken = [act for act in acts if not isinstance(act, NotReady)]
            with transaction(self.house.sessions) as session:
                apply_acts(session, turn, spoken, now=self.clock(), embedding=self.embedding)

    def sweep(self) -> list[str]:
        """Do what the worker does by the hour; return the conversations in which it was asked "solved?"."""
        began = self.clock()
        with transaction(self.house.sessions) as session:
            quiet = timedelta(hours=self.house.settings.quiet_hours)
            expire_quiet_episodes(session, now=began, quiet=quiet)
        follow_up(self.house)
        with psycopg.connect(self.house.database_url) as connection:
            rows = connection.execute(
                "SELECT e.conversation_id FROM facts f JOIN episodes e ON e.id = f.episode_id"
                " WHERE f.kind = 'follow_up_asked' AND f.at >= %s ORDER BY f.id",
                (began,),
            )
            return [row[0] for row in rows]

    def serve_hand_off(self, conversation_id: str, *, topic: str) -> None:
        """Let agent Sato take, answer and close the hand-off of a conversation."""
        one = next((row for row in self.inbox() if row["conversation_id"] == conversation_id), None)
        if one is None:
            # Served already, with what was asked before.
            return
        path = f"/api/hand-offs/{one['id']}"
        assert self.agent.post(f"{path}/claim").status_code == 201
        self.clock.move(seconds=40)
        sent = self.agent.post(f"{path}/replies", json={"text": "担当の佐藤です。", "client_id": uuid4().hex})
        assert sent.status_code == 201, sent.text
        self.clock.move(minutes=5)
        assert self.agent.post(f"{path}/resolution", json={"topic": topic}).status_code == 201

    def call(self, external_id: str, text: str) -> None:
        """Tell of a telephone call that a person answered."""
        now = self.clock()
        told = {
            "id": uuid4().hex,
            "opened_at": now.isoformat(),
            "replied_at": now.isoformat(),
            "closed_at": now.isoformat(),
            "text": text,
        }
        answer = self.web.post(f"/api/contacts/{external_id}/episodes", json=told, headers=DESK)
        assert answer.status_code == 201, answer.text


class Browser:
    """A browser at the company's site: its widget's token, and the conversation it takes up."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.token: str | None = None
        self.conversation: str | None = None
        self.owner: str | None = None

    def _send(self, method: str, path: str, **body: Any) -> Any:
        headers = KEY | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        answer = self.product.web.request(method, path, json=body or None, headers=headers)
        assert answer.status_code in (200, 201, 202, 204), f"{path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def visit(self, external_id: str | None, language: str) -> None:
        """Open the widget, known or not."""
        asked: dict[str, Any] = {"identity": None}
        if external_id is not None:
            claims = {"sub": external_id, "exp": self.product.clock().timestamp() + 600}
            asked["identity"] = jwt.encode(claims, IDENTITY_KEY, algorithm="HS256")
        begun = self._send("POST", "/widget/session", **asked)
        self.token, self.conversation = begun["visitor_token"], begun["conversation_id"]
        if self.conversation is None:
            opened = self._send("POST", "/widget/conversations", language=language)
            self.conversation, self.token = opened["conversation_id"], opened["visitor_token"]

    def say(self, text: str) -> tuple[tuple[str, int], dict[str, Any]]:
        """Write; return which message it is (conversation and number) and what came of it."""
        path = f"/widget/conversations/{self.conversation}/messages"
        sent = self._send("POST", path, text=text, client_id=uuid4().hex)
        self.product.take_turns()
        return (str(self.conversation), sent["seq"]), self.state()

    def press(self, kind: str, **more: Any) -> None:
        """Press a button."""
        path = f"/widget/conversations/{self.conversation}/messages"
        self._send("POST", path, choice={"kind": kind} | more, client_id=uuid4().hex)
        self.product.take_turns()

    def state(self) -> dict[str, Any]:
        """Return the conversation."""
        return self._send("GET", f"/widget/conversations/{self.conversation}")

    def ask_for_person(self) -> None:
        """Ask for a person."""
        self._send("POST", f"/widget/conversations/{self.conversation}/hand-off")

    def leave_queue(self) -> None:
        """Take it back."""
        self._send("DELETE", f"/widget/conversations/{self.conversation}/hand-off")

    def rate(self, rating: int) -> None:
        """Rate."""
        self._send("POST", f"/widget/conversations/{self.conversation}/csat", rating=rating)


os.environ.setdefault("OMP_NUM_THREADS", "1")
