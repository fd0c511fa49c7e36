"""GET /webhooks/health/: is this bot fit for service, not merely up?"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore, TrackerStore
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

GARBAGE = 10_000
"""New objects until Python looks for garbage among them; its own 700 are less than one turn's."""


class HealthInput(InputChannel):
    """A channel that takes no messages and tells whether others may.

    Rasa answers on when its tracker store is gone (from memory) and when a model file was refused
    (untrained), so both are tried: a row is read from the store, a known question must be understood.
    """

    def __init__(self, known_question: str, expected_intent: str) -> None:
        self._known_question = known_question
        self._expected_intent = expected_intent

    @classmethod
    def name(cls) -> str:
        return "health"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        if not credentials:
            cls.raise_missing_credentials_exception()
        return cls(credentials["known_question"], credentials["expected_intent"])

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("health_webhook", __name__)

        @blueprint.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent: Agent | None = getattr(request.app.ctx, "agent", None)
            parts = {"model": await self._model(agent), "tracker_store": await _tracker_store(agent)}
            ready = all(state == "ok" for state in parts.values())
            model_id = agent.model_id if agent else None
            return response.json(
                {"ready": ready, **parts, "model_id": model_id}, status=200 if ready else 503
            )

        @blueprint.listener("after_server_start")
        async def settle(*server: Any) -> None:
            # The model is loaded and stays: to look through it again and again for garbage is no use.
            gc.collect()
            gc.freeze()
            gc.set_threshold(GARBAGE)

        return blueprint

    async def _model(self, agent: Agent | None) -> str:
        if agent is None or not agent.is_ready():
            return "not loaded"
        parsed = await agent.parse_message(self._known_question)
        intent = (parsed.get("intent") or {}).get("name")
        return "ok" if intent == self._expected_intent else f"untrained: a known question became {intent}"


async def _tracker_store(agent: Agent | None) -> str:
    store: TrackerStore | None = agent.tracker_store if agent else None
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
    if not isinstance(store, SQLTrackerStore):
        return f"not lasting: {type(store).__name__}"
    try:
        await asyncio.get_running_loop().run_in_executor(None, _read_a_row, store)
    except sqlalchemy.exc.SQLAlchemyError as error:
        # Only its name: the text would repeat the connection's address.
        return f"not reachable: {type(error).__name__}"
    return "ok"


def _read_a_row(store: SQLTrackerStore) -> None:
    with store.engine.connect() as connection:
        connection.execute(sqlalchemy.select(sqlalchemy.func.max(store.SQLEvent.id)))
