"""A real browser against the application on a real port."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import select

from api.app import create_app
from api.chat.messages import Author, append_message
from api.chat.models import Conversation, HandOff, Message
from api.database import transaction
from api.house import House
from tests.conftest import PASSWORD

CHROMIUM = os.environ.get("MADOGUCHI_CHROMIUM") or shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
PATIENCE = 10_000
NewPage = Callable[..., Page]


# A module long: while Playwright runs, no other test of this thread can run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("No Chromium found: put `chromium` on PATH, or name it in MADOGUCHI_CHROMIUM.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


class Shop:
    """Somebody else's site, on an origin of its own, that may carry the widget."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.html = ""


@pytest.fixture
def shop() -> Iterator[Shop]:
    class Front(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(site.html.encode())

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    site = Shop(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def app_url(house: House, shop: Shop) -> Iterator[str]:
    """The address of the running application. No bot runs."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        settings = house.settings.model_copy(update={"widget_origins": [shop.origin]})
        app = create_app(replace(house, settings=settings))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        # The first application of a run may still be loading the embedding model.
        thread.join(90)


@pytest.fixture
def new_page(browser: Browser, app_url: str) -> Iterator[NewPage]:
    """Open a page in a browser of its own: `new_page(viewport=…, color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_page(**options: object) -> Page:
        wide = {"viewport": {"width": 1280, "height": 800}, "locale": "ja-JP", "base_url": app_url}
        context = browser.new_context(**(wide | options))  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page on a desk, in Japanese."""
    return new_page()


class Desk:
    """What happens to the customer's conversation on our side of the counter."""

    def __init__(self, house: House) -> None:
        self._house = house

    def say(self, text: str, *, author: Author = "bot", **content: object) -> None:
        """Put a message into the one conversation there is."""
        with transaction(self._house.sessions) as session:
            conversation = session.scalars(select(Conversation)).one()
            now = self._house.clock()
            append_message(session, conversation, author=author, text=text, content=content, now=now)

    def heard(self) -> list[str]:
        """Return what the customer said, as it was kept."""
        with self._house.sessions() as session:
            said = select(Message.text).where(Message.author == "customer").order_by(Message.seq)
            return list(session.scalars(said))

    def hand_offs(self) -> int:
        """Return how many open hand-offs wait."""
        with self._house.sessions() as session:
            return len(session.scalars(select(HandOff).where(HandOff.closed_at.is_(None))).all())


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def sign_in(page: Page, login: str = "sato") -> None:
    """Sign a member of staff in, and wait for the first page."""
    page.goto("/staff/sign-in")
    page.locator("[name=email]").fill(f"{login}@example.com")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/staff/candidates*")
