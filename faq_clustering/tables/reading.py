"""A CSV file with a header, whole in memory."""

import csv
import hashlib
import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from faq_clustering.tables.bad_input import BadInput, content_of
from faq_clustering.tables.decoding import decoded

NAMES_SHOWN, NAME_SHOWN = 20, 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """columns: the header's names, stripped; rows: as many fields each, as they were written."""

    path: Path
    sha256: str
    encoding: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """The fields of one column, stripped."""
        found = self.columns.count(name)
        if found == 0:
            raise BadInput(f"{self.path} has no column {name!r}; it has: {_listed(self.columns)}.")
        if found > 1:
            raise BadInput(f"{self.path} has {found} columns {name!r}: which one counts cannot be told.")
        place = self.columns.index(name)
        return [row[place].strip() for row in self.rows]


def read_table(path: Path) -> Table:
    """Every row of a CSV file. Blank lines are no rows; a row cut short ends in empty fields."""
    content = content_of(path)
    text, encoding = decoded(path, content)
    records = _records(path, text)
    _, header = next(records, (1, []))
    columns = tuple(name.strip() for name in header)
    if not any(columns):
        raise BadInput(f"{path} is empty: a header with the names of the columns is expected.")
    return Table(
        path=path,
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=encoding,
        columns=columns,
        rows=tuple(_filled(path, line, record, len(columns)) for line, record in records),
    )


def carried_names(columns: Sequence[str], own: Sequence[str]) -> list[str]:
    """Names for a table's columns beside our own: one that clashes gets `input_`, a second one a number."""
    wanted = [f"input_{name}" if name in own else name for name in columns]
    taken, names = Counter((*own, *wanted)), []
    for name in wanted:
        if taken[name] > 1 and name in names:
            number = next(n for n in range(2, len(columns) + 2) if f"{name}_{n}" not in taken)
            name = f"{name}_{number}"
            taken[name] += 1
        names.append(name)
    return names


def _records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The records that are not blank, each with the line it begins in."""
    # The limit is the module's, for all readers: a letter may be longer than its 131,072 characters.
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = "has a quote that is not closed, or one inside that is not doubled"
            raise BadInput(
                f"{path} is not a CSV file: the record that begins in line {line:,} {reason} ({error})."
            ) from error
        if record:
            yield line, record


def _filled(path: Path, line: int, record: list[str], width: int) -> tuple[str, ...]:
    if any(field.strip() for field in record[width:]):
        raise BadInput(
            f"{path}, line {line:,}: {len(record)} fields, but the header has {width}."
            " A text with a comma in it must stand in quotes."
        )
    return (*record[:width], *[""] * (width - len(record)))


def _listed(columns: Sequence[str]) -> str:
    names = [name if len(name) <= NAME_SHOWN else name[:NAME_SHOWN] + "…" for name in columns[:NAMES_SHOWN]]
    return ", ".join(repr(name) for name in names) + (" …" if len(columns) > NAMES_SHOWN else "")
