"""The dispatcher: takes waiting turns to the bot and applies what it says. One task in every process.

A turn is a row until the transaction that writes its reply deletes it: whatever dies in between, the turn
waits or is finished, and nobody is answered twice.
"""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

import aiohttp
import psycopg
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.answers.serving import answers_of
from api.chat.acts import NothingFound, Spoken
from api.chat.applying import apply_acts
from api.chat.bot import BotAway, BotConfused, BotFailed, Embedded, ask, bot_client
from api.chat.claims import REFUSED, Claims, claims
from api.chat.telling import tell_unavailable
from api.chat.turns import Due, Waiting, begin, due_turns, put_off
from api.database import autocommit, in_autocommit, in_transaction
from api.house import House
from api.inquiries.vectors import Embedding
from api.live import Subscription
from api.web.texts import translate
from faq_clustering.text import demand_of

log = logging.getLogger(__name__)

AT_ONCE = 8
SWEEP = 3.0
"""Seconds after which waiting turns are looked for without a notice."""
RETRY = 1.0
"""Seconds until a turn is tried again."""
QUESTION = 16
"""Characters from which on the bot is sent the embedding. Shorter are thanks and words on an answer:
what they mean hangs on little, and the bot has learnt from embeddings of its own."""
FAILURES = 3
"""How often the bot may fail at one message before the customer gets an apology instead."""


async def dispatch_turns(app: FastAPI) -> None:
    """Dispatch until cancelled; start again when the database goes away."""
    house: House = app.state.house
    embedding = Embedding(embedder=house.embedder, vector=answers_of(app).vector)
    async with bot_client(house.settings) as client:
        while True:
            try:
                async with claims(house.database_url) as held:
                    await _dispatch(house, client, held, embedding)
            except (psycopg.Error, DBAPIError) as error:
                log.warning("the dispatcher cannot reach the database, trying again: %s", error)
            except Exception:
                log.exception("the dispatcher stopped, starting again")
            await asyncio.sleep(1)


async def _dispatch(house: House, client: aiohttp.ClientSession, held: Claims, embedding: Embedding) -> None:
    with house.live.subscribe("turns") as notices:
        async with asyncio.TaskGroup() as group:
            while True:
                wait = SWEEP
                # While all places are taken there is nothing to look for: who gives one back looks again.
                free = len(held) < AT_ONCE
                look = partial(due_turns, within=SWEEP)
                found = await in_autocommit(house.sessions, look) if free else []
                for due in held.free_first(found):
                    if due.seconds > 0:
                        wait = min(wait, due.seconds)
                    elif len(held) < AT_ONCE and due.conversation_id not in held:
                        if await held.take(due.conversation_id):
                            group.create_task(_take_turn(house, client, held, notices, due, embedding))
                        else:
                            # Another process has it; should that die, it is ours.
                            wait = min(wait, REFUSED)
                await notices.wait(wait)


async def _take_turn(
    house: House,
    client: aiohttp.ClientSession,
    held: Claims,
    notices: Subscription,
    due: Due,
    embedding: Embedding,
) -> None:
    try:
        turn, embedded = await asyncio.to_thread(_begun, house, due, embedding)
        if turn is not None:
            await _answer(house, client, turn, embedded, embedding)
    except Exception:
        log.exception("turn %s failed", due.message_id)
        put = partial(put_off, message_id=due.message_id, seconds=RETRY, failed=True)
        await in_transaction(house.sessions, put)
    finally:
        await held.give_back(due.conversation_id)
        # The conversation's next turn, or another's that found no place.
        notices.tell("turns")


def _begun(house: House, due: Due, embedding: Embedding) -> tuple[Waiting | None, Embedded | None]:
    """Begin a turn and embed what it asks, on one thread."""
    with autocommit(house.sessions) as session:
        turn = begin(session, due)
    return turn, None if turn is None else _embedded(turn, embedding)


async def _answer(
    house: House,
    client: aiohttp.ClientSession,
    turn: Waiting,
    embedded: Embedded | None,
    embedding: Embedding,
) -> None:
    """Take a turn to the bot and write what it says, or put the turn off."""
    acts: Sequence[Spoken]
    wait = partial(_wait_for_bot, house=house, turn=turn)
    try:
        if turn.attempts < FAILURES:
            acts = await ask(client, turn, embedded)
        else:
            acts = _apology(turn)
    except BotAway as away:
        log.info("the bot is away: %s", away)
        await in_transaction(house.sessions, partial(wait, failed=False))
        return
    except BotFailed as failure:
        log.warning("the bot failed at turn %s: %s", turn.message_id, failure)
        await in_transaction(house.sessions, partial(wait, failed=True))
        return
    except BotConfused as confusion:
        log.warning("the bot's reply to turn %s cannot be shown: %s", turn.message_id, confusion)
        acts = _apology(turn)
    apply = partial(apply_acts, turn=turn, acts=acts, now=house.clock(), embedding=embedding)
    await in_transaction(house.sessions, apply)


def _embedded(turn: Waiting, embedding: Embedding) -> Embedded | None:
    """Return the embedding of what a customer typed: the bot and the answer index both go by it."""
    if turn.asked is None or len(turn.asked) < QUESTION:
        return None
    try:
        vector = embedding.vector(demand_of(turn.asked))
    except Exception:
        # Without a model here the bot makes its own.
        log.exception("message %s could not be embedded", turn.message_id)
        return None
    return Embedded(model_id=embedding.embedder.model_id, vector=vector)


def _apology(turn: Waiting) -> Sequence[Spoken]:
    return [NothingFound(text=translate(turn.language, "chat.apology"), language=turn.language)]


def _wait_for_bot(session: Session, *, house: House, turn: Waiting, failed: bool) -> None:
    tell_unavailable(session, turn, now=house.clock())
    put_off(session, turn.message_id, seconds=RETRY, failed=failed)
