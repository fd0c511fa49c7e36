"""One request to a company's system: tries, time and size are bounded, redirects are not followed."""

import json
import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx

from api.lookups.request import Request
from api.lookups.template import fill

SHORTEST = 0.2
"""Seconds under which another try is not begun."""
SIZE = 256_000
"""Bytes of a reply that are read."""
BUSY = frozenset({502, 503, 504})


class NoReply(Exception):
    """The system gave no reply that can be read; `status` is None when none came at all."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


class _Busy(Exception):
    """502, 503 or 504: it may work in a moment."""

    def __init__(self, status: int) -> None:
        super().__init__("busy")
        self.status = status


def fetch(request: Request, values: Mapping[str, str], *, ours: str, until: float) -> tuple[int, Any]:
    """Return status and JSON (None unless the status is 2xx); raises `NoReply` or `MissingSecret`.

    `ours`: the address of this application, for URLs that begin with a slash. `until`: on the clock of
    `time.monotonic`; no try begins that cannot end by then.
    """
    address = fill(request.url, {name: quote(value, safe="") for name, value in values.items()})
    local = address.startswith("/")
    address = f"{ours}{address}" if local else address
    sent = _sent(request, values)
    for tries_left in range(request.retries, -1, -1):
        seconds = min(request.timeout, until - time.monotonic())
        try:
            return _try(_client(local), request.method, address, sent, seconds)
        except (httpx.HTTPError, httpx.InvalidURL, _Busy) as error:
            status = error.status if isinstance(error, _Busy) else None
            arrived = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            once = arrived and request.method == "POST"
            if once or not tries_left or until - time.monotonic() < SHORTEST:
                raise NoReply(type(error).__name__.strip("_"), status) from error
    raise NoReply("no try was made")


@cache
def _client(local: bool) -> httpx.Client:
    """Return a client for all look-ups: certificates are read once.

    The secret goes to the declared address only, and a proxy is for other people's systems.
    """
    return httpx.Client(trust_env=not local, follow_redirects=False)


def _sent(request: Request, values: Mapping[str, str]) -> dict[str, Any]:
    headers = {"Accept": "application/json", **request.headers}
    if request.auth:
        headers[request.auth.header] = request.auth.value()
    sent: dict[str, Any] = {"headers": headers}
    if request.query:
        sent["params"] = {key: fill(text, values) for key, text in request.query.items()}
    if request.body:
        sent["json"] = {key: fill(text, values) for key, text in request.body.items()}
    return sent


def _try(
    client: httpx.Client, method: str, address: str, sent: dict[str, Any], seconds: float
) -> tuple[int, Any]:
    end = time.monotonic() + seconds
    with client.stream(method, address, timeout=seconds, **sent) as response:
        if response.status_code in BUSY:
            raise _Busy(response.status_code)
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > SIZE:
                raise NoReply("the reply is too long", response.status_code)
            if time.monotonic() > end:
                raise httpx.ReadTimeout("the reply comes too slowly")
    if not response.is_success:
        return response.status_code, None
    try:
        return response.status_code, json.loads(body)
    except ValueError as error:
        raise NoReply("the reply is no JSON", response.status_code) from error
