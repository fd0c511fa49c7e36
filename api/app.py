"""The application: every room's routes over one house."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path

import js_lib_htmx
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

import api.accounts.account_pages
import api.accounts.form_pages
import api.accounts.importing.pages
import api.accounts.notice_pages
import api.accounts.pages
import api.accounts.routes
import api.accounts.score.pages
import api.answers.asking_pages
import api.answers.calibration_pages
import api.answers.calibration_routes
import api.answers.routes
import api.candidates.around_pages
import api.candidates.compared_pages
import api.candidates.decisions
import api.candidates.member_pages
import api.candidates.model_pages
import api.candidates.pages
import api.candidates.queue_pages
import api.candidates.regroup_pages
import api.candidates.regroup_routes
import api.candidates.replied_pages
import api.candidates.routes
import api.chat.attachments.routes
import api.chat.callback_routes
import api.chat.demo
import api.chat.elsewhere_routes
import api.chat.mark_routes
import api.chat.notices.routes
import api.chat.routes
import api.chat.session_routes
import api.chat.transcript_routes
import api.dialogue.routes
import api.faqs.care_pages
import api.faqs.comparing_pages
import api.faqs.exchange.pages
import api.faqs.hooks.pages
import api.faqs.language_pages
import api.faqs.pages
import api.faqs.review_pages
import api.faqs.routes
import api.health
import api.help.crawling
import api.help.pages
import api.help.widget_routes
import api.improving.pages
import api.improving.routes
import api.inbox.pages
import api.inbox.routes
import api.inquiries.pages
import api.inquiries.routes
import api.lookups.demo
import api.metrics.baseline.routes
import api.metrics.comparison.pages
import api.metrics.comparison.routes
import api.metrics.followed.pages
import api.metrics.followed.routes
import api.metrics.holdout.pages
import api.metrics.holdout.routes
import api.metrics.league.pages
import api.metrics.league.routes
import api.metrics.pages
import api.metrics.report.pages
import api.metrics.routes
import api.metrics.topics.pages
import api.metrics.weekly.pages
import api.metrics.worsening_pages
import api.replays.pages
import api.replays.routes
import api.reviewing.routes
import api.staff.pages
import api.success.pages
from api.answers.keeping_up import serve_answers, wait_until_ready
from api.chat.dispatcher import dispatch_turns
from api.chat.door import WidgetDoor
from api.chat.watchdog import keep_watch
from api.database import ADMITTED, THREADS
from api.house import House
from api.second_look.looking import SecondLookNeeded
from api.web.problems import add_handlers

STATIC = Path(__file__).parent / "web" / "static"
HTMX = Path(js_lib_htmx.__file__).parent / "static" / "htmx"
# Routes are tried in this order: what every turn asks comes first.
ROOMS = (
    api.chat.routes,
    api.dialogue.routes,
    api.chat.session_routes,
    api.chat.mark_routes,
    api.health,
    api.inquiries.routes,
    api.inquiries.pages,
    api.candidates.routes,
    api.candidates.pages,
    api.candidates.queue_pages,
    api.candidates.around_pages,
    api.candidates.compared_pages,
    api.candidates.model_pages,
    api.candidates.replied_pages,
    api.candidates.decisions,
    api.candidates.regroup_routes,
    api.candidates.regroup_pages,
    api.candidates.member_pages,
    api.faqs.routes,
    api.faqs.pages,
    api.faqs.care_pages,
    api.faqs.review_pages,
    api.faqs.language_pages,
    api.faqs.comparing_pages,
    api.faqs.exchange.pages,
    api.faqs.hooks.pages,
    api.answers.routes,
    api.answers.calibration_routes,
    api.answers.calibration_pages,
    api.answers.asking_pages,
    api.chat.attachments.routes,
    api.chat.transcript_routes,
    api.chat.notices.routes,
    api.chat.callback_routes,
    api.chat.elsewhere_routes,
    api.chat.demo,
    api.lookups.demo,
    api.inbox.routes,
    api.inbox.pages,
    api.help.pages,
    api.help.crawling,
    api.help.widget_routes,
    api.improving.routes,
    api.improving.pages,
    api.metrics.routes,
    api.metrics.followed.routes,
    api.metrics.followed.pages,
    api.metrics.holdout.routes,
    api.metrics.holdout.pages,
    api.metrics.pages,
    api.metrics.comparison.routes,
    api.metrics.comparison.pages,
    api.metrics.league.routes,
    api.metrics.league.pages,
    api.metrics.topics.pages,
    api.metrics.weekly.pages,
    api.metrics.report.pages,
    api.metrics.baseline.routes,
    api.metrics.worsening_pages,
    api.accounts.routes,
    api.accounts.pages,
    api.accounts.account_pages,
    api.accounts.form_pages,
    api.accounts.notice_pages,
    api.accounts.importing.pages,
    api.accounts.score.pages,
    api.success.pages,
    api.replays.routes,
    api.replays.pages,
    api.reviewing.routes,
    api.staff.pages,
)


@cache
def _rooms() -> list[BaseRoute]:
    """The rooms' routes, once a process: reading the signatures behind them takes most of a second."""
    entry = APIRouter()
    for room in ROOMS:
        entry.include_router(room.router)
    return entry.routes


def create_app(house: House, *, patient: bool = False) -> FastAPI:
    """Return the application that serves `house`. `patient`: it takes no request before it knows answers."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "work"))
        tasks = [
            asyncio.create_task(work, name=name)
            for name, work in (
                ("notices", house.live.run()),
                ("answers", serve_answers(app)),
                ("turns", dispatch_turns(app)),
                ("watchdog", keep_watch(app)),
            )
        ]
        if patient:
            await wait_until_ready(app)
        yield
        house.live.stop()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        house.engine.dispose()

    app = FastAPI(
        title="Madoguchi",
        version="0.1.0",
        summary="Support conversations, FAQ candidates, answers and honest figures.",
        lifespan=life,
    )
    app.state.house = house
    app.state.admitted = asyncio.Semaphore(ADMITTED)
    add_handlers(app)
    app.add_exception_handler(SecondLookNeeded, api.replays.pages.ask_for_second_look)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(WidgetDoor, house=house)
    app.router.routes.extend(_rooms())
    app.mount("/static/htmx", StaticFiles(directory=HTMX), name="htmx")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
