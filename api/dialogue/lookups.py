"""Actions of look-ups: Rasa's form asks and validates through them, then lets them look up."""

from api.chat.acts import Spoken
from api.dialogue.asked import Asked
from api.dialogue.decided import Decided, Reply
from api.dialogue.knowledge import Knowledge
from api.dialogue.lookup_start import taken
from api.dialogue.lookup_steps import (
    Ask,
    Cancelled,
    Complete,
    Elsewhere,
    Pending,
    Step,
    again,
    first_step,
    next_step,
    pending_in,
)
from api.dialogue.lookup_words import asking, cancelled
from api.dialogue.so_far import form_closed, form_opened, form_value

WORDY = 12
"""Characters from which a text without digits is more than "I do not have it here"."""


def validate_lookup_form(asked: Asked, knowledge: Knowledge) -> Reply:
    """Say whether a message goes on with the look-up.

    Without an event Rasa's form refuses the message, and the rule of its intent takes it.
    """
    pending = pending_in(asked, knowledge.lookups)
    if asked.turn.said or asked.turn.started or pending is None:
        return Decided()
    match _step(pending, asked, knowledge):
        case Ask():
            return Decided(events=form_value(None))
        case Complete():
            return Decided(events=form_value("complete"))
        case Cancelled():
            return Decided(events=form_value("cancelled"))
    return Decided()


def action_ask_lookup_value(asked: Asked, knowledge: Knowledge) -> Reply:
    """Ask for what is missing; after a question was answered in between, ask again."""
    started = knowledge.lookups.named(asked.turn.started)
    if started is not None:
        return _said(first_step(started, taken(started, asked.text)), asked)
    pending = pending_in(asked, knowledge.lookups)
    if pending is None:
        # Rasa remembers a form that ended without it: a person took over, or the look-up is gone.
        return Decided(events=form_closed())
    if not asked.turn.said:
        return _said(_step(pending, asked, knowledge), asked)
    if asked.turn.said[-1].get("act") == "clarification":
        # The choices keep their buttons as long as nothing is said after them.
        return Decided()
    return _said(again(pending, "resumed"), asked)


def action_lookup(asked: Asked, knowledge: Knowledge) -> Reply:
    """Look it up, or say that it was stopped. Rasa runs this after the form."""
    pending = pending_in(asked, knowledge.lookups)
    if pending is None or asked.turn.said:
        return Decided()
    return _said(_step(pending, asked, knowledge), asked)


def going_on(asked: Asked, knowledge: Knowledge) -> Reply | None:
    """Go on with a look-up that Rasa has forgotten, or that found nothing before; else None."""
    pending = pending_in(asked, knowledge.lookups)
    if pending is None or asked.turn.in_form:
        return None
    step = _step(pending, asked, knowledge)
    if isinstance(step, Ask):
        return Decided(events=form_opened())
    return None if isinstance(step, Elsewhere) else _said(step, asked)


def starting(asked: Asked, knowledge: Knowledge) -> Reply | None:
    """Start the look-up that the message asks for; else None."""
    start = knowledge.starts.of(asked.text, asked.language, knowledge.serving)
    if start is None or not (start.near or not knowledge.is_sure(asked)):
        return None
    pending = pending_in(asked, knowledge.lookups)
    if asked.turn.in_form and pending and pending.lookup == start.lookup and not start.values:
        return None
    step = first_step(start.lookup, start.values)
    return (
        _said(step, asked) if isinstance(step, Complete) else Decided(events=form_opened(start.lookup.name))
    )


def _step(pending: Pending, asked: Asked, knowledge: Knowledge) -> Step:
    if knowledge.goes_to_person(asked):
        return Elsewhere()
    return next_step(pending, asked, is_question=lambda: _is_question(pending, asked, knowledge))


def _is_question(pending: Pending, asked: Asked, knowledge: Knowledge) -> bool:
    """Whether a message is about something else than what is asked for."""
    start = knowledge.starts.of(asked.text, asked.language, knowledge.serving)
    if start is not None:
        # Asking for the same again is no other question.
        return start.lookup != pending.lookup
    kind = knowledge.serving.decide(asked.text, asked.language).kind
    if kind != "none":
        return kind == "answer" or asked.intent == "ask_question"
    # No FAQ knows it. What does not fit is short or holds a digit; a question hardly ever is and does.
    wordy = len(asked.text) >= WORDY and not any(sign.isdigit() for sign in asked.text)
    return asked.intent == "ask_question" and wordy


def _said(step: Step, asked: Asked) -> Decided:
    acts: list[Spoken] = []
    match step:
        case Ask():
            acts = [asking(step, asked.language)]
        case Cancelled():
            acts = [cancelled(step, asked.language)]
        case Complete():
            return Decided(enquiry=step)
    return Decided(acts=acts)
