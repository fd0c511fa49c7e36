"""The small Rasa with the look-up form: what Rasa's FormAction and RulePolicy do, as Rasa 3.6 does it."""

import json
from typing import Any

import httpx

from tests.api.chat.small_rasa import ACTIONS, SmallRasa, understood

FORM = "lookup_form"


class FormRasa(SmallRasa):
    """Keeps a tracker a conversation: the slots, the active form, the events of the turn."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.trackers: dict[str, dict[str, Any]] = {}

    def forget(self, conversation_id: str) -> None:
        """Lose a conversation's tracker, as when a session expires."""
        self.trackers.pop(conversation_id, None)

    def reply(self, message: dict[str, Any]) -> bytes:
        sender = message["sender"]
        intent, entities = understood(message["message"])
        tracker = self.trackers.setdefault(sender, {"sender_id": sender, "slots": {}, "active_loop": {}})
        tracker["latest_message"] = {
            "text": message["message"],
            "intent": {"name": intent, "confidence": 0.98},
            "entities": entities,
            "metadata": message["metadata"],
        }
        tracker["events"] = [{"event": "user", "text": message["message"]}]
        if not (self._in_form(tracker) and self._form_takes_it(tracker)):
            self._run(tracker, ACTIONS[intent])
            # A form that a rule interrupted, or that an action began, asks.
            if self._in_form(tracker):
                self._run(tracker, f"validate_{FORM}")
                self._run(tracker, "action_ask_lookup_value")
        said = [event["data"] for event in tracker["events"] if event["event"] == "bot"]
        return json.dumps([{"recipient_id": sender, **data} for data in said]).encode()

    def _form_takes_it(self, tracker: dict[str, Any]) -> bool:
        """Validate; refuse the message when no slot comes of it."""
        validated = self._run(tracker, f"validate_{FORM}")
        if not any(event["event"] == "slot" and event["name"] != "requested_slot" for event in validated):
            return False
        if tracker["slots"].get("lookup_value") is None:
            self._run(tracker, "action_ask_lookup_value")
            return True
        tracker["active_loop"] = {}
        tracker["events"].append({"event": "active_loop", "name": None})
        self._run(tracker, "action_lookup")
        return True

    def _in_form(self, tracker: dict[str, Any]) -> bool:
        return tracker["active_loop"].get("name") == FORM

    def _run(self, tracker: dict[str, Any], action: str) -> list[dict[str, Any]]:
        call = {"next_action": action, "sender_id": tracker["sender_id"], "tracker": tracker}
        answer = httpx.post(self.action_url, json=call, timeout=10)
        assert answer.status_code == 200, answer.text
        result = answer.json()
        for event in result["events"]:
            if event["event"] == "slot":
                tracker["slots"][event["name"]] = event["value"]
            if event["event"] == "active_loop":
                tracker["active_loop"] = {"name": event["name"]} if event["name"] else {}
        tracker["events"] += [{"event": "action", "name": action}, *result["events"]]
        tracker["events"] += [{"event": "bot", "data": response} for response in result["responses"]]
        return result["events"]
