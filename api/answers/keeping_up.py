"""Keeping the answer index of this process up to date while the application runs."""

import asyncio
import logging
import time

from fastapi import FastAPI

from api.answers.calibration_build import GLANCE
from api.answers.calibration_store import TOPIC
from api.answers.serving import Serving, answers_of
from api.house import House

log = logging.getLogger(__name__)
POLL = 10.0
"""Seconds after which the database is asked even without a notice: a lost one must not leave an old index."""
DEBOUNCE = 0.1
LOOK = 60.0
"""Seconds between two looks at the outcomes."""
LONGEST = 180.0
"""Seconds after which a process that others stand in for takes requests, with an index or without."""


async def serve_answers(app: FastAPI) -> None:
    """Keep the index of this process fresh, until the application goes down."""
    serving = answers_of(app)
    try:
        await asyncio.gather(_follow_changes(app.state.house, serving), _learn_anew(app.state.house, serving))
    finally:
        serving.stop()


async def wait_until_ready(app: FastAPI) -> None:
    """Return once questions can be answered, the application goes down, or after `LONGEST`."""
    serving, end = answers_of(app), time.monotonic() + LONGEST
    while not (serving.ready or app.state.house.live.stopping) and time.monotonic() < end:
        await asyncio.sleep(0.05)


async def _follow_changes(house: House, serving: Serving) -> None:
    """Follow on notices, and every `POLL` seconds in case one was lost."""
    with house.live.subscribe("faqs", "candidates", TOPIC) as changes:
        while not house.live.stopping:
            try:
                await asyncio.to_thread(serving.refresh)
            except Exception:
                # Whatever it was, the old index still answers and the next round tries again.
                log.exception("the answer index could not be built")
            await changes.wait(POLL)
            await asyncio.sleep(DEBOUNCE)


async def _learn_anew(house: House, serving: Serving) -> None:
    looked = time.monotonic()
    while not house.live.stopping:
        await asyncio.sleep(GLANCE)
        try:
            if time.monotonic() - looked >= LOOK:
                looked = time.monotonic()
                await asyncio.to_thread(serving.look_at_outcomes)
            if serving.recompute_is_due():
                await asyncio.to_thread(serving.recompute)
        except Exception:
            # It is tried again; until then the answers follow the FAQs with the old calibration.
            log.exception("the answer index could not be learnt anew")
