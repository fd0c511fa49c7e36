"""What a reviewer decided, as JSON: rows that are one topic, and rows that are not."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from faq_clustering.clusters import Constraints
from faq_clustering.clusters.constraints import bonds
from faq_clustering.tables.bad_input import BadInput, content_of
from faq_clustering.text import normalise, read_demand

FORM = '{"together": [[0, 5], …], "apart": [[[0, 5], [7]], …]}'


def read_constraints(path: Path, texts: Sequence[str]) -> Constraints:
    """`together` and `apart` of the file; each row must be one of `texts` and not blank."""
    try:
        found = json.loads(content_of(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON: {error}.") from error
    if not isinstance(found, dict) or found.keys() - {"together", "apart"}:
        raise BadInput(f"{path} must have the form {FORM}.")
    groups = _list(path, found.get("together", []))
    pairs = [_list(path, pair) for pair in _list(path, found.get("apart", []))]
    if any(len(pair) != 2 for pair in pairs):
        raise BadInput(f"{path}: each entry of “apart” must be two lists of rows, as in {FORM}.")
    constraints = Constraints(
        together=tuple(_rows(path, group, texts) for group in groups),
        apart=tuple((_rows(path, left, texts), _rows(path, right, texts)) for left, right in pairs),
    )
    _check(path, constraints, texts)
    return constraints


def renumbered(constraints: Constraints, rows: Sequence[int]) -> Constraints:
    """The same, for the texts of `rows` alone."""
    place = {row: number for number, row in enumerate(rows)}

    def moved(group: Sequence[int]) -> tuple[int, ...]:
        return tuple(place[row] for row in group)

    return Constraints(
        together=tuple(moved(group) for group in constraints.together),
        apart=tuple((moved(left), moved(right)) for left, right in constraints.apart),
    )


def _check(path: Path, constraints: Constraints, texts: Sequence[str]) -> None:
    """Contradictions are found here, before anything is embedded, so that the file's own rows are named."""
    original = np.arange(len(texts))
    first: dict[str, int] = {}
    for row in sorted({row for group in _groups(constraints) for row in group}):
        original[row] = first.setdefault(normalise(read_demand(texts[row]).questions[0]), row)
    try:
        bonds(constraints, original, len(texts))
    except ValueError as error:
        raise BadInput(f"{path}: {error}") from error


def _groups(constraints: Constraints) -> list[tuple[int, ...]]:
    return [*constraints.together, *(group for pair in constraints.apart for group in pair)]


def _rows(path: Path, group: Any, texts: Sequence[str]) -> tuple[int, ...]:
    rows = tuple(_list(path, group))
    for row in rows:
        if not isinstance(row, int) or isinstance(row, bool):
            raise BadInput(f"{path}: {row!r} is not the number of a row.")
        if not 0 <= row < len(texts):
            raise BadInput(f"{path} names row {row}, but rows go from 0 to {len(texts) - 1}.")
        if not texts[row]:
            raise BadInput(f"{path} names row {row}, which has no text.")
    return rows


def _list(path: Path, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadInput(f"{path} must have the form {FORM}.")
    return value
