"""A small Rasa: the webhook and action protocols over real HTTP, understanding by a few rules."""

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

ACTIONS = {
    "ask_question": "action_answer",
    "choose_faq": "action_choose_faq",
    "none_of_these": "action_none_of_these",
    "solved": "action_solved",
    "not_solved": "action_not_solved",
    "ask_for_human": "action_hand_off",
    "affirm": "action_affirm",
    "deny": "action_deny",
    "greet": "action_small_talk",
    "thank": "action_small_talk",
}
WORDS = {
    "こんにちは": "greet",
    "hello": "greet",
    "ありがとう": "thank",
    "担当者と話したい": "ask_for_human",
    "はい": "affirm",
    "いいえ": "deny",
    "解決しました": "solved",
    "まだ解決しません": "not_solved",
}


class SmallRasa:
    """Starts and stops on one port. `said` is what it was told; `replies` are taken before its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.action_url = ""
        self.said: list[dict[str, Any]] = []
        self.replies: deque[tuple[int, bytes]] = deque()
        self.may_reply = threading.Event()
        self.may_reply.set()
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        rasa = self

        class Webhook(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                message = json.loads(self.rfile.read(int(self.headers["content-length"])))
                rasa.said.append(message)
                rasa.may_reply.wait(20)
                status, body = rasa.replies.popleft() if rasa.replies else (200, rasa.reply(message))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Webhook)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def refresh(self) -> None:
        """Run, with nothing heard and nothing prepared."""
        self.said.clear()
        self.replies.clear()
        self.may_reply.set()
        if self._server is None:
            self.start()

    def heard(self, conversation_id: str) -> list[str]:
        """What was said in a conversation."""
        return [message["message"] for message in self.said if message["sender"] == conversation_id]

    def reply(self, message: dict[str, Any]) -> bytes:
        """Understand, run the action, return its responses; nothing when it fails, as Rasa does."""
        intent, entities = understood(message["message"])
        call = {
            "next_action": ACTIONS[intent],
            "sender_id": message["sender"],
            "tracker": {
                "sender_id": message["sender"],
                "slots": {"faq_id": None},
                "latest_message": {
                    "text": message["message"],
                    "intent": {"name": intent, "confidence": 0.98},
                    "entities": entities,
                    "metadata": message["metadata"],
                },
            },
        }
        answer = httpx.post(self.action_url, json=call, timeout=10)
        responses = answer.json()["responses"] if answer.status_code == 200 else []
        return json.dumps(
            [{"recipient_id": message["sender"], **response} for response in responses]
        ).encode()


def understood(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return intent and entities; a leading slash names them outright, as in Rasa."""
    if text.startswith("/"):
        intent, _, entities = text[1:].partition("{")
        values = json.loads("{" + entities) if entities else {}
        return intent, [{"entity": name, "value": value} for name, value in values.items()]
    return next((intent for word, intent in WORDS.items() if word in text.lower()), "ask_question"), []
