"""How a look-up asks a company's system: address, headers, secret, time."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

OURS = re.compile(r"/(?!/)")
THEIRS = re.compile(r"https?://[^/?#{}\s]+(?:[/?#]|$)")
VARIABLE = r"^[A-Z][A-Z0-9_]*$"


class MissingSecret(Exception):
    """A secret that a look-up names is not there."""


class Auth(BaseModel):
    """The header that shows who we are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: str = Field(pattern=VARIABLE)
    """Environment variable that holds it; NAME_FILE may name a file instead."""
    header: str = Field("Authorization", pattern=r"^[A-Za-z0-9-]+$")
    prefix: str = "Bearer "

    def value(self) -> str:
        """Return the header's value; raises `MissingSecret`."""
        path = os.environ.get(f"{self.secret}_FILE")
        try:
            secret = (
                Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(self.secret, "")
            )
        except (OSError, UnicodeDecodeError) as error:
            raise MissingSecret(f"{self.secret}_FILE: {path} cannot be read ({error}).") from error
        if not secret:
            raise MissingSecret(f"{self.secret} is empty: set it, or {self.secret}_FILE.")
        if not secret.isascii() or not secret.isprintable():
            raise MissingSecret(f"{self.secret} holds characters that no header can carry.")
        return self.prefix + secret


class Request(BaseModel):
    """One HTTP request. `{names}` of fields may stand in path, query and body."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    """`https://…`, or `/…` for a service of this very application."""
    method: Literal["GET", "POST"] = "GET"
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    body: dict[str, str] = {}
    """Sent as JSON by POST."""
    auth: Auth | None = None
    timeout: float = Field(1.5, gt=0, le=3)
    """Seconds for one try."""
    retries: int = Field(1, ge=0, le=2)
    """Tries after one that met no answer, 502, 503 or 504. A POST is repeated only if it never arrived."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if not OURS.match(self.url) and not THEIRS.match(self.url):
            raise ValueError("url: write https://host/path (no {name} in the host), or /path for our own")
        if self.body and self.method != "POST":
            raise ValueError("body: only a POST sends one")
        return self

    def templates(self) -> Iterator[tuple[str, str]]:
        """Return every text that may hold names, by its key."""
        yield "url", self.url
        yield from ((f"query.{key}", text) for key, text in self.query.items())
        yield from ((f"body.{key}", text) for key, text in self.body.items())
