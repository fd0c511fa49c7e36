"""Which inquiries become chat conversations, how each ends, and which contact comes back."""

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from api.sample.dating import Dated
from api.sample.words import GREETINGS


class End(StrEnum):
    """How a conversation ends."""

    SOLVED = "solved"
    QUIET = "quiet"
    REFUSED = "refused"
    REFUSED_PERSON = "refused_person"
    JUST_NOW = "just_now"
    GAVE_UP = "gave_up"
    PERSON = "person"
    WAITING = "waiting"
    BLOCKED = "blocked"
    SOCIAL = "social"


ANSWERED = {End.JUST_NOW: 4, End.SOLVED: 216, End.QUIET: 204, End.REFUSED: 22, End.REFUSED_PERSON: 52}
"""Ends of conversations about a topic that has an FAQ, and how many."""
UNANSWERED = {End.WAITING: 3, End.PERSON: 214, End.GAVE_UP: 110, End.BLOCKED: 18}
SOCIAL = 54
OPEN = 4
"""The most conversations of one kind that are open now; `ANSWERED` and `UNANSWERED` name them first."""
RETURNS = 40
"""Claimed conversations whose contact comes back about the same topic."""
WINDOW = timedelta(days=6, hours=12)
KNOWN = 0.3
"""Share of the contacts who are known by name."""
LONGEST_MAIL = 220


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """One conversation to play. Scenes with the same `person` share a contact."""

    text: str
    language: str
    at: datetime
    end: End
    person: int
    known: bool
    dated: Dated | None = None


def scenes(inquiries: Sequence[Dated], *, topics: Collection[str], now: datetime) -> list[Scene]:
    """Return the conversations, oldest first. Each inquiry becomes one at most."""
    chance = random.Random("casting")
    people = count()
    answered = [one for one in inquiries if one.written.topic in topics and _could_be_chat(one)]
    other = [one for one in inquiries if one.written.topic not in topics and _could_be_chat(one)]
    cast = [
        *_assign(answered, ANSWERED, chance, people, replied=End.REFUSED_PERSON),
        *_assign(other, UNANSWERED, chance, people, replied=End.PERSON),
    ]
    cast = _happening_now(_with_returns(cast, chance), now)
    return sorted([*cast, *_greetings(cast, chance, people)], key=lambda scene: scene.at)


def _could_be_chat(one: Dated) -> bool:
    # Whoever only says thanks asks for nothing: the bot has a courtesy, and nobody is left unanswered.
    if one.written.small_talk:
        return False
    channel = one.written.channel
    return channel in {"chat", "form"} or (channel == "mail" and len(one.written.text) <= LONGEST_MAIL)


def _assign(
    pool: Sequence[Dated],
    ends: dict[End, int],
    chance: random.Random,
    people: Iterator[int],
    *,
    replied: End,
) -> Iterator[Scene]:
    """Deal the ends out; those with a person go first to inquiries that have a written reply."""
    order = {"chat": 0, "form": 1, "mail": 2}
    left = sorted(pool, key=lambda one: (order[one.written.channel], chance.random()))[: sum(ends.values())]
    with_reply = [one for one in left if one.written.reply][: ends[replied]]
    chosen = {one.written.key for one in with_reply}
    rest = [one for one in left if one.written.key not in chosen]
    chance.shuffle(rest)
    # What is dealt first is still open now and stands at the top of the inbox: plain questions, then.
    plain = [one for one in rest if one.written.topic and 15 <= len(one.written.text) <= 80][:OPEN]
    rest = plain + [one for one in rest if one not in plain]
    wanted = [end for end, n in ends.items() if end is not replied for _ in range(n)]
    wanted += [replied] * (ends[replied] - len(with_reply))
    for one, end in [*((one, replied) for one in with_reply), *zip(rest, wanted, strict=False)]:
        yield Scene(
            text=one.written.text,
            language=one.written.language,
            at=one.at,
            end=end,
            person=next(people),
            known=chance.random() < KNOWN,
            dated=one,
        )


def _with_returns(cast: list[Scene], chance: random.Random) -> list[Scene]:
    """Let some contacts come back about the same topic within a week of what looked solved."""
    about: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for place, scene in enumerate(cast):
        if scene.dated and scene.dated.written.topic:
            about[scene.dated.written.topic, scene.language].append(place)
    claimed = [p for p, scene in enumerate(cast) if scene.end in {End.SOLVED, End.QUIET}]
    chance.shuffle(claimed)
    taken: set[int] = set()
    for first in claimed:
        if len(taken) >= 2 * RETURNS:
            break
        before = cast[first]
        assert before.dated is not None
        later = [
            place
            for place in about[before.dated.written.topic, before.language]
            if place not in taken
            and cast[place].end not in {End.JUST_NOW, End.BLOCKED}
            and timedelta(hours=2) < cast[place].at - before.at < WINDOW
        ]
        if first not in taken and later:
            again = chance.choice(later)
            taken |= {first, again}
            cast[again] = replace(cast[again], person=before.person, known=before.known)
    return cast


def _happening_now(cast: list[Scene], now: datetime) -> list[Scene]:
    """Move what is still open to the last hours."""
    ago = {End.WAITING: iter((7, 19, 43)), End.JUST_NOW: iter((26, 58, 97, 141))}
    return [
        replace(scene, at=now - timedelta(minutes=next(ago[scene.end]))) if scene.end in ago else scene
        for scene in cast
    ]


def _greetings(cast: Sequence[Scene], chance: random.Random, people: Iterator[int]) -> Iterator[Scene]:
    """People who say hello and nothing else, about when others write."""
    for other in chance.sample([scene for scene in cast if scene.end is End.QUIET], SOCIAL):
        yield Scene(
            text=chance.choice(GREETINGS[other.language]),
            language=other.language,
            at=other.at + timedelta(minutes=chance.randint(-50, -5)),
            end=End.SOCIAL,
            person=next(people),
            known=False,
        )
