"""What Rasa does over and over in each turn, done once."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import Any

import rasa
from jsonschema import validators
from jsonschema.exceptions import best_match
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity


def be_thrifty() -> None:
    """Change Rasa so that a turn costs less CPU. What it does and says stays the same."""
    _check_actions_with_one_validator()
    _know_event_types()
    RemoteAction._action_call_format = _call_about_this_turn  # type: ignore[method-assign]


def _check_actions_with_one_validator() -> None:
    """Spare Rasa from validating its own schema on every custom action, the larger part of a turn's CPU.

    `jsonschema.validate` checks the schema before it checks the answer. The schema is a constant of Rasa, so
    the answer alone is checked here, by the same validator class and with the same error.
    """
    schema = RemoteAction.action_response_format_spec()
    validator_class = validators.validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            error.message += f". The action server's answer to '{self.name()}' is not valid."
            raise error
        return True

    RemoteAction._validate_action_result = _validate_action_result  # type: ignore[method-assign]


def _know_event_types() -> None:
    """Spare Rasa from looking through all subclasses of `Event` for each event it reads."""
    resolve = Event.resolve_by_type
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(resolve))  # type: ignore[method-assign]


def _call_about_this_turn(
    self: RemoteAction, tracker: DialogueStateTracker, domain: Domain
) -> dict[str, Any]:
    """Tell an action what happened since the customer's message, not the whole conversation once more.

    Rasa sends all events with every action, so a turn's cost grows with the conversation. The API reads the
    conversation from its own database; of the tracker it needs this turn alone.
    """
    state = tracker.current_state(EventVerbosity.NONE)
    this_turn = takewhile(lambda event: not isinstance(event, UserUttered), reversed(tracker.events))
    state["events"] = [event.as_dict() for event in this_turn][::-1]
    call = {
        "next_action": self._name,
        "sender_id": tracker.sender_id,
        "tracker": state,
        "version": rasa.__version__,
    }
    if not self._is_selective_domain_enabled() or domain.does_custom_action_explicitly_need_domain(
        self.name()
    ):
        call["domain"] = domain.as_dict()
    return call
