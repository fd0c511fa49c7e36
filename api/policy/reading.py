"""Reading the parts of a YAML file: what is wrong is said with its key and with what to write instead."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any


class Wrong(Exception):
    """A key has a value that cannot be used: `key: write …`."""

    def __init__(self, key: str, write: str, found: object) -> None:
        super().__init__(f"{key}: write {write} (it is {found!r}).")


def mapping(value: object, key: str, *, keys: Collection[str] = (), write: str = "") -> Mapping[str, Any]:
    """Return `value` when it is a mapping that knows no other key than `keys`; nothing given is empty."""
    if value is None or value == "":
        return {}
    if not isinstance(value, Mapping):
        raise Wrong(key, write or f"`name: value` lines with the names {_either(keys)}", value)
    for name in value:
        if keys and name not in keys:
            raise Wrong(under(key, name), f"one of the names {_either(keys)} instead", name)
    return {str(name): part for name, part in value.items()}


def words(value: object, key: str) -> tuple[str, ...]:
    """Return a list of words; nothing given is none."""
    if value is None or value == "":
        return ()
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, Sequence) or not all(isinstance(word, str) and word.strip() for word in given):
        raise Wrong(key, "a list of words, such as [解約, 退会]", value)
    return tuple(given)


def sentence(value: object, key: str) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise Wrong(key, "a sentence", value)
    return value.strip()


def one_of(value: object, key: str, known: Collection[str]) -> str:
    """Return `value` when it is one of `known`."""
    if value not in known:
        raise Wrong(key, _either(known), value)
    return str(value)


def under(key: str, name: object) -> str:
    """Return the full name of a key within `key`."""
    return f"{key}.{name}" if key else str(name)


def _either(names: Collection[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} or {last}" if rest else last
