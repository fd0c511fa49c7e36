"""The pages of FAQ files: write them out, hand one in, look at what it would do, do it, undo it."""

from collections import Counter
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access import Agent, Editor
from api.database import Transaction
from api.errors import Conflict, Invalid
from api.faqs.exchange import store
from api.faqs.exchange.importing import RowsAreWrong, carry_out, take_back
from api.faqs.exchange.models import FaqImport
from api.faqs.exchange.plan import Action, Step, plan
from api.faqs.exchange.reading import FORMATS, MEDIA, read_file
from api.house import house_of
from api.web.problems import sentence
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/faqs", include_in_schema=False)
LARGEST = 10 * 1024 * 1024
SHOWN = 200


class NoFaqFile(Invalid):
    """Choose a file of FAQs first."""


class FaqFileTooLarge(Invalid):
    """The file is larger than 10 MB. Import it with `madoguchi faqs import`."""


class ImportDecided(Conflict):
    """This file was imported already."""


class ImportNotStanding(Conflict):
    """This import was not done, or it was undone already."""


@router.get("/exchange")
def exchange(request: Request, session: Transaction, staff: Agent) -> HTMLResponse:
    """Offer both directions."""
    return _front(request, session)


@router.get("/export")
def export(
    request: Request,
    session: Transaction,
    staff: Agent,
    format: Literal["csv", "jsonl", "md"] = "csv",
    state: Literal["published", "retired", "all"] = "all",
) -> Response:
    """Download the FAQs."""
    house = house_of(request)
    text = FORMATS[format](store.records(session, state=state))
    day = house.clock().astimezone(house.settings.zone).date()
    name = f"attachment; filename=faqs-{day.isoformat()}.{format}"
    return Response(text, media_type=MEDIA[format], headers={"Content-Disposition": name})


@router.post("/imports")
def hand_in(
    request: Request,
    session: Transaction,
    staff: Editor,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Keep a file and lead to what it would do, or say what is wrong with it as a whole."""
    try:
        if file is None or not file.filename:
            raise NoFaqFile
        raw = file.file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise FaqFileTooLarge
        read_file(raw, file.filename)
    except Invalid as problem:
        return _front(request, session, wrong=problem)
    now = house_of(request).clock()
    kept = store.keep_file(session, file.filename, raw, staff_id=staff.staff.id, now=now)
    return RedirectResponse(f"/staff/faqs/imports/{kept.id}", 303)


@router.get("/imports/{import_id:int}")
def look(request: Request, session: Transaction, staff: Agent, import_id: int) -> HTMLResponse:
    """Show what a file would do, or what it did."""
    return _look(request, session, store.import_for(session, import_id))


@router.post("/imports/{import_id:int}/acceptance")
def accept(
    request: Request,
    session: Transaction,
    staff: Editor,
    import_id: int,
    only_right: Annotated[bool, Form()] = False,
) -> Response:
    """Write all rows, or those that are right."""
    kept = store.import_for(session, import_id, lock=True)
    if kept.done_at is not None or kept.content is None:
        raise ImportDecided
    now, note = house_of(request).clock(), _note(request, "import_note", kept.name)
    steps = plan(read_file(kept.content, kept.name).rows, store.known_faqs(session, to_write=True))
    try:
        rows = carry_out(session, steps, only_right=only_right, author_id=staff.staff.id, now=now, note=note)
    except RowsAreWrong as problem:
        return _look(request, session, kept, wrong=problem)
    kept.done_at, kept.content, kept.outcome = now, None, {"rows": rows}
    return RedirectResponse(f"/staff/faqs/imports/{kept.id}", 303)


@router.post("/imports/{import_id:int}/undo")
def undo(request: Request, session: Transaction, staff: Editor, import_id: int) -> RedirectResponse:
    """Take an import back."""
    kept = store.import_for(session, import_id, lock=True)
    if kept.done_at is None or kept.undone_at is not None:
        raise ImportNotStanding
    now, note = house_of(request).clock(), _note(request, "import_undone_note", kept.name)
    left = take_back(session, kept.outcome["rows"], by=staff.staff.id, now=now, note=note)
    kept.undone_at, kept.outcome = now, kept.outcome | {"left": left}
    return RedirectResponse(f"/staff/faqs/imports/{kept.id}", 303)


def _look(
    request: Request, session: Session, kept: FaqImport, *, wrong: Invalid | None = None
) -> HTMLResponse:
    rows = kept.outcome.get("rows", [])
    if kept.done_at is None and kept.content is not None:
        known = store.known_faqs(session)
        rows = [_row(step) for step in plan(read_file(kept.content, kept.name).rows, known)]
    telling = [row for row in rows if row["action"] != Action.SAME]
    telling.sort(key=lambda row: row["action"] != Action.WRONG)
    return page(
        request,
        "faqs/import.html",
        status=wrong.status if wrong else 200,
        kept=kept,
        counts=Counter(row["action"] for row in rows),
        actions=list(Action),
        rows=[{"wrong": None, "faq_id": None, "asked": None} | row for row in telling[:SHOWN]],
        more=max(0, len(telling) - SHOWN),
        wrong=sentence(request, wrong) if wrong else "",
    )


def _row(step: Step) -> dict[str, object]:
    before = step.before
    asked = (before.question_ja or before.question_en) if before else None
    return {
        "line": step.line,
        "action": step.action,
        "question": step.question,
        "wrong": step.wrong,
        "faq_id": before.faq_id if before else None,
        "asked": asked if asked != step.question else None,
    }


def _front(request: Request, session: Session, *, wrong: Invalid | None = None) -> HTMLResponse:
    return page(
        request,
        "faqs/exchange.html",
        status=wrong.status if wrong else 200,
        formats=list(FORMATS),
        imports=store.recent_imports(session),
        wrong=sentence(request, wrong) if wrong else "",
        columns=wrong.extra.get("columns", []) if wrong else [],
    )


def _note(request: Request, key: str, name: str) -> str:
    return translate(language_of_page(request), f"faq_life.{key}", name=name)
