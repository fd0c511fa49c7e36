"""FAQs that got worse, with the evidence; the list of FAQs shows this page's middle on top."""

from datetime import timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.access import Agent
from api.answers.content import answer_in
from api.database import Transaction
from api.faqs.store import faq_for, published
from api.house import house_of
from api.metrics.periods import Period, period_of
from api.metrics.worsening import DAYS, by_faq, worsening
from api.metrics.worsening_store import looked_at, note_look, shares_in, undo_looks
from api.outcomes.refreshing import catch_up
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/faqs", include_in_schema=False)


@router.get("/worsening")
def worse_faqs(request: Request, session: Transaction, staff: Agent) -> HTMLResponse:
    """List the published FAQs that got worse, and those that somebody looked at."""
    house, language = house_of(request), language_of_page(request)
    now = house.clock()
    both = period_of(None, None, days=2 * DAYS, now=now, zone=house.settings.zone)
    after = Period(first=both.first + timedelta(days=DAYS), last=both.last, zone=both.zone)
    before = Period(first=both.first, last=after.first - timedelta(days=1), zone=both.zone)
    catch_up(session, house)
    found = by_faq(worsening(*(shares_in(session, one, now=now) for one in (before, after))))
    looks = looked_at(session, now=now)
    versions = [version for version in published(session) if version.faq_id in found]
    rows = {version.faq_id: answer_in(version, language).question for version in versions}
    return page(
        request,
        "metrics/worsening.html",
        questions=rows,
        found={faq_id: found[faq_id] for faq_id in found if faq_id in rows},
        looks=looks,
        query=urlencode({"from": after.first, "to": after.last}),
    )


@router.post("/{faq_id:int}/look")
def look(request: Request, session: Transaction, staff: Agent, faq_id: int) -> RedirectResponse:
    """Say that somebody looked at it; it is not listed for four weeks."""
    faq_for(session, faq_id)
    note_look(session, faq_id, staff_id=staff.staff.id, now=house_of(request).clock())
    return RedirectResponse("/staff/faqs/worsening", 303)


@router.post("/{faq_id:int}/look/undo")
def undo_look(request: Request, session: Transaction, staff: Agent, faq_id: int) -> RedirectResponse:
    """List it again."""
    faq_for(session, faq_id)
    undo_looks(session, faq_id, now=house_of(request).clock())
    return RedirectResponse("/staff/faqs/worsening", 303)
