"""Reading the look-up file; what is wrong is said with its line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from api.lookups.declared import Lookups
from api.settings import ROOT, BadSetting

OURS = ROOT / "data" / "lookups.yml"


class BadLookups(BadSetting):
    """The look-up file cannot be used: one sentence a mistake, each with its line."""


def load_lookups(path: Path = OURS) -> Lookups:
    """Read the file; raises `BadLookups`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLookups(f"MADOGUCHI_LOOKUPS_FILE: {path} cannot be read ({error}).") from error
    try:
        # BaseLoader: every scalar stays text; else the code `no` would be false and 0012 be 10.
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        content = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise BadLookups(f"{_at(path, error)}: this is no YAML ({_problem(error)}).") from error
    if content is None:
        return Lookups()
    lines = dict(_lines(node, ()))
    if repeated := list(_repeated(node)):
        raise BadLookups("\n".join(f"{path}, line {line}: `{key}` comes twice." for key, line in repeated))
    try:
        return Lookups.model_validate(content)
    except ValidationError as error:
        mistakes = error.errors()
        # A list with a bad item counts as too short as well: the item is what is wrong.
        within = {mistake["loc"][:end] for mistake in mistakes for end in range(len(mistake["loc"]))}
        sentences = [
            _sentence(path, mistake, lines)
            for mistake in mistakes
            if mistake["type"] != "too_short" or mistake["loc"] not in within
        ]
        raise BadLookups("\n".join(dict.fromkeys(sentences))) from error


def _sentence(path: Path, mistake: Mapping[str, Any], lines: Mapping[tuple[Any, ...], int]) -> str:
    place = tuple(part for part in mistake["loc"] if part != "[key]")
    message = str(mistake["msg"]).removeprefix("Value error, ")
    if mistake["type"] == "missing":
        message = "is missing"
    elif mistake["type"] == "extra_forbidden":
        message = "is no key that is known here"
    # A mistake of a whole part names the key within it: show that key's line.
    inner = message.split(":", 1)[0].split(".") if ": " in message else []
    while place not in lines and place:
        place = place[:-1]
    line = lines.get((*place, *inner), lines.get((*place, *inner[:1]), lines.get(place, 1)))
    key = ".".join(str(part) for part in mistake["loc"]) or "the file"
    return f"{path}, line {line}: {key}: {message}."


def _lines(node: yaml.Node | None, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Return the line of every part, by its keys and numbers."""
    if node is None:
        return
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*place, key.value))
            # A mapping starts at its first key; what is said of it belongs to its own line.
            yield (*place, key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*place, number))


def _repeated(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Return the keys that come twice in one mapping: YAML would silently take the second."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated(value)


def _at(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{path}, line {mark.line + 1}" if mark else str(path)


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error)
