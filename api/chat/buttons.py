"""What goes with a bot's words: the buttons, worded in the reply's language, and what agents see."""

from typing import Any

from api.chat.acts import Answer, Clarification, Lookup, NothingFound, NotSolved, Solved, Spoken
from api.chat.language import Language
from api.episodes.ledger import Reason
from api.web.texts import translate

PUBLIC = (
    "act",
    "language",
    "buttons",
    "question",
    "choices",
    "feedback",
    "offer",
    "csat",
    "choice",
    "attachments",
)
"""The parts of a message's content that its customer sees."""
PATIENCE = 2
"""Values in a row that cannot be used, after which a person is offered."""


def button(language: Language, kind: str) -> dict[str, Any]:
    """Return a button of `kind` with its label."""
    return {"label": translate(language, f"chat.button_{kind}"), "choice": {"kind": kind}}


def content_of(act: Spoken) -> dict[str, Any]:
    """Return a bot message's content. Its `buttons` hold while it is the newest bot message."""
    language = act.language
    content: dict[str, Any] = {"act": act.act, "language": language, "buttons": []}
    match act:
        case Answer():
            content |= {
                "question": act.question,
                "faq_id": act.faq_id,
                "version_id": act.version_id,
                "confidence": act.confidence,
                "matched": act.matched,
                "feedback": True,
                "buttons": [button(language, "solved"), button(language, "not_solved")],
            }
        case Clarification():
            content["choices"] = [
                {"faq_id": choice.faq_id, "version_id": choice.version_id, "text": choice.text}
                for choice in act.choices
            ]
            content["buttons"] = [
                *(
                    {"label": choice.text, "choice": {"kind": "faq", "faq_id": choice.faq_id}}
                    for choice in act.choices
                ),
                button(language, "none_of_these"),
            ]
        case NothingFound():
            content |= offer_of(language, act.reason)
            if act.rephrase:
                content["rephrase"] = True
        case Lookup():
            content |= _lookup(act)
        case NotSolved(offer=True):
            content |= offer_of(language, Reason.NOT_SOLVED)
        case Solved():
            content["csat"] = True
    return content


def _lookup(act: Lookup) -> dict[str, Any]:
    """Return the state of a look-up, which its next turn starts from, and the buttons."""
    language = act.language
    content: dict[str, Any] = {
        "lookup": {
            "name": act.name,
            "state": act.state,
            "field": act.field,
            "values": act.values,
            "attempts": act.attempts,
        }
    }
    match act.state:
        case "asking":
            stop = {"label": translate(language, "lookups.cancel"), "choice": {"kind": "deny"}}
            if act.attempts >= PATIENCE:
                content |= offer_of(language, Reason.NO_ANSWER)
            content["buttons"] = [stop, *content.get("buttons", [])]
        case "answered":
            content |= {
                "feedback": True,
                "buttons": [button(language, "solved"), button(language, "not_solved")],
            }
        case "not_found" | "failed":
            content |= offer_of(language, Reason.LOOKUP_FAILED)
    return content


def offer_of(language: Language, reason: Reason) -> dict[str, Any]:
    """Return the part of a content that offers a person, and why."""
    return {"offer": reason.value, "buttons": [button(language, "hand_off")]}


def public(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a customer may see of a message's content."""
    return {key: content[key] for key in PUBLIC if key in content}
