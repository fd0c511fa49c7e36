"""The pages of inquiries: a list to look through, and importing a file with its report."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access import Agent, Editor
from api.database import Transaction
from api.errors import Invalid
from api.house import house_of
from api.inquiries import browsing
from api.inquiries.importing import import_file
from api.inquiries.reading.columns import HEADERS, Field, parse_mapping
from api.web.problems import sentence
from api.web.render import page

router = APIRouter(prefix="/staff/inquiries", include_in_schema=False)
LARGEST = 50 * 1024 * 1024
SHOWN = 200


class NoFile(Invalid):
    """Choose a file first."""


class FileTooLarge(Invalid):
    """The file is larger than 50 MB. Import it with `madoguchi import`."""


@router.get("")
def inquiry_list(
    request: Request,
    session: Transaction,
    staff: Agent,
    q: str = "",
    lang: str = "",
    channel: str = "",
    number: int = 1,
) -> HTMLResponse:
    """List inquiries, newest first, and offer the import."""
    return _list(request, session, q=q, lang=lang, channel=channel, number=number)


@router.post("/imports")
def import_upload(
    request: Request,
    session: Transaction,
    staff: Editor,
    file: Annotated[UploadFile | None, File()] = None,
    mapping: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
) -> Response:
    """Import an uploaded file and lead to its report, or say on the list what is wrong with it."""
    try:
        if file is None or not file.filename:
            raise NoFile
        raw = file.file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise FileTooLarge
        report = import_file(
            house_of(request),
            raw,
            name=file.filename,
            mapping=parse_mapping(mapping),
            source=source.strip() or "file",
        )
    except Invalid as problem:
        return _list(request, session, wrong=problem, mapping=mapping, source=source)
    return RedirectResponse(f"/staff/inquiries/imports/{report.import_id}", 303)


@router.get("/imports/{import_id}")
def import_report(request: Request, session: Transaction, staff: Agent, import_id: int) -> HTMLResponse:
    """Show what became of the rows of one import."""
    done = browsing.import_for(session, import_id)
    return page(
        request,
        "inquiries/report.html",
        done=done,
        refused=done.refused[:SHOWN],
        history=browsing.history_of(session, import_id),
    )


def _list(
    request: Request,
    session: Session,
    *,
    q: str = "",
    lang: str = "",
    channel: str = "",
    number: int = 1,
    wrong: Invalid | None = None,
    mapping: str = "",
    source: str = "",
) -> HTMLResponse:
    return page(
        request,
        "inquiries/list.html",
        status=wrong.status if wrong else 200,
        found=browsing.search_inquiries(session, query=q, language=lang, channel=channel, number=number),
        channels=browsing.channels(session),
        imports=browsing.recent_imports(session),
        q=q,
        lang=lang,
        channel=channel,
        wrong=sentence(request, wrong) if wrong else "",
        columns=wrong.extra.get("columns", []) if wrong else [],
        mapping=mapping,
        source=source,
        fields=[(field, HEADERS[field].split()[:6]) for field in Field],
    )
