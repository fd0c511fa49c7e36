"""Carrying out what an action decided: asking the company's system, and closing Rasa's form with the talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.chat.acts import Act, HandOffAct, Lookup, Solved
from api.dialogue.asked import Asked
from api.dialogue.decided import Decided
from api.dialogue.lookup_words import answered
from api.dialogue.so_far import form_closed
from api.lookups.connector import look_up


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What Rasa is told."""

    acts: Sequence[Act] = ()
    events: Sequence[dict[str, Any]] = ()


def carry_out(decided: Decided, asked: Asked, *, ours: str) -> Answered:
    """Make the enquiry, if there is one; `ours` is this application's address. Blocks up to 3.5 s."""
    acts = list(decided.acts)
    if decided.enquiry is not None:
        step = decided.enquiry
        result = look_up(step.lookup, step.values, asked.language, ours=ours)
        acts.append(answered(step, result, asked.language))
    events = list(decided.events)
    if asked.turn.in_form and any(_ends(act) for act in acts):
        events += form_closed()
    return Answered(acts=acts, events=events)


def _ends(act: Act) -> bool:
    """Whether a look-up that was going on is over with this act."""
    return isinstance(act, HandOffAct | Solved) or (isinstance(act, Lookup) and act.state != "asking")
