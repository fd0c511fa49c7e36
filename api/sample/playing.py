"""Playing all scenes: who talks, then every row of every conversation, table by table."""

import random
from collections.abc import Iterator, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.chat.language import language_or
from api.chat.models import Contact, Conversation
from api.episodes.models import Episode
from api.sample.casting import End, Scene
from api.sample.rows import Cast
from api.sample.stories import Teller
from api.sample.talk import Talk

MOST_MESSAGES = 12
"""Of one conversation."""
VISITS = 2
"""For how many people of the casting a contact known by name stands."""
BAD = {End.REFUSED, End.REFUSED_PERSON, End.GAVE_UP, End.PERSON, End.BLOCKED}
"""Ends that the people of an account in trouble meet more often than others."""


def play(session: Session, cast: Cast, told: Sequence[Scene], teller: Teller) -> dict[str, Episode]:
    """Write every conversation. Return the episode of each inquiry by its key."""
    # Ids are taken beforehand, so that rows go in by the thousand and not one by one.
    message_ids = _reserved(session, "messages", MOST_MESSAGES * len(told))
    contacts = _contacts(session, cast, told)
    talks = []
    for number, (scene, episode_id) in enumerate(
        zip(told, _reserved(session, "episodes", len(told)), strict=True)
    ):
        talk = _open(scene, contacts[scene.person], episode_id, message_ids, number)
        teller.tell(talk, scene)
        talks.append(talk)
    for rows in (
        [talk.conversation for talk in talks],
        [talk.episode for talk in talks],
        [message for talk in talks for message in talk.messages],
        [talk.hand_off for talk in talks if talk.hand_off],
    ):
        session.add_all(rows)
        session.flush()
    for talk in talks:
        talk.record(session)
    return {
        scene.dated.written.key: talk.episode for scene, talk in zip(told, talks, strict=True) if scene.dated
    }


def _contacts(session: Session, cast: Cast, told: Sequence[Scene]) -> dict[int, Contact]:
    """Give each person of the casting a contact: somebody known by name, or a visitor nobody knows."""
    chance = random.Random("contacts")
    free = {language: _named(cast, language, chance) for language in ("ja", "en")}
    people: dict[int, Contact] = {}
    visitors = []
    for scene in told:
        if scene.person in people:
            continue
        if scene.known and free[scene.language]:
            people[scene.person] = _taken(free[scene.language], scene.end in BAD, cast)
        else:
            people[scene.person] = Contact(sample=True, created_at=scene.at)
            visitors.append(people[scene.person])
    session.add_all(visitors)
    session.flush()
    return people


def _taken(free: list[Contact], bad: bool, cast: Cast) -> Contact:
    """Take a contact: of an account in trouble for what ends badly, as long as there is one."""
    for place in range(len(free) - 1, -1, -1):
        if (free[place].account_id in cast.troubled) == bad:
            return free.pop(place)
    return free.pop()


def _named(cast: Cast, language: str, chance: random.Random) -> list[Contact]:
    """The contacts known by name who write in `language`."""
    found = [one for one in cast.contacts if (one.name or "").isascii() == (language == "en")]
    return chance.sample(found * VISITS, len(found) * VISITS)


def _reserved(session: Session, table: str, n: int) -> Iterator[int]:
    """Ids of `table` that nobody else will get."""
    taken = "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :n)"
    return iter(session.scalars(text(taken), {"table": table, "n": n}).all())


def _open(scene: Scene, contact: Contact, episode_id: int, message_ids: Iterator[int], number: int) -> Talk:
    conversation = Conversation(
        id=f"sample-{number:04d}",
        contact_id=contact.id,
        language=scene.language,
        last_seq=0,
        sample=True,
        created_at=scene.at,
        updated_at=scene.at,
    )
    episode = Episode(
        id=episode_id,
        conversation_id=conversation.id,
        contact_id=contact.id,
        number=1,
        opened_at=scene.at,
        sample=True,
    )
    return Talk(
        ids=message_ids,
        conversation=conversation,
        episode=episode,
        language=language_or(scene.language),
        chance=random.Random(f"talk {number}"),
        at=scene.at,
    )
