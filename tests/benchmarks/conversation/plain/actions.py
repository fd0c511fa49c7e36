"""The plain bot's one action: the answer of the question that was understood."""

import json
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

ANSWERS = json.loads((Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))
SORRY = "申し訳ございません。うまくお答えできませんでした。"


class ActionAnswer(Action):
    """Says the answer."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        intent = tracker.latest_message["intent"]["name"]
        dispatcher.utter_message(text=ANSWERS.get(intent, SORRY))
        return []
