"""Actions about the answer given: it helped, or it did not."""

from collections.abc import Sequence
from typing import Any

from api.chat.acts import Clarification, NotSolved, SmallTalk, Solved, Spoken
from api.dialogue.asked import Asked
from api.dialogue.decided import Reply
from api.dialogue.handing_over import sensitive_demand, to_person
from api.dialogue.knowledge import Knowledge
from api.dialogue.questions import action_answer
from api.episodes.ledger import Kind, Reason
from api.web.texts import translate

NOTHING_ASKED = frozenset({Kind.MESSAGE_RECEIVED, Kind.SMALL_TALK_REPLIED, Kind.HOLDOUT_ASSIGNED})
"""What an episode holds as long as its customer has said nothing but courtesies."""


def action_solved(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """The customer's problem is solved: thank, and end the episode.

    "Thank you, that solved it" after a person's help opens an episode of its own, in which nothing was
    asked. It is small talk; as a reaction it would count as a question without an answer.
    """
    if all(fact.kind in NOTHING_ASKED for fact in asked.facts):
        text = translate(asked.language, "dialogue.thank")
        return [SmallTalk(text=text, language=asked.language, intent="thank")]
    text = translate(asked.language, "dialogue.solved")
    return [Solved(text=text, language=asked.language, **_answer_in_question(asked))]


def action_not_solved(asked: Asked, knowledge: Knowledge) -> Reply:
    """It is not solved: the next-best questions, else other words; the second time a person.

    After a look-up there is no next best: a person is offered.
    """
    if asked.looked_up:
        text = translate(asked.language, "dialogue.not_solved_offer")
        sorry = NotSolved(text=text, language=asked.language, offer=True)
        return sensitive_demand(asked, knowledge) or [sorry]
    if asked.answered is None:
        # "It still does not arrive" before any answer is a question, not a reaction.
        return action_answer(asked, knowledge)
    language, about = asked.language, _answer_in_question(asked)
    sorry = NotSolved(
        text=translate(language, "dialogue.not_solved_next"), language=language, offer=False, **about
    )
    if person := sensitive_demand(asked, knowledge):
        return [sorry, *person]
    earlier = [fact for fact in asked.of_kind(Kind.FEEDBACK_GIVEN) if fact.payload["value"] == "not_solved"]
    choices = () if earlier else knowledge.next_best(asked)
    if choices:
        return [
            sorry,
            Clarification(text=translate(language, "dialogue.next_best"), language=language, choices=choices),
        ]
    if earlier and Reason.NOT_SOLVED in knowledge.policy.at_once:
        return [sorry, *to_person(asked, knowledge, Reason.NOT_SOLVED)]
    text = translate(language, "dialogue.not_solved_offer" if earlier else "dialogue.not_solved_rephrase")
    return [NotSolved(text=text, language=language, offer=True, **about)]


def _answer_in_question(asked: Asked) -> dict[str, Any]:
    answered = None if asked.looked_up else asked.answered
    return {key: answered.payload[key] for key in ("faq_id", "version_id")} if answered else {}
