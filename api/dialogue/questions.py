"""Actions about questions: answer, show a chosen FAQ, none of those."""

from collections.abc import Sequence
from dataclasses import replace

from api.chat.acts import NothingFound, Spoken
from api.dialogue.asked import Asked
from api.dialogue.decided import Reply
from api.dialogue.handing_over import or_person, sensitive_demand, with_person
from api.dialogue.knowledge import Knowledge
from api.dialogue.lookups import going_on, starting
from api.episodes.ledger import Kind, Reason
from api.web.texts import translate


def action_answer(asked: Asked, knowledge: Knowledge) -> Reply:
    """Look up what a system knows, else let the answer index decide: answer, or ask which question is meant.

    When nothing is found: other words once, then a person. What the policy calls a sensitive demand goes
    straight to a person.
    """
    if person := sensitive_demand(asked, knowledge):
        return person
    looked_up = going_on(asked, knowledge) or starting(asked, knowledge)
    if looked_up is not None:
        return looked_up
    reply = knowledge.consult(asked)
    if isinstance(reply, NothingFound) and not _asked_again(asked) and not knowledge.sensitive(asked):
        return [replace(reply, text=translate(asked.language, "dialogue.rephrase"), rephrase=True)]
    return with_person(asked, knowledge, reply)


def _asked_again(asked: Asked) -> bool:
    """Whether nothing was found already since the last answer or choice: other words did not help then."""
    shown = (Kind.ANSWER_SHOWN, Kind.CLARIFICATION_SHOWN, Kind.LOOKUP_ANSWERED)
    newest = next(iter(reversed(asked.of_kind(Kind.NOTHING_FOUND, *shown))), None)
    return newest is not None and newest.kind is Kind.NOTHING_FOUND


def action_choose_faq(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """Show the FAQ that the customer chose."""
    return or_person(asked, knowledge, knowledge.chosen(asked, asked.faq_id))


def action_none_of_these(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """None of the choices was meant: other words, or a person."""
    text = translate(asked.language, "dialogue.none_of_these")
    nothing = NothingFound(text=text, language=asked.language, reason=Reason.LOW_CONFIDENCE)
    return or_person(asked, knowledge, nothing)
