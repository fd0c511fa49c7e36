"""Importing a file of inquiries. The command line and the page do the same."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from api.database import transaction
from api.house import House
from api.inquiries.incoming import (
    LONGEST_ID,
    LONGEST_NAME,
    Incoming,
    Reason,
    Refused,
    Report,
    in_order,
    short,
)
from api.inquiries.keeping import AHEAD, keep
from api.inquiries.models import Import
from api.inquiries.reading.columns import Field, columns_of
from api.inquiries.reading.dates import read_date
from api.inquiries.reading.decoding import decode
from api.inquiries.reading.tables import Row, read_table
from api.inquiries.store import account_ids, write_report

# Rows a transaction: an import that breaks off keeps what it has, and goes on from there.
CHUNK = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did. `columns` says which column was read as what."""

    import_id: int
    name: str
    encoding: str
    columns: dict[str, str]
    rows: int
    kept: int
    duplicates: int
    refused: tuple[Refused, ...]
    seconds: float


def import_file(
    house: House,
    file: Path | str | bytes,
    *,
    name: str | None = None,
    mapping: Mapping[Field, str] | None = None,
    source: str = "file",
    on_progress: Callable[[int, int], None] | None = None,
    sample: bool = False,
) -> ImportReport:
    """Import CSV, TSV or JSON lines, from a path or as bytes. `on_progress` hears (rows done, all).

    A row is kept, or it is there already, or it is refused with a reason. The file as a whole is refused
    (`Invalid`) when it is no text or no column holds the inquiry. Give `source` when ids of two systems
    could meet.
    """
    start = time.perf_counter()
    raw = file if isinstance(file, bytes) else Path(file).read_bytes()
    name = name or ("" if isinstance(file, bytes) else Path(file).name)
    decoded = decode(raw)
    table = read_table(decoded.text, name)
    columns = columns_of(table.columns, mapping or {})
    with transaction(house.sessions) as session:
        opened = Import(name=name or source, sample=sample, created_at=house.clock())
        session.add(opened)
        session.flush()
        import_id = opened.id
    report = Report()
    for first in range(0, len(table.rows), CHUNK):
        part = table.rows[first : first + CHUNK]
        now = house.clock()
        with transaction(house.sessions) as session:
            named = [*_values(part, columns.get(Field.ACCOUNT)), *_values(part, columns.get(Field.CUSTOMER))]
            accounts = account_ids(session, named)
            read = [_read(row, columns, house.settings.zone, accounts, latest=now + AHEAD) for row in part]
            sound = [row for row in read if isinstance(row, Incoming)]
            bad = tuple(row for row in read if isinstance(row, Refused))
            report += Report(refused=bad)
            report += keep(session, sound, source=source, now=now, import_id=import_id, sample=sample)
            write_report(session, import_id, report)
        if on_progress:
            on_progress(first + len(part), len(table.rows))
    return ImportReport(
        import_id=import_id,
        name=name or source,
        encoding=decoded.encoding,
        columns={field.value: column for field, column in columns.items()},
        rows=len(table.rows),
        kept=report.kept,
        duplicates=report.duplicates,
        refused=tuple(sorted(report.refused, key=lambda found: found.line)),
        seconds=round(time.perf_counter() - start, 2),
    )


def _values(rows: list[Row], column: str | None) -> Iterator[str]:
    return (row.values[column].strip() for row in rows if column and row.values.get(column, "").strip())


def _read(
    row: Row,
    columns: Mapping[Field, str],
    zone: ZoneInfo,
    accounts: Mapping[str, int],
    *,
    latest: datetime,
) -> Incoming | Refused:
    def value(field: Field) -> str:
        return row.values.get(columns.get(field, ""), "").strip()

    if row.wrong is not None:
        return Refused(line=row.line, reason=row.wrong)
    text = value(Field.TEXT)
    if not text:
        return Refused(line=row.line, reason=Reason.EMPTY)
    received_at = read_date(value(Field.AT), zone) if Field.AT in columns else None
    if Field.AT in columns and received_at is None:
        return Refused(line=row.line, reason=Reason.DATE)
    minutes = _minutes(value(Field.MINUTES))
    if minutes is not None and not 0 <= minutes < 100_000:
        return Refused(line=row.line, reason=Reason.MINUTES)
    replied_at, closed_at = in_order(
        received_at,
        read_date(value(Field.REPLIED), zone),
        read_date(value(Field.CLOSED), zone),
        latest=latest,
    )
    account, customer = value(Field.ACCOUNT), value(Field.CUSTOMER)
    if not account and customer in accounts:
        # Many systems call the company so: the company is no person who comes back.
        account, customer = customer, ""
    return Incoming(
        text=text,
        received_at=received_at,
        channel=value(Field.CHANNEL) or "other",
        reply=value(Field.REPLY) or None,
        external_key=value(Field.ID) or None,
        handle_minutes=minutes,
        replied_at=replied_at,
        closed_at=closed_at,
        handler=short(value(Field.HANDLER), LONGEST_NAME),
        customer_id=short(customer, LONGEST_ID),
        account_id=accounts.get(account),
        line=row.line,
    )


def _minutes(written: str) -> float | None:
    """None without a value, -1 for one that is no number."""
    try:
        return float(written) if written else None
    except ValueError:
        return -1.0
