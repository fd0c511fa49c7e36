"""A world: its numbers, its people and what they do. Nothing here does I/O, and nothing knows how we count.

Every person draws from a source of chance of their own, so that the same person meets another arm with the
same luck.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DAYS = 28
"""People have problems during four weeks."""
OPEN = (9.0, 18.0)


@dataclass(frozen=True, kw_only=True)
class World:
    """What a world is like. Shares are of 1."""

    seed: int
    people: int
    quality: float
    """Chance that the right FAQ's answer really helps; topics differ around it."""
    known: float
    """Problems that an FAQ answers."""
    says_solved: float
    """Of those helped, how many say so; the others close the window."""
    says_not: float
    """Of those an answer did not help, how many say so."""
    wants_person: float
    """Of those who said so or found nothing, how many ask for a person at once."""
    polite: float
    """Of those not helped, how many press "solved" all the same."""
    returns: float
    """Of those left unhelped, how many come back within days, in other words."""
    phones: float
    """How many telephone instead. The rest gives up in silence."""
    identified: float
    """Known to the site from the start."""
    identifies: float
    """Of the others, how many sign in at their next visit."""
    new_device: float
    """Of the anonymous, how many come back from another browser: nobody can know that it is them."""
    shares_device: float
    """People who use the browser of somebody before them."""
    second: float
    """People with a second, different problem."""
    leaves_queue: float
    """Of those held out, how many leave before a person comes."""
    answers_helped: float
    """Of those helped and asked later whether it was solved, how many answer."""
    answers_unhelped: float
    """The same of those not helped: not as many, or more."""
    share: float
    """Held out."""


def world_of(seed: int, people: int) -> World:
    """Draw a world. The ranges are wide on purpose, and were chosen before anything was measured."""
    chance = random.Random(f"world {seed}")
    answers = chance.uniform(0.35, 0.65)
    return World(
        seed=seed,
        people=people,
        quality=chance.uniform(0.6, 0.92),
        known=chance.uniform(0.55, 0.85),
        says_solved=chance.uniform(0.2, 0.55),
        says_not=chance.uniform(0.2, 0.5),
        wants_person=chance.uniform(0.35, 0.7),
        polite=chance.uniform(0.0, 0.03),
        returns=chance.uniform(0.25, 0.5),
        phones=chance.uniform(0.1, 0.3),
        identified=chance.uniform(0.2, 0.6),
        identifies=chance.uniform(0.1, 0.4),
        new_device=chance.uniform(0.05, 0.25),
        shares_device=chance.uniform(0.0, 0.06),
        second=chance.uniform(0.1, 0.3),
        leaves_queue=chance.uniform(0.02, 0.12),
        answers_helped=answers,
        answers_unhelped=answers * chance.uniform(0.8, 1.25),
        share=0.2,
    )


@dataclass
class Problem:
    """Something a person needs. `solved_by` is how it ended: bot, person or nothing."""

    topic: str
    words: list[str]
    """Ways this person puts it, each used once."""
    at: datetime
    solved_by: str | None = None
    tries: int = 0

    def put(self) -> str:
        """Return the next way to say it."""
        self.tries += 1
        return self.words[(self.tries - 1) % len(self.words)]


@dataclass
class Person:
    """One human being. What they decide depends on the world and their own luck only."""

    number: int
    world: World
    chance: random.Random
    problems: list[Problem]
    identified: bool
    identifies: bool
    shares_with: int | None
    leaves_queue: bool
    human: list[datetime] = field(default_factory=list)
    """When a person really took care of them, through whatever channel."""

    def lucky(self, share: float) -> bool:
        """Draw once."""
        return self.chance.random() < share

    def helped_by(self, topic: str | None, problem: Problem, qualities: dict[str, float]) -> bool:
        """Whether an answer about `topic` really solves the problem."""
        return self.lucky(qualities[problem.topic] if topic == problem.topic else 0.03)

    def after_answer(self, helped: bool) -> str:
        """Return what the person does about an answer: solved, not_solved, person or silence."""
        world = self.world
        if helped:
            return "solved" if self.lucky(world.says_solved) else "silence"
        if self.lucky(world.polite):
            return "solved"
        if self.lucky(world.says_not):
            return "not_solved"
        return "person" if self.lucky(0.15) else "silence"

    def later(self) -> str:
        """Return what somebody does who is still not helped: return, phone or give_up."""
        drawn = self.chance.random()
        if drawn < self.world.returns:
            return "return"
        return "phone" if drawn < self.world.returns + self.world.phones else "give_up"

    def pause(self) -> timedelta:
        """Return how long until then: mostly a day or two, sometimes more than the window of a week."""
        return timedelta(days=min(9.0, self.chance.expovariate(1 / 1.8)) + 0.02)


def people_of(
    world: World, answered: frozenset[str], texts: dict[str, list[str]], start: datetime
) -> list[Person]:
    """Return the people of a world. `answered` are the topics with an FAQ."""
    chance = random.Random(f"people {world.seed}")
    topics = sorted(texts)
    popular = {topic: chance.expovariate(1) for topic in topics}
    with_faq = [topic for topic in topics if topic in answered]
    without = [topic for topic in topics if topic not in answered]

    def topic_of(own: random.Random) -> str:
        some = with_faq if own.random() < world.known else without
        return own.choices(some, [popular[topic] for topic in some])[0]

    def moment(own: random.Random) -> datetime:
        day = start + timedelta(days=own.randrange(DAYS))
        hour = own.uniform(*OPEN) if own.random() < 0.8 else own.uniform(18.5, 23.5)
        return day + timedelta(hours=hour)

    def problem_of(own: random.Random, at: datetime, topic: str) -> Problem:
        return Problem(topic=topic, words=own.sample(texts[topic], len(texts[topic])), at=at)

    people: list[Person] = []
    for number in range(world.people):
        own = random.Random(f"person {world.seed} {number}")
        at, topic = moment(own), topic_of(own)
        problems = [problem_of(own, at, topic)]
        if own.random() < world.second:
            other = topic_of(own)
            if other != topic:
                problems.append(problem_of(own, at + timedelta(days=own.uniform(0.5, 14)), other))
        identified = own.random() < world.identified
        people.append(
            Person(
                number=number,
                world=world,
                chance=own,
                problems=problems,
                identified=identified,
                identifies=own.random() < world.identifies,
                shares_with=own.randrange(number) if number and own.random() < world.shares_device else None,
                leaves_queue=own.random() < world.leaves_queue,
            )
        )
    return people


def qualities_of(world: World, topics: Sequence[str]) -> dict[str, float]:
    """Return how often each topic's answer really helps."""
    chance = random.Random(f"quality {world.seed}")
    spread = 12
    return {
        topic: chance.betavariate(world.quality * spread, (1 - world.quality) * spread) for topic in topics
    }
