"""The values of a reply in a customer's words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from api.lookups.declared import Lookup, Value
from api.lookups.json_path import first_at
from faq_clustering.answering import Language

LENGTH = 300
"""Characters of one value that are shown: more is no value but a page."""


class NoValue(Exception):
    """The reply lacks a value, or holds another kind of thing at its place."""


def worded(lookup: Lookup, reply: Any, language: Language) -> dict[str, str]:
    """Return every value of the reply, as it is said in `language`; raises `NoValue`."""
    return {name: _said(name, value, reply, language) for name, value in lookup.values.items()}


def _said(name: str, value: Value, reply: Any, language: Language) -> str:
    found = first_at(value.path, reply)
    if found is None or found == "":
        if value.missing is None:
            raise NoValue(f"{name}: nothing at {value.path}")
        return value.missing.in_language(language)
    if isinstance(found, Mapping | list):
        raise NoValue(f"{name}: no single value at {value.path}")
    code = str(found).lower() if isinstance(found, bool) else str(found)
    if value.words:
        if code not in value.words:
            raise NoValue(f"{name}: a code without words")
        return value.words[code].in_language(language)
    match value.kind:
        case "number":
            return _number(name, found)
        case "date":
            return _date(name, code, language)
    # A value is words to show, not lines to arrange a message with.
    return " ".join(code.split())[:LENGTH]


def _number(name: str, found: Any) -> str:
    try:
        number = float(found)
        return f"{int(number):,}" if number == int(number) else f"{number:,}"
    except (TypeError, ValueError, OverflowError) as error:
        raise NoValue(f"{name}: no number") from error


def _date(name: str, found: str, language: Language) -> str:
    try:
        day = date.fromisoformat(found) if len(found) == 10 else datetime.fromisoformat(found).date()
    except ValueError as error:
        raise NoValue(f"{name}: no ISO date") from error
    return f"{day.year}年{day.month}月{day.day}日" if language == "ja" else f"{day:%B} {day.day}, {day.year}"
