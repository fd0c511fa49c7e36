"""When the bot hands over by itself: what the policy wants a person to take."""

from collections.abc import Sequence

from api.chat.acts import HandOffAct, NothingFound, Say, Spoken
from api.chat.handoffs import handing_over_words
from api.dialogue.asked import Asked
from api.dialogue.knowledge import Knowledge
from api.episodes.ledger import Reason
from api.policy.topics import Topic
from api.web.texts import translate


def to_person(
    asked: Asked, knowledge: Knowledge, reason: Reason, topic: Topic | None = None
) -> Sequence[Spoken]:
    """Hand over; outside the hours the customer hears when we open again."""
    text = handing_over_words(knowledge.session, asked.language)
    if topic is not None:
        named = translate(asked.language, "dialogue.sensitive", topic=topic.names[asked.language])
        text = f"{named}\n{text}"
    return [HandOffAct(text=text, language=asked.language, reason=reason)]


def sensitive_demand(asked: Asked, knowledge: Knowledge) -> Sequence[Spoken]:
    """Hand over when the message is about a sensitive topic that goes straight to a person; else nothing."""
    topic = knowledge.policy.sensitive(asked.text)
    if topic is None or not topic.straight(asked.text):
        return []
    return to_person(asked, knowledge, Reason.SENSITIVE_TOPIC, topic)


def with_person(asked: Asked, knowledge: Knowledge, reply: Spoken) -> Sequence[Spoken]:
    """Return what an FAQ says about a sensitive question with a word about the person, who else takes it."""
    topic = knowledge.policy.sensitive(asked.text)
    if topic is None:
        return or_person(asked, knowledge, reply)
    if isinstance(reply, NothingFound):
        return to_person(asked, knowledge, Reason.SENSITIVE_TOPIC, topic)
    too = translate(asked.language, "dialogue.person_too", topic=topic.names[asked.language])
    # First, so that the answer keeps its buttons: they hold for the newest words only.
    return [Say(text=too, language=asked.language), reply]


def or_person(asked: Asked, knowledge: Knowledge, reply: Spoken) -> Sequence[Spoken]:
    """Return `reply`, or hand over when it gives up and the policy lets the bot do so without asking."""
    if isinstance(reply, NothingFound) and reply.reason in knowledge.policy.at_once:
        return to_person(asked, knowledge, reply.reason)
    return [reply]
