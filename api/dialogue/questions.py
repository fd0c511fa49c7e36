"""Actions about questions: answer, show a chosen FAQ, none of those."""

from collections.abc import Sequence

from api.chat.acts import NothingFound, Spoken
from api.dialogue.asked import Asked
from api.dialogue.knowledge import Knowledge
from api.episodes.ledger import Reason
from api.web.texts import translate


def action_answer(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """Let the answer index decide: answer, ask which question is meant, or offer a person."""
    return [knowledge.consult(asked)]


def action_choose_faq(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """Show the FAQ that the customer chose."""
    return [knowledge.chosen(asked, asked.faq_id)]


def action_none_of_these(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """None of the choices was meant: other words, or a person."""
    text = translate(asked.language, "dialogue.none_of_these")
    return [NothingFound(text=text, language=asked.language, reason=Reason.LOW_CONFIDENCE)]
