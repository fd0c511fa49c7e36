"""What the product says of a world, beside what is true of it."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import psycopg

from tests.benchmarks.honesty.playing import Life

WINDOW = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A figure and what it should be. `low` and `high` bound it where the product gives an interval."""

    value: float | None
    truth: float
    low: float | None = None
    high: float | None = None

    @property
    def off(self) -> float | None:
        """How far it is off."""
        return None if self.value is None else self.value - self.truth

    @property
    def covered(self) -> bool:
        """Whether its interval holds the truth."""
        return self.low is not None and self.high is not None and self.low <= self.truth <= self.high

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self) | {"off": self.off, "covered": self.covered}


def solved(life: Life) -> tuple[int, int]:
    """Return how many of the widget's episodes the bot really solved without a person, of how many."""
    with psycopg.connect(life.product.house.database_url) as connection:
        rows = connection.execute(
            "SELECT m.conversation_id, m.seq, m.episode_id,"
            " EXISTS (SELECT 1 FROM facts f WHERE f.episode_id = m.episode_id"
            "  AND f.kind IN ('agent_claimed', 'agent_replied'))"
            " FROM messages m JOIN conversations c ON c.id = m.conversation_id"
            " WHERE c.channel = 'widget' AND m.author = 'customer'"
        ).fetchall()
    by_bot: dict[int, bool] = {}
    for conversation, seq, episode, person in rows:
        truth = life.told.get((conversation, seq))
        if truth is not None:
            by_bot[episode] = by_bot.get(episode, False) or (truth.solved_by_bot and not person)
    return sum(by_bot.values()), len(by_bot)


def figures(life: Life, first: str, last: str) -> dict[str, dict[str, Any]]:
    """Return the product's metrics of the widget."""
    manager = life.product.manager
    answer = manager.get("/api/metrics", params={"from": first, "to": last, "channel": "widget"})
    assert answer.status_code == 200, answer.text
    return {one["slug"]: one for one in answer.json()["metrics"]}


def units(life: Life, *, known: bool = False) -> dict[int, tuple[str, Any, list[int]]]:
    """Return of each contact that was assigned: the arm, when, and which people it is; of those `known`."""
    with psycopg.connect(life.product.house.database_url) as connection:
        assigned = connection.execute(
            "SELECT DISTINCT ON (e.contact_id) e.contact_id, f.payload ->> 'arm', f.at,"
            " (f.payload ->> 'known')::boolean"
            " FROM facts f JOIN episodes e ON e.id = f.episode_id WHERE f.kind = 'holdout_assigned'"
            " ORDER BY e.contact_id, f.at"
        ).fetchall()
        wrote = connection.execute(
            "SELECT e.contact_id, m.conversation_id, m.seq FROM messages m JOIN episodes e"
            " ON e.id = m.episode_id WHERE m.author = 'customer'"
        ).fetchall()
    people: dict[int, list[int]] = {}
    for contact, conversation, seq in wrote:
        truth = life.told.get((conversation, seq))
        if truth is not None and truth.person not in people.setdefault(contact, []):
            people[contact].append(truth.person)
    return {
        contact: (arm, at, people.get(contact, []))
        for contact, arm, at, known_then in assigned
        if known_then or not known
    }


def true_effect(life: Life, shadow: Life, *, known: bool) -> float:
    """Return the difference in human contact between "all held out" and "all with the bot".

    Of all that were assigned, or of those `known` then.

    With the bot: as it was, and for those held out as it is in the `shadow`, where the same people with the
    same luck meet the bot. Held out: whoever did not leave the queue met a person. A call by somebody whom
    the telephone desk could not tell is human contact all the same.
    """
    found = units(life, known=known)
    held = with_bot = 0
    for arm, at, numbers in found.values():
        until = at + WINDOW
        there = shadow if arm == "holdout" else life
        with_bot += any(at <= moment < until for n in numbers for moment in there.people[n].human)
        first = life.people[numbers[0]]
        held += not first.leaves_queue or any(
            at + timedelta(hours=1) < problem.at < until
            for n in numbers
            for problem in life.people[n].problems
            if n != numbers[0] or not life.people[n].leaves_queue
        )
    return (held - with_bot) / len(found)


def by_definition(life: Life) -> dict[int, tuple[int, int, int]]:
    """Return, of each definition, the widget's matured eligible episodes: verified, claimed and all."""
    life.product.manager.get("/api/metrics/followed")
    with psycopg.connect(life.product.house.database_url) as connection:
        rows = connection.execute(
            "SELECT definition, count(*) FILTER (WHERE claimed AND recontacted_by IS NULL),"
            " count(*) FILTER (WHERE claimed), count(*) FROM outcomes"
            " WHERE eligible AND channel = 'widget' AND matures_at <= %s"
            " GROUP BY definition ORDER BY definition",
            (life.product.clock(),),
        ).fetchall()
    return {definition: (verified, claimed, n) for definition, verified, claimed, n in rows}
