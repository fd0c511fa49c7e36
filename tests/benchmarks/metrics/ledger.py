"""A ledger of a million facts over 180 days, told by a seeded dice and written with COPY."""

import json
import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from psycopg import Connection

DAYS, EPISODES, TOPICS = 180, 150_000, 80
CHANNELS, LANGUAGES = ("widget", "widget", "widget", "help", "mail"), ("ja", "ja", "ja", "en")
RETURNS = 0.15
"""Share of the episodes whose contact was there before."""
ENDS = {"solved": 32, "quiet": 24, "refused": 8, "nothing": 10, "person": 18, "social": 6, "blocked": 2}
Fact = tuple[str, int, str, datetime, str]


def write_ledger(connection: Connection, *, now: datetime, seed: int = 7) -> int:
    """Write contacts, conversations, episodes and facts; return how many facts."""
    dice = random.Random(seed)
    _copy(
        connection,
        "accounts (id, external_id, name, contract_yen, stage, renewal_on, tier)",
        (
            (n, f"a{n}", f"会社 {n}", 1_000_000, "adoption", now.date(), dice.choice(["high", "low", "tech"]))
            for n in range(1, 401)
        ),
    )
    contacts: list[int] = []
    opened: list[tuple[int, int, datetime, str, str]] = []
    for id in range(1, EPISODES + 1):
        if contacts and dice.random() < RETURNS:
            contact = contacts[-dice.randint(1, min(5000, len(contacts)))]
        else:
            contacts.append(contact := len(contacts) + 1)
        at = now - timedelta(days=DAYS * (1 - id / EPISODES), seconds=dice.uniform(0, 3600))
        opened.append((id, contact, at, dice.choice(CHANNELS), dice.choice(LANGUAGES)))
    _copy(
        connection,
        "contacts (id, account_id, created_at)",
        ((n, dice.choice([None, dice.randint(1, 400)]), now) for n in contacts),
    )
    _copy(
        connection,
        "conversations (id, contact_id, channel, language, created_at, updated_at)",
        ((f"c{id}", contact, channel, language, at, at) for id, contact, at, channel, language in opened),
    )
    _copy(
        connection,
        "episodes (id, conversation_id, contact_id, number, opened_at)",
        ((id, f"c{id}", contact, 1, at) for id, contact, at, _, _ in opened),
    )
    facts = list(_facts(opened, dice))
    _copy(connection, "facts (key, episode_id, kind, at, payload)", facts)
    for table in ("contacts", "episodes", "accounts"):
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )
    connection.commit()
    connection.autocommit = True
    connection.execute("ANALYZE")
    return len(facts)


def _facts(opened: Iterable[tuple[int, int, datetime, str, str]], dice: random.Random) -> Iterator[Fact]:
    numbers = count(1)
    for id, _, at, _, _ in opened:
        topic = min(TOPICS, int(dice.expovariate(1 / 18)) + 1)
        for kind, seconds, payload in _told(dice, topic):
            at += timedelta(seconds=seconds)
            yield (f"{kind}:{next(numbers)}", id, kind, at, json.dumps(payload))


def _told(dice: random.Random, topic: int) -> Iterator[tuple[str, float, dict[str, Any]]]:
    end = dice.choices(list(ENDS), list(ENDS.values()))[0]
    answer = {"message_id": 1, "faq_id": topic, "version_id": topic, "confidence": 0.9, "threshold": 0.7}
    if end == "social":
        yield "message_received", 0, {"message_id": 1, "seq": 1}
        yield "small_talk_replied", 1, {"message_id": 1, "intent": "greet"}
        return
    for turn in range(dice.randint(1, 4)):
        yield "message_received", 20 * turn, {"message_id": turn, "seq": turn}
        if end == "nothing":
            yield "nothing_found", dice.uniform(0.5, 3), {"message_id": turn}
        elif end == "blocked":
            yield "bot_unavailable", 1, {"message_id": turn}
        else:
            yield "answer_shown", dice.uniform(0.5, 3), answer
    if end in {"solved", "refused"}:
        said = "solved" if end == "solved" else "not_solved"
        yield "feedback_given", 15, {"value": said, "faq_id": topic, "version_id": topic}
        if dice.random() < 0.4:
            yield "csat_given", 5, {"rating": dice.choice([2, 3, 4, 5, 5]), "about": "bot"}
    if end == "person" or (end == "refused" and dice.random() < 0.5):
        yield "handoff_requested", 5, {"reason": dice.choice(["customer_request", "no_answer", "not_solved"])}
        if dice.random() < 0.9:
            yield "agent_claimed", dice.expovariate(1 / 60), {"staff_id": 1}
            for _ in range(dice.randint(2, 6)):
                yield "agent_replied", dice.uniform(10, 200), {"staff_id": 1, "message_id": 1}
            yield "conversation_resolved", 60, {"by": 1}
            if dice.random() < 0.5:
                yield "csat_given", 30, {"rating": dice.choice([2, 4, 5, 5]), "about": "agent"}
        return
    if end in {"quiet", "nothing", "refused"}:
        yield "episode_expired", 86400, {}


def _copy(connection: Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
