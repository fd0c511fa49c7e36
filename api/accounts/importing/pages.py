"""The pages of account files: hand one in, look at what it would do, mend the columns, do it, undo it."""

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access import Manager
from api.accounts.importing import files
from api.accounts.importing.carrying_out import AccountRowsAreWrong, carry_out, take_back
from api.accounts.importing.fields import HEADERS, ColumnsNotFound, Kind, guess, kind_of, missing
from api.accounts.importing.plan import Action, Plan, Step
from api.accounts.models import AccountImport
from api.accounts.score.pages import written_in
from api.accounts.signals import week_of
from api.accounts.store import owners
from api.database import Transaction
from api.errors import Conflict, Invalid
from api.house import House, house_of
from api.inquiries.reading.decoding import decode
from api.inquiries.reading.tables import Table, read_table
from api.web.problems import sentence
from api.web.render import page

router = APIRouter(prefix="/staff/accounts/imports", include_in_schema=False)
LARGEST = 10 * 1024 * 1024
SHOWN = 200


class NoAccountFile(Invalid):
    """Choose a file first."""


class AccountFileTooLarge(Invalid):
    """The file is larger than 10 MB. Divide it, or send the accounts through the API."""


class AccountImportDecided(Conflict):
    """This file was imported already."""


class AccountImportNotStanding(Conflict):
    """This import was not done, or it was undone already."""


@router.get("")
def front(request: Request, session: Transaction, staff: Manager) -> HTMLResponse:
    """Offer to hand a file in."""
    return _front(request, session)


@router.post("")
def hand_in(
    request: Request,
    session: Transaction,
    staff: Manager,
    file: Annotated[UploadFile | None, File()] = None,
    kind: Annotated[str, Form()] = "",
) -> Response:
    """Keep a file and lead to what it would do, or say what is wrong with it as a whole."""
    try:
        if file is None or not file.filename:
            raise NoAccountFile
        raw = file.file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise AccountFileTooLarge
        table = _table(raw, file.filename)
        told = Kind(kind) if kind in list(Kind) else kind_of(table.columns)
        if len(table.columns) < 2:
            raise ColumnsNotFound
    except Invalid as problem:
        return _front(request, session, wrong=problem)
    now = house_of(request).clock()
    kept = files.keep_file(session, file.filename, told, raw, staff_id=staff.staff.id, now=now)
    return RedirectResponse(f"/staff/accounts/imports/{kept.id}", 303)


@router.get("/{import_id:int}")
def look(request: Request, session: Transaction, staff: Manager, import_id: int) -> HTMLResponse:
    """Show what a file would do, or what it did."""
    return _look(request, session, files.import_for(session, import_id))


@router.post("/{import_id:int}/columns")
def mend_columns(
    request: Request,
    session: Transaction,
    staff: Manager,
    import_id: int,
    written: Annotated[dict[str, str], Depends(written_in)],
) -> RedirectResponse:
    """Say which column is what, and look again."""
    kept = files.import_for(session, import_id, lock=True)
    if kept.done_at is not None or kept.content is None:
        raise AccountImportDecided
    if written.get("kind") in list(Kind) and written["kind"] != kept.kind:
        kept.kind, kept.mapping = written["kind"], {}
    else:
        columns = _table(kept.content, kept.name).columns
        kept.mapping = {
            field.value: written[field]
            for field in HEADERS[Kind(kept.kind)]
            if field in written and (written[field] in columns or not written[field])
        }
    return RedirectResponse(f"/staff/accounts/imports/{kept.id}", 303)


@router.post("/{import_id:int}/acceptance")
def accept(
    request: Request,
    session: Transaction,
    staff: Manager,
    import_id: int,
    only_right: Annotated[bool, Form()] = False,
) -> Response:
    """Write all rows, or those that are right."""
    kept = files.import_for(session, import_id, lock=True)
    if kept.done_at is not None or kept.content is None:
        raise AccountImportDecided
    house = house_of(request)
    now, zone = house.clock(), house.settings.zone
    steps = _steps(session, house, kept, to_write=True)
    try:
        rows = carry_out(session, Kind(kept.kind), steps, only_right=only_right, now=now, zone=zone)
    except AccountRowsAreWrong as problem:
        return _look(request, session, kept, wrong=problem)
    kept.done_at, kept.content, kept.outcome = now, None, {"rows": rows}
    return RedirectResponse(f"/staff/accounts/imports/{kept.id}", 303)


