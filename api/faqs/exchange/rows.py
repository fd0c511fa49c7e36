"""FAQs as rows: CSV, and JSON lines."""

import csv
import io
import json
from collections.abc import Iterable

from api.faqs.exchange.records import LISTS, Field, Record, columns_of
from api.faqs.exchange.wrong import Wrong, WrongRow
from api.inquiries.incoming import Reason
from api.inquiries.reading.tables import Row, read_table

FORMULA = ("=", "+", "-", "@", "\t", "'")
"""A cell that begins so is a formula to a spreadsheet (`- item` too), or looks like one we guarded."""


def as_csv(records: Iterable[Record]) -> str:
    """Return a CSV file that spreadsheets open as it is."""
    out = io.StringIO()
    # Spreadsheets read a file as UTF-8 only when it begins with this mark.
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(list(Field))
    for record in records:
        writer.writerow([_guarded(record.values.get(name, "")) for name in Field])
    return out.getvalue()


def as_json_lines(records: Iterable[Record]) -> str:
    """Return one JSON object a line; what holds several things is an array."""
    return "".join(f"{json.dumps(_object(record), ensure_ascii=False)}\n" for record in records)


def read_rows(text: str, name: str) -> list[Record | WrongRow]:
    """Read CSV, TSV or JSON lines as the inquiry import does."""
    table = read_table(text, name)
    columns = columns_of(table.columns)
    # As the reader of tables tells them apart.
    is_json = name.lower().endswith((".jsonl", ".ndjson")) or text.lstrip().startswith("{")
    return [_record(row, columns, is_json) for row in table.rows]


def _object(record: Record) -> dict[str, object]:
    return {name.value: _plain(record, name) for name in record.values}


def _plain(record: Record, name: Field) -> object:
    value = record.values[name]
    if name in LISTS:
        return record.parts(name)
    return int(value) if name in {Field.ID, Field.VERSION} and value.isdecimal() else value


def _record(row: Row, columns: dict[str, Field], is_json: bool) -> Record | WrongRow:
    if row.wrong is not None:
        return WrongRow(line=row.line, wrong=Wrong.JSON if row.wrong is Reason.JSON else Wrong.COLUMNS)
    values = {}
    for column, name in columns.items():
        if column in row.values:
            written = row.values[column]
            values[name] = _listed(name, written) if is_json else _unguarded(written)
    return Record(values=values, line=row.line)


def _listed(name: Field, written: str) -> str:
    if name in LISTS and written.startswith("["):
        try:
            return LISTS[name].join(" ".join(str(part).split()) for part in json.loads(written))
        except ValueError:
            return written
    return written


def _guarded(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value


def _unguarded(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value
