"""The watchdog: nobody waits long without hearing of it, or for nobody. One task in every process."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import TypedDict

from fastapi import FastAPI

from api.chat.forgotten import Left, left_alone, look_after
from api.chat.telling import late_turns, tell_slow
from api.database import transaction
from api.house import House

log = logging.getLogger(__name__)
EVERY = 0.5
"""Seconds between looks at who waits for the bot."""
ROUNDS = 30
"""Every so many looks, one for conversations that wait for nobody."""


async def keep_watch(app: FastAPI) -> None:
    """Watch until cancelled. A round that fails is logged; the next one comes."""
    house: House = app.state.house
    number = 0
    while True:
        await asyncio.sleep(EVERY)
        number += 1
        try:
            await asyncio.to_thread(tell_the_late, house)
            if number % ROUNDS == 0:
                await asyncio.to_thread(look_after_the_left, house)
        except Exception:
            log.exception("a round of the watchdog failed")


def tell_the_late(house: House) -> None:
    """Tell every customer whose answer takes long."""
    with transaction(house.sessions) as session:
        found = late_turns(session, seconds=house.settings.bot_slow)
    for late in found:
        with transaction(house.sessions) as session:
            if tell_slow(session, late, now=house.clock()):
                log.info("the reply to message %s takes long; its customer knows", late.message_id)


def look_after_the_left(house: House) -> None:
    """Queue again or hand over what waits for nobody."""
    for left in waiting_for_nobody(house):
        with transaction(house.sessions) as session:
            done = look_after(session, left, **_limits(house))
        if done is not None:
            log.warning("message %s waited for nobody and was %s", left.message_id, done)


def waiting_for_nobody(house: House) -> list[Left]:
    """Return the messages that wait for nobody now."""
    with transaction(house.sessions) as session:
        return left_alone(session, **_limits(house))


class _Limits(TypedDict):
    now: datetime
    quiet: timedelta
    patience: timedelta


def _limits(house: House) -> _Limits:
    settings = house.settings
    return {
        "now": house.clock(),
        "quiet": timedelta(hours=settings.quiet_hours),
        "patience": timedelta(seconds=settings.bot_timeout),
    }
