"""Asking a company's system over real HTTP."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from api.lookups import Lookup
from api.lookups.connector import BUDGET, Result, look_up

TEXT = {"ja": "はい", "en": "yes"}
FIELD = {"name": "number", "prompt": TEXT, "invalid": TEXT, "pattern": ".+"}
INVOICE = {"status": "open", "amount": 1234567, "due": "2026-11-30"}


class System:
    """A company's system that answers as it is told to, one prepared answer a request."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any, float]] = []
        self.seen: list[tuple[str, str, dict[str, str], str]] = []
        self.gone = gone = threading.Event()
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                system.seen.append((self.command, self.path, dict(self.headers), body))
                status, answer, pause = (
                    system.answers.pop(0) if len(system.answers) > 1 else system.answers[0]
                )
                if gone.wait(pause):
                    return
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def system() -> Iterator[System]:
    running = System()
    yield running
    running.gone.set()
    running.server.shutdown()
    running.server.server_close()


def declared(request: dict[str, Any], **more: Any) -> Lookup:
    return Lookup.model_validate(
        {
            "name": "invoice",
            "title": TEXT,
            "examples": {"ja": ["a", "b", "c"], "en": ["a", "b", "c"]},
            "fields": [FIELD],
            "request": request,
            "not_found": {"text": TEXT},
            "values": {
                "status": {"path": "$.status", "words": {"open": {"ja": "未払い", "en": "open"}}},
                "amount": {"path": "$.amount", "kind": "number"},
                "due": {"path": "$.due", "kind": "date", "missing": {"ja": "未定", "en": "not known"}},
            },
            "response": {"ja": "{number} {status} {amount} {due}", "en": "{number} {status} {amount} {due}"},
        }
        | more
    )


def ask(lookup: Lookup, system: System, number: str = "A-1", language: str = "ja") -> Result:
    return look_up(lookup, {"number": number}, language, ours=system.url)  # type: ignore[arg-type]


def test_the_values_of_the_reply_are_worded_in_the_customers_language(system):
    system.answers = [(200, INVOICE, 0)]
    lookup = declared({"url": "/invoices/{number}"})
    japanese, english = ask(lookup, system), ask(lookup, system, language="en")
    assert dict(japanese.values) == {"status": "未払い", "amount": "1,234,567", "due": "2026年11月30日"}
    assert dict(english.values) == {"status": "open", "amount": "1,234,567", "due": "November 30, 2026"}
    assert (japanese.kind, japanese.status) == ("found", 200)


def test_a_value_cannot_leave_its_place_in_the_address(system):
    system.answers = [(200, INVOICE, 0)]
    ask(declared({"url": f"{system.url}/invoices/{{number}}"}), system, number="../x?y=1#z/Ａ")
    assert system.seen[0][1] == "/invoices/..%2Fx%3Fy%3D1%23z%2F%EF%BC%A1"


def test_query_body_and_secret_are_sent(system, monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", "s3cret")
    system.answers = [(200, INVOICE, 0)]
    request = {"url": "/i", "method": "POST", "query": {"n": "{number}"}, "body": {"number": "{number}"}}
    ask(declared(request | {"auth": {"secret": "SHOP_TOKEN"}}), system)
    method, path, headers, body = system.seen[0]
    assert (method, path, json.loads(body)) == ("POST", "/i?n=A-1", {"number": "A-1"})
    assert headers["Authorization"] == "Bearer s3cret"


def test_a_missing_secret_fails_without_a_request(system, monkeypatch):
    monkeypatch.delenv("SHOP_TOKEN", raising=False)
    result = ask(declared({"url": "/i", "auth": {"secret": "SHOP_TOKEN"}}), system)
    assert (result.kind, result.status, system.seen) == ("failed", None, [])


def test_a_busy_system_is_asked_again(system):
    system.answers = [(503, {}, 0), (200, INVOICE, 0)]
    assert ask(declared({"url": "/i"}), system).kind == "found"
    assert len(system.seen) == 2


def test_a_post_that_arrived_is_not_repeated(system):
    system.answers = [(503, {}, 0), (200, INVOICE, 0)]
    result = ask(declared({"url": "/i", "method": "POST"}), system)
    assert (result.kind, result.status, len(system.seen)) == ("failed", 503, 1)


def test_a_system_that_is_not_there_fails(system):
    result = ask(declared({"url": "http://127.0.0.1:9/i"}), system)
    assert (result.kind, result.status) == ("failed", None)


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (404, {}, "not_found"),
        (500, {}, "failed"),
        (302, {}, "failed"),
        (200, b"<html>", "failed"),
        (200, {"status": "surprise", "amount": 1}, "failed"),
        (200, {"status": "open"}, "failed"),
        (200, {"status": "open", "amount": [1]}, "failed"),
        (200, {"status": "open", "amount": 1, "due": "soon"}, "failed"),
        (200, {"status": "open", "amount": 1}, "found"),
        (200, b" " * 300_000 + b"{}", "failed"),
    ],
)
def test_what_comes_of_a_reply(system, status, answer, kind):
    system.answers = [(status, answer, 0)]
    result = ask(declared({"url": "/i", "retries": 0}), system)
    assert (result.kind, result.status) == (kind, status)


def test_an_empty_list_can_mean_that_there_is_no_such_thing(system):
    system.answers = [(200, {"found": []}, 0)]
    lookup = declared({"url": "/i"}, not_found={"text": TEXT, "status": [], "empty": "$.found"})
    assert ask(lookup, system).kind == "not_found"


def test_a_slow_system_fails_while_the_customer_still_waits(system):
    system.answers = [(200, INVOICE, 10)]
    lookup = declared({"url": "/i", "timeout": 0.3, "retries": 1})
    result = ask(lookup, system)
    assert (result.kind, result.status) == ("failed", None)
    assert result.ms < BUDGET * 1000


def test_what_goes_wrong_is_logged_without_the_customers_number(system, caplog):
    system.answers = [(500, {}, 0)]
    ask(declared({"url": "/i/{number}", "retries": 0}), system, number="A-4711")
    assert "the look-up invoice failed" in caplog.text
    assert "4711" not in caplog.text
