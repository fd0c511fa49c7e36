"""Runs in the bot's environment: what Rasa makes of texts as it is and thrifty; how it calls an action."""

# ruff: noqa: E402 - the environment must be settled before Rasa is imported
import asyncio
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bot"))

import runtime

runtime.settle()

from aiohttp import web
from components.thrift import be_thrifty
from rasa.core.agent import Agent, load_agent
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog

configure_structlog()


async def understood(agent: Agent, texts: list[str]) -> list[dict]:
    """Rankings of intents, and the action that follows."""
    found = []
    for text in texts:
        parsed = await agent.parse_message(text)
        tracker = DialogueStateTracker.from_events(
            "hanako",
            [ActionExecuted("action_listen"), UserUttered(text, parsed["intent"], [], parsed)],
            slots=agent.domain.slots,
        )
        next_one = agent.processor.predict_next_with_tracker(tracker)
        action = max(next_one["scores"], key=lambda one: one["score"])["action"]
        ranking = [[one["name"], round(one["confidence"], 6)] for one in parsed["intent_ranking"]]
        found.append({"intent": parsed["intent"]["name"], "ranking": ranking, "action": action})
    return found


class Actions:
    """An action endpoint that counts the connections it gets."""

    def __init__(self) -> None:
        self.connections: set[object] = set()
        self.port = 0

    async def start(self) -> None:
        application = web.Application()
        application.router.add_post("/", self._answer)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.connections.add(request.transport)
        return web.json_response({"events": [], "responses": [await request.json()]})


async def calls() -> dict:
    """How many connections two calls take, and what a call gets right after the endpoint's new start."""
    actions = Actions()
    await actions.start()
    endpoint = EndpointConfig(f"http://127.0.0.1:{actions.port}/")
    for turn in (1, 2):
        await endpoint.request(json={"turn": turn})
    connections = len(actions.connections)
    await actions.stop()
    await actions.start()
    again = await endpoint.request(json={"turn": 3})
    return {"connections": connections, "again": again["responses"]}


async def main(texts: list[str]) -> dict:
    agent = await load_agent(str(runtime.MODELS / f"{runtime.MODEL_NAME}.tar.gz"))
    as_it_is = await understood(agent, texts)
    be_thrifty()
    return {"as_it_is": as_it_is, "thrifty": await understood(agent, texts), "calls": await calls()}


print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
