"""Runs in the bot's environment: writes a conversation with our tracker store, reads it with both."""

# ruff: noqa: E402 - the environment must be settled before Rasa is imported
import asyncio
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bot"))

import runtime

runtime.settle()

import sqlalchemy as sa
from components.tracker_store import LeanTrackerStore
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from tracker_schema import prepare

URL = os.environ["RASA_TRACKER_URL"]
prepare(URL)
DOMAIN = Domain.load(str(runtime.BOT / "domain"))
SETTINGS = {"domain": DOMAIN, "host": URL, "dialect": "postgresql"}
lean, own = LeanTrackerStore(**SETTINGS), SQLTrackerStore(**SETTINGS)


def turn(text: str) -> list:
    understood = {"intent": {"name": "ask_question", "confidence": 0.9}, "entities": []}
    return [
        UserUttered(text, understood["intent"], [], parse_data=understood | {"text": text}),
        ActionExecuted("action_answer"),
        SlotSet("lookup", text),
        BotUttered(f"{text} です。"),
        ActionExecuted("action_listen"),
    ]


async def say(store: SQLTrackerStore, events: list) -> None:
    """Read, add, write: what Rasa does in a turn."""
    tracker = await store.get_or_create_tracker("hanako")
    for event in events:
        tracker.update(event, DOMAIN)
    await store.save(tracker)


async def seen(store: SQLTrackerStore) -> dict:
    tracker = await store.retrieve("hanako")
    return {
        "events": [event.as_dict() for event in tracker.events],
        "slots": tracker.current_slot_values(),
        "text": tracker.latest_message.text,
    }


def rows() -> list:
    columns = "type_name, intent_name, action_name"
    with lean.engine.connect() as connection:
        found = connection.execute(
            sa.text(f"SELECT {columns} FROM events WHERE sender_id = 'hanako' ORDER BY id")
        )
        return [list(row) for row in found]


async def main() -> dict:
    stranger = await lean.retrieve("kuro")
    await say(lean, [SessionStarted(), ActionExecuted("action_listen"), *turn("請求書")])
    await say(lean, turn("住所"))
    first = {"lean": await seen(lean), "own": await seen(own), "rows": rows()}
    # Rasa's own store goes on where ours stopped, and ours where that stopped.
    await say(own, turn("返品"))
    await say(lean, turn("在庫"))
    second = {"lean": await seen(lean), "own": await seen(own), "rows": rows()}
    await say(lean, [SessionStarted(), *turn("解約")])
    third = {"lean": await seen(lean), "own": await seen(own), "rows": rows()}
    return {"stranger": stranger, "steps": [first, second, third]}


print(json.dumps(asyncio.run(main()), ensure_ascii=False))
