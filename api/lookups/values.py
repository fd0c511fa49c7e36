"""Values in a customer's words: found, made plain, written as the company's system wants them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

DASHES = re.compile(r"(?<=[0-9A-Za-z])\s?[‐‑‒–—―−ー─－]\s?(?=[0-9A-Za-z])")
"""Signs that stand for a hyphen between letters or digits, the Japanese long vowel sign among them."""


class Shaped(Protocol):
    """What is known of a value before it is there."""

    @property
    def name(self) -> str:
        """What the value is called."""

    @property
    def pattern(self) -> str:
        """What it looks like."""

    @property
    def write(self) -> str:
        """How it is written, with groups of the pattern; empty: as it was found."""

    @property
    def case(self) -> str:
        """`upper`, `lower` or `keep`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A value and where it stands in the plain text."""

    value: str
    start: int
    end: int


def plain(text: str) -> str:
    """Return `text` in NFKC (half-width letters and digits) with plain hyphens."""
    return DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()


def value_in(field: Shaped, text: str) -> Found | None:
    """Return the first value of `field` in a text; letters and digits around it make it another word."""
    return _first(field, plain(text))


def values_in(fields: Sequence[Shaped], text: str) -> tuple[dict[str, str], str]:
    """Return the values of `fields` in a text, by name, and the plain text without them.

    Each is looked for in what the ones before left over, so that no part of a number is taken twice.
    """
    rest, values = plain(text), {}
    for field in fields:
        if found := _first(field, rest):
            values[field.name] = found.value
            rest = f"{rest[: found.start]} {rest[found.end :]}"
    return values, rest.strip()


def without_values(fields: Sequence[Shaped], text: str) -> str:
    """Return a text without anything that looks like a value of `fields`; as it is when nothing does."""
    before = rest = plain(text)
    for field in fields:
        rest = _bounded(field.pattern).sub(" ", rest)
    return text if rest == before else " ".join(rest.split())


def _first(field: Shaped, text: str) -> Found | None:
    match = _bounded(field.pattern).search(text)
    if match is None:
        return None
    value = match.expand(field.write) if field.write else match[0]
    match field.case:
        case "upper":
            value = value.upper()
        case "lower":
            value = value.lower()
    return Found(value=value, start=match.start(), end=match.end())


@cache
def _bounded(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z-])(?:{pattern})(?![0-9A-Za-z]|-[0-9A-Za-z])", re.IGNORECASE)
