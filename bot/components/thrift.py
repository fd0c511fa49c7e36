"""What Rasa does over and over in each turn, done once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema import validators
from jsonschema.exceptions import best_match
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event

from components.action_call import call_about_this_turn, keep_connections
from components.straight_graph import run_straight, weigh_one_by_one


def be_thrifty() -> None:
    """Change Rasa so that a turn costs less CPU. What it does and says stays the same."""
    _check_actions_with_one_validator()
    _know_event_types()
    _know_whether_a_domain_is_empty()
    call_about_this_turn()
    keep_connections()
    run_straight()
    weigh_one_by_one()


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


def _know_whether_a_domain_is_empty() -> None:
    """Spare Rasa from writing out two whole domains for each message, to see whether they are alike."""
    look = Domain.is_empty

    def is_empty(self: Domain) -> bool:
        if "_is_empty" not in self.__dict__:
            self.__dict__["_is_empty"] = look(self)
        return bool(self.__dict__["_is_empty"])

    Domain.is_empty = is_empty  # type: ignore[method-assign]
