"""Actions about questions: answer, show a chosen FAQ, none of those."""

from collections.abc import Sequence

from api.chat.acts import NothingFound, Spoken
from api.dialogue.asked import Asked
from api.dialogue.handing_over import or_person, sensitive_demand, with_person
from api.dialogue.knowledge import Knowledge
from api.episodes.ledger import Reason
from api.web.texts import translate


def action_answer(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """Let the answer index decide: answer, ask which question is meant, or offer a person.

    What the policy calls a sensitive demand goes straight to a person.
    """
    if person := sensitive_demand(asked, knowledge):
        return person
    return with_person(asked, knowledge, knowledge.consult(asked))


def action_choose_faq(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """Show the FAQ that the customer chose."""
    return or_person(asked, knowledge, knowledge.chosen(asked, asked.faq_id))


def action_none_of_these(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """None of the choices was meant: other words, or a person."""
    text = translate(asked.language, "dialogue.none_of_these")
    nothing = NothingFound(text=text, language=asked.language, reason=Reason.LOW_CONFIDENCE)
    return or_person(asked, knowledge, nothing)
