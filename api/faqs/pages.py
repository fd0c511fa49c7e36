"""The pages of the FAQs: the list, one FAQ with its history, and the form."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from api.access import Agent, Editor
from api.database import Transaction
from api.errors import Invalid, Problem
from api.faqs import store
from api.faqs.forms import FaqForm, form_of
from api.faqs.languages import changes, standings
from api.faqs.list_store import View, counts, listed, names_of, possible_owners
from api.faqs.markdown import html_of
from api.faqs.models import FaqVersion
from api.faqs.publishing import (
    ChangedMeanwhile,
    FaqRetired,
    draft_of,
    publish,
    retire,
    roll_back,
    unretire,
)
from api.faqs.standing import today
from api.faqs.waiting import public_part
from api.house import house_of
from api.second_look.looking import look_twice
from api.web.problems import sentence
from api.web.render import language_of_page, page
from api.web.texts import translate

router = APIRouter(prefix="/staff/faqs", include_in_schema=False)
STATES = ("published", "retired", "all")


def safe_html(text: str) -> Markup:
    """Return an answer's HTML for a template."""
    return Markup(html_of(text))


@router.get("")
def faq_list(
    request: Request,
    session: Transaction,
    staff: Agent,
    q: str = "",
    state: str = "published",
    show: str = View.ALL,
) -> HTMLResponse:
    """List the FAQs, or those that want somebody's eye."""
    state = state if state in STATES else "published"
    view = View(show) if show in list(View) else View.ALL
    now, me = house_of(request).clock(), staff.staff.id
    found = listed(session, view, staff_id=me, now=now, query=q, state=state)
    return page(
        request,
        "faqs/list.html",
        versions=found,
        q=q,
        state=state,
        states=STATES,
        view=view,
        views=list(View),
        counts=counts(session, staff_id=me, now=now),
        owners=names_of(session, (version.faq.owner_id for version in found)),
        today=today(session),
    )


@router.get("/new")
def new_faq(request: Request, session: Transaction, staff: Editor) -> HTMLResponse:
    """Show an empty form."""
    return form_page(request, session, FaqForm())


@router.post("/preview")
def preview(
    request: Request,
    session: Transaction,
    staff: Editor,
    form: Annotated[FaqForm, Form()],
    faq_id: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Show the form again, with what customers would read. Nothing is saved."""
    return form_page(request, session, form, int(faq_id) if faq_id.isdecimal() else None)


@router.post("")
def create(
    request: Request, session: Transaction, staff: Editor, form: Annotated[FaqForm, Form()]
) -> Response:
    """Publish a new FAQ."""
    return _publish(request, session, staff, None, form)


@router.get("/{faq_id:int}")
def faq(
    request: Request,
    session: Transaction,
    staff: Agent,
    faq_id: int,
    saved: int | None = None,
    was_owner: str | None = None,
    was_review: str | None = None,
    sent_back: bool = False,
) -> HTMLResponse:
    """Show one FAQ with its versions."""
    found, versions = store.faq_for(session, faq_id), store.versions_of(session, faq_id)
    return page(
        request,
        "faqs/faq.html",
        faq=found,
        versions=versions,
        inquiries=store.inquiries_behind(session, (signed.version for signed in versions)),
        staff_list=possible_owners(session),
        owner=names_of(session, [found.owner_id]).get(found.owner_id or 0),
        asked_by=names_of(session, [found.review_asked_by]).get(found.review_asked_by or 0),
        sent_back=sent_back,
        today=today(session),
        was_owner=was_owner,
        was_review=was_review or "",
        retired_by=store.retired_by(session, found),
        saved=saved,
        html=safe_html,
        standings=standings(versions),
        changes=changes,
    )


@router.get("/{faq_id:int}/edit")
def edit(request: Request, session: Transaction, staff: Editor, faq_id: int) -> HTMLResponse:
    """Show the form with what the FAQ says now."""
    version = store.newest_version(session, faq_id)
    return form_page(request, session, form_of(draft_of(version), based_on=version.number), faq_id)


@router.post("/{faq_id:int}/versions")
def change(
    request: Request, session: Transaction, staff: Editor, faq_id: int, form: Annotated[FaqForm, Form()]
) -> Response:
    """Publish a new version."""
    return _publish(request, session, staff, faq_id, form)


@router.post("/{faq_id:int}/versions/{number:int}/restoration")
def restore(
    request: Request, session: Transaction, staff: Editor, faq_id: int, number: int
) -> RedirectResponse:
    """Make an old version the newest."""
    version = roll_back(
        session,
        faq_id,
        number,
        author_id=staff.staff_id,
        now=house_of(request).clock(),
        note=translate(language_of_page(request), "faqs.restored", n=number),
    )
    return RedirectResponse(f"/staff/faqs/{faq_id}?saved={version.number}", 303)


@router.post("/{faq_id:int}/retirement")
def retirement(request: Request, session: Transaction, staff: Editor, faq_id: int) -> RedirectResponse:
    """Take an FAQ out of the answers."""
    retire(session, faq_id, by=staff.staff_id, now=house_of(request).clock())
    return RedirectResponse(f"/staff/faqs/{faq_id}", 303)


@router.post("/{faq_id:int}/retirement/undo")
def undo_retirement(session: Transaction, staff: Editor, faq_id: int) -> RedirectResponse:
    """Bring an FAQ back."""
    unretire(session, faq_id)
    return RedirectResponse(f"/staff/faqs/{faq_id}", 303)


def _publish(
    request: Request, session: Transaction, staff: Editor, faq_id: int | None, form: FaqForm
) -> Response:
    before = draft_of(store.newest_version(session, faq_id)).phrasings if faq_id else ()
    try:
        draft = form.draft(before)
        look_twice(request, session, public_part(draft), faq_id)
        version = publish(
            session,
            faq_id,
            draft,
            author_id=staff.staff_id,
            now=house_of(request).clock(),
            note=form.note,
            based_on=form.based_on,
        )
    except (Invalid, FaqRetired) as problem:
        session.rollback()
        return form_page(request, session, form, faq_id, wrong=problem)
    except ChangedMeanwhile as problem:
        session.rollback()
        return _changed_form(request, session, form, faq_id, problem)
    return RedirectResponse(f"/staff/faqs/{version.faq_id}?saved={version.number}", 303)


def _changed_form(
    request: Request, session: Session, form: FaqForm, faq_id: int | None, why: ChangedMeanwhile
) -> HTMLResponse:
    """Show what was typed beside what somebody else published; who sends it again has seen both."""
    newest = store.newest_version(session, faq_id or 0)
    form = form.model_copy(update={"based_on": newest.number})
    return form_page(request, session, form, faq_id, wrong=why, newest=newest)


def form_page(
    request: Request,
    session: Session,
    form: FaqForm,
    faq_id: int | None = None,
    *,
    wrong: Problem | None = None,
    newest: FaqVersion | None = None,
) -> HTMLResponse:
    """Show the form of an FAQ with what was typed, what is wrong with it, and what is published instead."""
    return page(
        request,
        "faqs/edit.html",
        status=wrong.status if wrong else 200,
        form=form,
        faq_id=faq_id,
        wrong=sentence(request, wrong) if wrong else None,
        newest=newest,
        categories=store.categories(session),
        html=safe_html,
    )
