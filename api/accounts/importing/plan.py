"""What importing a file would do: every row checked against what is there, and nothing written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from api.accounts.importing import values
from api.accounts.importing.fields import Field, Kind
from api.accounts.importing.known import Known, RowIsWrong, Wrong
from api.accounts.signals import Signal
from api.inquiries.incoming import Reason
from api.inquiries.reading.tables import Row

LONGEST = 500
OF_ROW = {Reason.JSON: Wrong.JSON, Reason.COLUMNS: Wrong.COLUMNS}
SIGNALS = [(Field(kind.value), kind) for kind in Signal if kind.given]


class Action(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What becomes of one row: `about` names it to a reader, `changes` are the values that will be new."""

    line: int
    action: Action
    about: str = ""
    wrong: Wrong | None = None
    wrong_in: Field | None = None
    """The field that is wrong, if one is."""
    key: tuple[Any, ...] = ()
    """What tells the row from those about something else."""
    id: int | None = None
    """Of the account or contact that is there; of a signal, its account's."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    week: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How the rows of a file are read."""

    kind: Kind
    columns: Mapping[Field, str]
    known: Known
    zone: ZoneInfo
    this_week: date

    def steps(self, rows: Iterable[Row]) -> list[Step]:
        """Return what becomes of each row, in the order of the file."""
        met: set[tuple[Any, ...]] = set()
        found = []
        for row in rows:
            step = self._step(row)
            if step.key and step.key in met:
                step = Step(line=row.line, action=Action.WRONG, about=step.about, wrong=Wrong.TWICE)
            met.add(step.key)
            found.append(step)
        return found

    def _step(self, row: Row) -> Step:
        if row.wrong is not None:
            return Step(line=row.line, action=Action.WRONG, wrong=OF_ROW[row.wrong])
        cells = {name: row.values.get(column, "").strip() for name, column in self.columns.items()}
        about = cells.get(Field.NAME) or cells.get(Field.EXTERNAL_ID, "")
        try:
            for name, cell in cells.items():
                _check_text(name, cell)
            reader: Callable[[Row, Mapping[Field, str]], Step] = {
                Kind.ACCOUNTS: self._account,
                Kind.SIGNALS: self._signals,
                Kind.CONTACTS: self._contact,
            }[self.kind]
            return reader(row, {name: cell for name, cell in cells.items() if cell})
        except RowIsWrong as reason:
            return Step(
                line=row.line,
                action=Action.WRONG,
                about=about[:80],
                wrong=reason.wrong,
                wrong_in=reason.field,
            )

    def _account(self, row: Row, cells: Mapping[Field, str]) -> Step:
        there = self.known.account(cells)
        changes = account_changes(cells, self.known, self.zone)
        if there is None:
            changes = {"stage": "onboarding", "external_id": cells.get(Field.EXTERNAL_ID, "")} | changes
            changes["external_id"] = changes["external_id"] or changes.get("name", "")
            for needed in (Field.NAME, Field.CONTRACT_YEN, Field.RENEWAL_ON):
                if needed not in changes:
                    raise RowIsWrong(Wrong.MISSING, needed)
        else:
            changes = {name: value for name, value in changes.items() if getattr(there, name) != value}
        key = there.external_id if there else changes["external_id"]
        return Step(
            line=row.line,
            action=Action.NEW if there is None else Action.CHANGED if changes else Action.SAME,
            about=str(changes.get("name") or (there.name if there else "")),
            key=("account", key),
            id=there.id if there else None,
            changes=changes,
        )

    def _signals(self, row: Row, cells: Mapping[Field, str]) -> Step:
        there = self.known.account(cells)
        if there is None:
            raise RowIsWrong(Wrong.UNKNOWN_ACCOUNT)
        monday = _read(Field.WEEK, cells.get(Field.WEEK, ""), lambda cell: values.week(cell, self.zone))
        if monday > self.this_week:
            raise RowIsWrong(Wrong.AHEAD, Field.WEEK)
        told = {
            kind.value: _read(name, cells[name], partial(values.signal, kind))
            for name, kind in SIGNALS
            if name in cells
        }
        if not told:
            raise RowIsWrong(Wrong.NO_SIGNAL)
        before = self.known.signals.get((there.id, monday), {})
        changes = {kind: value for kind, value in told.items() if before.get(kind) != value}
        return Step(
            line=row.line,
            action=Action.SAME if not changes else Action.CHANGED if before else Action.NEW,
            about=there.name,
            key=("signals", there.id, monday),
            id=there.id,
            changes=changes,
            week=monday,
        )

    def _contact(self, row: Row, cells: Mapping[Field, str]) -> Step:
        if Field.EXTERNAL_ID not in cells:
            raise RowIsWrong(Wrong.MISSING, Field.EXTERNAL_ID)
        said = cells.get(Field.ACCOUNT, "")
        account = self.known.account({Field.EXTERNAL_ID: said}) or self.known.account({Field.NAME: said})
        if account is None:
            raise RowIsWrong(Wrong.UNKNOWN_ACCOUNT, Field.ACCOUNT)
        there = self.known.contacts.get(cells[Field.EXTERNAL_ID])
        told: dict[str, Any] = {"account_id": account.id}
        told |= {name.value: cells[name] for name in (Field.NAME, Field.EMAIL) if name in cells}
        changes = {name: value for name, value in told.items() if getattr(there, name, None) != value}
        return Step(
            line=row.line,
            action=Action.NEW if there is None else Action.CHANGED if changes else Action.SAME,
            about=f"{cells.get(Field.NAME, cells[Field.EXTERNAL_ID])} · {account.name}",
            key=("contact", cells[Field.EXTERNAL_ID]),
            id=there.id if there else None,
            changes=changes | ({"external_id": cells[Field.EXTERNAL_ID]} if there is None else {}),
        )


def account_changes(cells: Mapping[Field, str], known: Known, zone: ZoneInfo) -> dict[str, Any]:
    """Return what the cells say of an account, by its columns; raises `RowIsWrong`."""
    readers: Sequence[tuple[Field, Callable[[str], Any]]] = (
        (Field.NAME, str),
        (Field.CONTRACT_YEN, values.amount),
        (Field.STAGE, lambda cell: values.word(cell, values.STAGE_OF)),
        (Field.STAGE_SINCE, lambda cell: values.day(cell, zone)),
        (Field.TIER, lambda cell: values.word(cell, values.TIER_OF)),
        (Field.RENEWAL_ON, lambda cell: values.day(cell, zone)),
        (Field.OUTCOME_TEXT, str),
        (Field.OUTCOME_UNIT, str),
        (Field.OUTCOME_START, values.number),
        (Field.OUTCOME_TARGET, values.number),
        (Field.OUTCOME_MEASURED, values.number),
    )
    told = {name.value: _read(name, cells[name], reader) for name, reader in readers if name in cells}
    if Field.TIER in cells:
        told["tier_chosen"] = True
    if Field.OWNER in cells:
        told["owner_id"] = known.owner(cells[Field.OWNER])
    return told


def _read(name: Field, cell: str, reader: Callable[[str], Any]) -> Any:
    try:
        return reader(cell)
    except values.Unreadable:
        raise RowIsWrong(Wrong.VALUE, name) from None


def _check_text(name: Field, cell: str) -> None:
    if "\0" in cell:
        raise RowIsWrong(Wrong.NUL, name)
    if "\ufffd" in cell or any("\ud800" <= character <= "\udfff" for character in cell):
        raise RowIsWrong(Wrong.UNREADABLE, name)
    if len(cell) > LONGEST:
        raise RowIsWrong(Wrong.TOO_LONG, name)
