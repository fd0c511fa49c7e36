"""Pressed buttons: what the customer is shown to have said, and what Rasa is told."""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Literal

from api.chat.language import Language
from api.errors import Invalid
from api.web.texts import translate

INTENTS = {
    "solved": "/solved",
    "not_solved": "/not_solved",
    "none_of_these": "/none_of_these",
    "affirm": "/affirm",
    "deny": "/deny",
}


class NotOffered(Invalid):
    """This choice was not offered in this conversation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pressed:
    """The button a customer pressed. `faq_id` goes with the kind `faq`."""

    kind: Literal[
        "solved",
        "not_solved",
        "faq",
        "none_of_these",
        "affirm",
        "deny",
        "hand_off",
        "follow_up_yes",
        "follow_up_no",
    ]
    faq_id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept with the message."""
        return {key: value for key, value in asdict(self).items() if value is not None}


def label_of(pressed: Pressed, offered: dict[str, Any], language: Language) -> str:
    """Return the words on the button; an FAQ must be among the buttons of the content `offered`."""
    for button in offered.get("buttons", []):
        if button["choice"] == pressed.to_json():
            return str(button["label"])
    if pressed.kind == "faq":
        raise NotOffered
    return translate(language, f"chat.button_{pressed.kind}")


def payload_of_choice(pressed: Pressed) -> str:
    """Return the intent that Rasa is told."""
    if pressed.kind == "faq":
        return "/choose_faq" + json.dumps({"faq_id": str(pressed.faq_id)})
    return INTENTS[pressed.kind]


def payload_of_text(text: str) -> str:
    """Return free text as Rasa is told it. A leading slash would make it an intent, so it goes."""
    return re.sub(r"^[\s/]+", "", text) or "?"
