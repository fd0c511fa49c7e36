"""Text to rows: CSV, TSV and JSON lines, each row with the line it begins on."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from api.errors import Invalid
from api.inquiries.incoming import Reason

csv.field_size_limit(10_000_000)


class EmptyFile(Invalid):
    """The file is empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row: values by column name, or what is wrong with the row as a whole."""

    line: int
    values: dict[str, str]
    wrong: Reason | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Columns in the order of the file, and its rows."""

    columns: tuple[str, ...]
    rows: list[Row]


def read_table(text: str, name: str) -> Table:
    """Read `text`; the file's name or, without a telling one, its first line says what it is."""
    if not text.strip():
        raise EmptyFile
    if name.lower().endswith((".jsonl", ".ndjson")) or text.lstrip().startswith("{"):
        return _json_lines(text)
    return _separated(text)


def _json_lines(text: str) -> Table:
    rows = list(_objects(text))
    columns = dict.fromkeys(column for row in rows for column in row.values)
    return Table(columns=tuple(columns), rows=rows)


def _objects(text: str) -> Iterator[Row]:
    # Not splitlines(): it also breaks at U+2028, which JSON allows in a string.
    for line, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        try:
            found = json.loads(written)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            yield Row(line=line, values={str(key): _as_text(value) for key, value in found.items()})
        else:
            yield Row(line=line, values={}, wrong=Reason.JSON)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _separated(text: str) -> Table:
    first = next(line for line in text.splitlines() if line.strip())
    separator = max("\t,;", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=separator)
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    begins = 1
    for fields in reader:
        line, begins = begins, reader.line_num + 1
        if not any(field.strip() for field in fields):
            continue
        if not columns:
            columns = tuple(field.strip() for field in fields)
        elif len(fields) > len(columns) and any(field.strip() for field in fields[len(columns) :]):
            rows.append(Row(line=line, values={}, wrong=Reason.COLUMNS))
        else:
            rows.append(Row(line=line, values=dict(zip(columns, fields, strict=False))))
    return Table(columns=columns, rows=rows)
