"""The widget's door: which web pages may speak to `/widget/`, by origin and by key."""

import hmac
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Header, Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Forbidden
from api.house import House, house_of
from api.web.problems import problem_response

PATH = "/widget/"
METHODS = "GET, POST, DELETE"
HEADERS = "Authorization, Content-Type, Last-Event-ID, X-Madoguchi-Key"


class ForeignOrigin(Forbidden):
    """This web site may not use the widget."""


class UnknownKey(Forbidden):
    """The widget's key is missing or wrong."""


async def known_key(
    request: Request, x_madoguchi_key: Annotated[str, Header(examples=["demo"])] = ""
) -> None:
    """Refuse requests without the widget's key."""
    expected = house_of(request).settings.widget_key
    if not hmac.compare_digest(x_madoguchi_key.encode(), expected.encode()):
        raise UnknownKey


class WidgetDoor:
    """Refuses foreign origins, answers preflights, and lets welcome pages read every answer, errors too."""

    def __init__(self, app: ASGIApp, *, house: House) -> None:
        self.app = app
        self.ours = {house.settings.url, *house.settings.widget_origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith(PATH):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        origin = request.headers.get("origin")
        if origin is None:
            # A program, or a page of our own that reads: browsers send no Origin with those.
            await self.app(scope, receive, send)
        elif origin not in self.ours and urlsplit(origin).netloc != request.headers.get("host"):
            await problem_response(request, ForeignOrigin())(scope, receive, send)
        elif request.method == "OPTIONS":
            await _preflight(origin)(scope, receive, send)
        else:
            await self.app(scope, receive, _readable_for(origin, send))


def _preflight(origin: str) -> Response:
    allowed = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": HEADERS,
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }
    return Response(status_code=204, headers=allowed)


def _readable_for(origin: str, send: Send) -> Send:
    async def send_readable(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers.add_vary_header("Origin")
        await send(message)

    return send_readable
