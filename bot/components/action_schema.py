"""Checks what the action server answered with one validator, built once."""

from __future__ import annotations

from typing import Any

from jsonschema import validators
from jsonschema.exceptions import best_match
from rasa.core.actions.action import RemoteAction


def check_actions_with_one_validator() -> None:
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
