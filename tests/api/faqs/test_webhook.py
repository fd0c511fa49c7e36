"""Another system is told of every change of an FAQ: signed, again when it failed, and never lost."""

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select, text

from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.hooks.models import WebhookDelivery
from api.faqs.hooks.store import QUEUE
from api.faqs.languages import approved, withdraw
from api.faqs.publishing import publish, retire, unretire
from api.house import House, build_house
from api.jobs import make_jobs
from api.settings import BadSetting, load_settings
from tests.api.mortal import pass_time_since_death, process, until

SECRET = "a secret of the test"
DRAFT = Draft(question_ja="請求書はどこですか", answer_ja="請求の画面です。")


@dataclass
class Receiver:
    """Somebody else's system; answers with `status`."""

    address: str = ""
    status: int = 200
    free: threading.Event = field(default_factory=threading.Event)
    """Whether it answers; until then it has read and keeps silent."""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.got.append((dict(self.headers), body))
            there.free.wait(30)
            self.send_response(there.status)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    there = Receiver(address=f"http://127.0.0.1:{server.server_port}/hook?key=kept-from-logs")
    there.free.set()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield there
    there.free.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def telling(house: House, receiver: Receiver) -> Iterator[House]:
    """The house of a company that has a webhook."""
    settings = house.settings.model_copy(update={"webhook_url": receiver.address, "webhook_secret": SECRET})
    built = replace(build_house(settings, clock=house.clock), embedder=house.embedder)
    yield built
    built.engine.dispose()


def add(house: House, **more) -> int:
    with transaction(house.sessions) as session:
        return publish(session, None, DRAFT, author_id=None, now=house.clock(), **more).faq_id


def work(house: House) -> None:
    """Let the worker do the deliveries that are due."""
    jobs = make_jobs(house)

    async def run() -> None:
        async with jobs.open_async():
            await jobs.run_worker_async(
                wait=False, queues=[QUEUE], install_signal_handlers=False, delete_jobs="successful"
            )

    asyncio.run(run())


def test_what_is_sent_is_signed_and_says_what_happened(telling, receiver, session):
    faq_id = add(telling)
    with transaction(telling.sessions) as writing:
        retire(writing, faq_id, by=None, now=telling.clock())
        unretire(writing, faq_id)
    work(telling)
    assert [json.loads(body)["event"] for _, body in receiver.got] == ["published", "retired", "restored"]
    headers, body = receiver.got[0]
    signed = f"{headers['Madoguchi-Timestamp']}.".encode() + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["Madoguchi-Signature"] == f"v1={expected}"
    said = json.loads(body)
    assert (said["faq_id"], said["version"]["answer_ja"]) == (faq_id, "請求の画面です。")
    assert all(one.delivered_at and one.status == 200 for one in session.scalars(select(WebhookDelivery)))


def test_a_language_is_told_apart_from_what_is_published_until_it_is_approved(telling, receiver):
    both = replace(DRAFT, question_en="Where is my invoice?", answer_en="Under Billing.", drafts=("en",))
    with transaction(telling.sessions) as session:
        faq_id = publish(session, None, both, author_id=None, now=telling.clock()).faq_id
        publish(session, faq_id, approved(session, faq_id, "en"), author_id=None, now=telling.clock())
        withdraw(session, faq_id, "ja", author_id=None, now=telling.clock())
    work(telling)
    said = [json.loads(body)["version"] for _, body in receiver.got]
    assert [one["question_ja"] for one in said] == [DRAFT.question_ja, DRAFT.question_ja, None]
    assert [one["question_en"] for one in said] == [None, both.question_en, both.question_en]
    assert [[draft["language"] for draft in one["drafts"]] for one in said] == [["en"], [], ["ja"]]


def test_a_receiver_that_fails_is_tried_again_later(telling, receiver, session, caplog):
    receiver.status = 503
    add(telling)
    work(telling)
    delivery = session.scalars(select(WebhookDelivery)).one()
    assert (delivery.tries, delivery.status, delivery.delivered_at) == (1, 503, None)
    due = "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE scheduled_at > now() RETURNING id"
    with transaction(telling.sessions) as writing:
        assert len(writing.scalars(text(due)).all()) == 1
    receiver.status = 204
    work(telling)
    session.expire_all()
    assert (delivery.tries, delivery.status) == (2, 204)
    assert delivery.delivered_at is not None
    assert receiver.got[0][1] == receiver.got[1][1]
    assert SECRET not in caplog.text
    assert "kept-from-logs" not in caplog.text


def test_what_rolls_back_is_not_told(telling, receiver, session):
    with telling.sessions() as writing:
        publish(writing, None, DRAFT, author_id=None, now=telling.clock())
        writing.rollback()
    work(telling)
    assert receiver.got == []


@pytest.mark.timeout(600)
def test_a_worker_that_is_killed_while_it_delivers_delivers_it_again_under_the_same_number(
    telling, receiver, session
):
    add(telling)
    settings = {"webhook_url": receiver.address, "webhook_secret": SECRET}
    receiver.free.clear()
    with process(telling, "worker", **settings) as worker:
        until(lambda: receiver.got, "nothing was sent")
        worker.kill()
        worker.wait(20)
    receiver.free.set()
    delivery = session.scalars(select(WebhookDelivery)).one()
    assert delivery.delivered_at is None
    session.rollback()
    pass_time_since_death(telling)
    left = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'send_webhook'")
    with process(telling, "worker", **settings):
        until(lambda: _delivered(telling), "it was not sent again")
        # While the worker lives: it takes its job away only after the delivery is written.
        until(lambda: session.scalar(left) == 0, "its job is still there")
    assert len(receiver.got) >= 2
    assert {headers["Madoguchi-Delivery"] for headers, _ in receiver.got} == {str(delivery.id)}
    assert len({body for _, body in receiver.got}) == 1


def _delivered(house):
    with house.sessions() as session:
        return session.scalars(select(WebhookDelivery.delivered_at)).one()


def test_without_a_webhook_nothing_is_noted_and_the_sample_is_never_told(house, telling, session):
    add(house)
    add(telling, sample=True)
    assert session.scalars(select(WebhookDelivery)).all() == []


def test_administrators_alone_see_what_was_sent_and_send_it_again(telling, receiver, sign_in):
    add(telling)
    work(telling)
    admin = sign_in("admin")
    page = admin.get("/staff/webhook").text
    assert "送信済み" in page
    assert "kept-from-logs" not in page
    assert admin.post("/staff/webhook/deliveries/1/repetition").status_code == 303
    assert admin.post("/staff/webhook/deliveries/99/repetition").status_code == 404
    work(telling)
    assert len(receiver.got) == 2
    mori = sign_in("mori")
    assert mori.get("/staff/webhook").status_code == 403
    assert mori.post("/staff/webhook/deliveries/1/repetition").status_code == 403


@pytest.mark.parametrize(
    ("url", "secret"), [("ftp://e.example/x", "s"), ("https:///x", "s"), ("https://e.example/x", "")]
)
def test_a_webhook_has_a_web_address_and_a_secret(url, secret):
    with pytest.raises(BadSetting, match="MADOGUCHI_WEBHOOK"):
        load_settings(webhook_url=url, webhook_secret=secret)
