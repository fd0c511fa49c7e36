"""The page that compares two versions of an FAQ."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Agent
from api.database import Transaction
from api.faqs import store
from api.faqs.comparing import compare
from api.web.render import page

router = APIRouter(prefix="/staff/faqs", include_in_schema=False)


@router.get("/{faq_id:int}/comparison")
def comparison(
    request: Request,
    session: Transaction,
    staff: Agent,
    faq_id: int,
    old: int | None = None,
    new: int | None = None,
) -> HTMLResponse:
    """Show what is different in version `new`; the newest two when none is named."""
    versions = store.versions_of(session, faq_id)
    newest = store.newest_version(session, faq_id).number
    later = store.version_of(session, faq_id, newest if new is None else new)
    earlier = store.version_of(session, faq_id, max(1, later.number - 1) if old is None else old)
    return page(
        request,
        "faqs/comparison.html",
        faq=store.faq_for(session, faq_id),
        versions=[signed.version for signed in versions],
        old=earlier,
        new=later,
        found=compare(earlier, later),
    )
