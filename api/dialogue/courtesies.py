"""Actions about the talk itself: a person, small talk, yes and no."""

from collections.abc import Sequence

from api.chat.acts import Choice, Clarification, SmallTalk, Spoken
from api.dialogue.asked import Asked
from api.dialogue.decided import Reply
from api.dialogue.feedback import action_not_solved, action_solved
from api.dialogue.handing_over import or_person, sensitive_demand, to_person
from api.dialogue.knowledge import Knowledge
from api.dialogue.lookups import going_on, starting
from api.dialogue.questions import action_none_of_these
from api.episodes.ledger import Reason
from api.web.texts import translate

INTENTS = ("greet", "thank", "goodbye")


def action_hand_off(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """Hand over to a person; for a sensitive topic, because one was offered, or as the customer wishes."""
    if person := sensitive_demand(asked, knowledge):
        return person
    return to_person(asked, knowledge, asked.offered or Reason.CUSTOMER_REQUEST)


def action_small_talk(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """Return a courtesy; to "I am cancelling, thank you" a person."""
    if person := sensitive_demand(asked, knowledge):
        return person
    return [_courtesy(asked, asked.intent if asked.intent in INTENTS else "greet")]


def action_affirm(asked: Asked, knowledge: Knowledge) -> Reply:
    """Yes: to a person, to "did this help?", or to the one question that was suggested."""
    if asked.offered:
        return action_hand_off(asked, knowledge)
    if person := sensitive_demand(asked, knowledge):
        return person
    if (looked_up := going_on(asked, knowledge)) is not None:
        return looked_up
    match asked.before.get("act"):
        case "lookup" if asked.before["lookup"]["state"] == "answered":
            return action_solved(asked, knowledge)
        case "answer":
            return action_solved(asked, knowledge)
        case "clarification":
            return _which(asked, knowledge)
    return [_courtesy(asked, "affirm")]


def action_deny(asked: Asked, knowledge: Knowledge) -> Reply:
    """No: it did not help, none of those was meant, or no person is wanted."""
    if person := sensitive_demand(asked, knowledge):
        return person
    if (looked_up := going_on(asked, knowledge)) is not None:
        return looked_up
    match asked.before.get("act"):
        case "lookup" if asked.before["lookup"]["state"] == "answered":
            # "No, INV-2 is right" asks for the same with another number.
            return starting(asked, knowledge) or action_not_solved(asked, knowledge)
        case "answer":
            return action_not_solved(asked, knowledge)
        case "clarification":
            return action_none_of_these(asked, knowledge)
    return [_courtesy(asked, "deny")]


def _which(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    choices = asked.before["choices"]
    if len(choices) == 1:
        return or_person(asked, knowledge, knowledge.chosen(asked, choices[0]["faq_id"]))
    return [
        Clarification(
            text=translate(asked.language, "dialogue.choose"),
            language=asked.language,
            choices=tuple(Choice(**choice) for choice in choices),
        )
    ]


def _courtesy(asked: Asked, intent: str) -> SmallTalk:
    text = translate(asked.language, f"dialogue.{intent}")
    return SmallTalk(text=text, language=asked.language, intent=intent)
