"""Rasa's custom actions by name. They read and decide; the gateway writes what comes of it."""

from collections.abc import Callable
from typing import TypeAlias

from api.dialogue.asked import Asked
from api.dialogue.courtesies import action_affirm, action_deny, action_hand_off, action_small_talk
from api.dialogue.decided import Reply
from api.dialogue.feedback import action_not_solved, action_solved
from api.dialogue.knowledge import Knowledge
from api.dialogue.lookups import action_ask_lookup_value, action_lookup, validate_lookup_form
from api.dialogue.questions import action_answer, action_choose_faq, action_none_of_these

Action: TypeAlias = Callable[[Asked, Knowledge], Reply]

ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        action_answer,
        action_choose_faq,
        action_none_of_these,
        action_solved,
        action_not_solved,
        action_hand_off,
        action_small_talk,
        action_affirm,
        action_deny,
        validate_lookup_form,
        action_ask_lookup_value,
        action_lookup,
    )
}
