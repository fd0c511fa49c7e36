"""What a turn has done before this action: Rasa runs several for one message, as in a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORM = "lookup_form"


@dataclass(frozen=True, kw_only=True, slots=True)
class SoFar:
    """Read from Rasa's tracker."""

    in_form: bool
    """Whether Rasa's look-up form is active."""
    was_in_form: bool
    """Whether it is, or was until an action of this turn ended it."""
    started: str | None
    """The look-up that this message started."""
    said: tuple[Mapping[str, Any], ...]
    """The acts that were said in reply to this message already."""


def so_far(tracker: Mapping[str, Any]) -> SoFar:
    """Read the tracker's events since the customer's message."""
    events: list[Mapping[str, Any]] = []
    for event in reversed(tracker.get("events") or []):
        if event.get("event") == "user":
            break
        events.insert(0, event)
    started = [
        event.get("value")
        for event in events
        if event.get("event") == "slot" and event.get("name") == "lookup"
    ]
    customs = [(event.get("data") or {}).get("custom") for event in events if event.get("event") == "bot"]
    in_form = (tracker.get("active_loop") or {}).get("name") == FORM
    ended = any(event.get("event") == "active_loop" and not event.get("name") for event in events)
    return SoFar(
        in_form=in_form,
        was_in_form=in_form or ended,
        started=str(started[-1]) if started and started[-1] else None,
        said=tuple(custom for custom in customs if isinstance(custom, Mapping)),
    )


def form_opened(lookup: str | None = None) -> list[dict[str, Any]]:
    """Return the events that let Rasa's form ask; `lookup` names the one that begins."""
    begun = [_slot("lookup", lookup)] if lookup else []
    return [*begun, _slot("lookup_value", None), {"event": "active_loop", "name": FORM}]


def form_closed() -> list[dict[str, Any]]:
    """Return the events that end the form."""
    return [
        _slot("lookup_value", None),
        _slot("requested_slot", None),
        {"event": "active_loop", "name": None},
    ]


def form_value(value: str | None) -> list[dict[str, Any]]:
    """Return what a validation sets: None lets the form ask on, anything else ends it."""
    return [_slot("lookup_value", value)]


def _slot(name: str, value: str | None) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}