@router.post("/{import_id:int}/undo")
def undo(request: Request, session: Transaction, staff: Manager, import_id: int) -> RedirectResponse:
    """Take an import back."""
    kept = files.import_for(session, import_id, lock=True)
    if kept.done_at is None or kept.undone_at is not None:
        raise AccountImportNotStanding
    house = house_of(request)
    rows, done_at, now = kept.outcome["rows"], kept.done_at, house.clock()
    left = take_back(session, Kind(kept.kind), rows, done_at=done_at, now=now, zone=house.settings.zone)
    kept.undone_at, kept.outcome = now, {"rows": rows, "left": left}
    return RedirectResponse(f"/staff/accounts/imports/{kept.id}", 303)


def _table(raw: bytes, name: str) -> Table:
    return read_table(decode(raw).text, name)


def _steps(session: Session, house: House, kept: AccountImport, *, to_write: bool = False) -> list[Step]:
    assert kept.content is not None
    table = _table(kept.content, kept.name)
    kind = Kind(kept.kind)
    columns = guess(kind, table.columns, kept.mapping)
    if missing(kind, columns):
        return []
    plan = Plan(
        kind=kind,
        columns=columns,
        known=files.known(session, kind, to_write=to_write),
        zone=house.settings.zone,
        this_week=week_of(house.clock(), house.settings.zone),
    )
    return plan.steps(table.rows)


def _look(
    request: Request, session: Session, kept: AccountImport, *, wrong: Invalid | None = None
) -> HTMLResponse:
    rows: list[dict[str, Any]] = kept.outcome.get("rows", [])
    columns: dict[Any, str] = {}
    there: tuple[str, ...] = ()
    lacking: list[Any] = []
    kind = Kind(kept.kind)
    if kept.done_at is None and kept.content is not None:
        table = _table(kept.content, kept.name)
        there, columns = table.columns, guess(kind, table.columns, kept.mapping)
        lacking = missing(kind, columns)
        rows = [_row(step) for step in _steps(session, house_of(request), kept)]
    telling = [row for row in rows if row["action"] != Action.SAME]
    telling.sort(key=lambda row: row["action"] != Action.WRONG)
    return page(
        request,
        "accounts/import.html",
        status=wrong.status if wrong else 200,
        kept=kept,
        kinds=list(Kind),
        fields=list(HEADERS[kind]),
        columns=columns,
        there=there,
        lacking=lacking,
        counts=Counter(row["action"] for row in rows),
        actions=list(Action),
        rows=[{"wrong": None, "wrong_in": None, "after": {}, "week": None} | row for row in telling[:SHOWN]],
        more=max(0, len(telling) - SHOWN),
        owners=owners(session),
        left=kept.outcome.get("left", []),
        wrong=sentence(request, wrong) if wrong else "",
    )


def _row(step: Step) -> dict[str, Any]:
    return {
        "line": step.line,
        "action": step.action,
        "about": step.about,
        "wrong": step.wrong,
        "wrong_in": step.wrong_in,
        "after": {name: str(value) for name, value in step.changes.items()},
        "week": step.week.isoformat() if step.week else None,
    }


def _front(request: Request, session: Session, *, wrong: Invalid | None = None) -> HTMLResponse:
    return page(
        request,
        "accounts/imports.html",
        status=wrong.status if wrong else 200,
        kinds=[(kind, {field: words.split()[:8] for field, words in HEADERS[kind].items()}) for kind in Kind],
        imports=files.recent_imports(session),
        wrong=sentence(request, wrong) if wrong else "",
    )
