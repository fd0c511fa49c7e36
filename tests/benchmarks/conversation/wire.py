"""A customer's HTTP/1.1, as little of it as a conversation needs.

A general client costs some 8 ms of CPU a turn, on the cores that are measured; a browser has its own.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LONGEST_LINE = 2**20


class Refused(Exception):
    """A status that is no success."""


class Cut(Exception):
    """The server closed the connection."""


@dataclass(frozen=True)
class _Head:
    status: int
    length: int | None
    """None: chunked."""


class Line:
    """One connection, kept open between requests; `headers` go with each."""

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        address = urlsplit(url)
        self._host, self._port = address.hostname or "localhost", address.port or 80
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.headers = dict(headers or {})

    async def post(self, path: str, body: Any) -> Any:
        """Send JSON and return the JSON that comes back; raises `Refused`."""
        kept = self._writer is not None
        try:
            await self._send("POST", path, json.dumps(body, ensure_ascii=False).encode())
            head = await self._head()
        except (Cut, OSError):
            if not kept:
                raise
            # A kept connection is closed when nobody speaks: once more on a new one, as a browser does.
            self.close()
            return await self.post(path, body)
        content = await self._content(head)
        if not 200 <= head.status < 300:
            raise Refused(f"{head.status} {content[:200]!r}")
        return json.loads(content)

    async def events(self, path: str) -> AsyncIterator[tuple[str, str]]:
        """Yield name and data of each event of a stream until it ends; raises `Refused`."""
        await self._send("GET", path, b"")
        head = await self._head()
        if head.status != 200:
            raise Refused(f"{head.status} {await self._content(head)!r}")
        name, rest = "", b""
        async for chunk in self._chunks():
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if line.startswith(b"event: "):
                    name = line[7:].strip().decode()
                elif line.startswith(b"data: "):
                    yield name, line[6:].strip().decode()

    def close(self) -> None:
        """Hang up."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None

    async def _send(self, method: str, path: str, body: bytes) -> None:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                self._host, self._port, limit=LONGEST_LINE
            )
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}:{self._port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await self._writer.drain()

    async def _head(self) -> _Head:
        assert self._reader
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError as error:
            raise Cut("no answer") from error
        first, *lines = head.split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = fields.get("content-length")
        return _Head(int(first.split(" ", 2)[1]), None if length is None else int(length))

    async def _content(self, head: _Head) -> bytes:
        assert self._reader
        if head.length is not None:
            return await self._reader.readexactly(head.length)
        return b"".join([chunk async for chunk in self._chunks()])

    async def _chunks(self) -> AsyncIterator[bytes]:
        assert self._reader
        try:
            while size := int(await self._reader.readline() or b"0", 16):
                yield (await self._reader.readexactly(size + 2))[:-2]
            await self._reader.readline()
        except asyncio.IncompleteReadError as error:
            raise Cut("in the middle") from error
