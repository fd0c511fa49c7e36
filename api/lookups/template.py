"""Texts with `{names}` in them. Only plain names: nothing of an object can be reached through them."""

import re
from collections.abc import Mapping

NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")
BRACE = re.compile(r"[{}]")


def names_in(text: str) -> set[str]:
    """Return the names in a text; `ValueError` when a brace belongs to none."""
    if BRACE.search(NAME.sub("", text)):
        raise ValueError(f"a brace in {text!r} belongs to no name such as {{invoice_number}}")
    return set(NAME.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its names filled in; what a value holds is never read as a name."""
    return NAME.sub(lambda name: values[name[1]], text)
