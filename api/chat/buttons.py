"""What goes with a bot's words: the buttons, worded in the reply's language, and what agents see."""

from typing import Any

from api.chat.acts import Answer, Clarification, NothingFound, NotSolved, Solved, Spoken
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
        case NotSolved(offer=True):
            content |= offer_of(language, Reason.NOT_SOLVED)
        case Solved():
            content["csat"] = True
    return content


def offer_of(language: Language, reason: Reason) -> dict[str, Any]:
    """Return the part of a content that offers a person, and why."""
    return {"offer": reason.value, "buttons": [button(language, "hand_off")]}


def public(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a customer may see of a message's content."""
    return {key: content[key] for key in PUBLIC if key in content}
