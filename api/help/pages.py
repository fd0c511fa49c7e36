"""The FAQ site: plain pages that need no script and no sign-in."""

import secrets
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from api.access import same_origin
from api.answers.serving import answers_of
from api.database import Transaction
from api.errors import NotFound
from api.faqs.markdown import html_of
from api.help.addresses import alternates, front, path_of
from api.help.popular import popular
from api.help.searching import LONGEST, search
from api.help.shelf import Entry, Shelf
from api.help.shelving import shelf_of
from api.help.structured import description, faq_page
from api.help.votes import seen_at, ticket, vote
from api.house import house_of
from api.web.formats import day
from api.web.render import environment
from api.web.texts import LANGUAGES, translate

router = APIRouter(prefix="/help", include_in_schema=False)
COOKIE = "madoguchi_reader"
KEPT = 60 * 60 * 24 * 365
TOP, MORE, FOUND, A_PAGE = 6, 4, 20, 50
CACHE = {"Cache-Control": "public, max-age=60"}

Typed = Annotated[str, Query(max_length=4000)]
PageNumber = Annotated[int, Query(ge=1, le=1000)]


class NoSuchPage(NotFound):
    """There is no such FAQ, or it is no longer shown."""


@router.get("")
def japanese(request: Request, session: Transaction, q: Typed = "", page: PageNumber = 1) -> HTMLResponse:
    """The first page and the results of a search."""
    return _front(request, session, "ja", q, page)


@router.get("/en")
def english(request: Request, session: Transaction, q: Typed = "", page: PageNumber = 1) -> HTMLResponse:
    """The same in English."""
    return _front(request, session, "en", q, page)


@router.get("/{faq_id:int}")
def japanese_faq(request: Request, session: Transaction, faq_id: int, told: str = "") -> Response:
    """One FAQ."""
    return _faq(request, session, faq_id, "ja", told)


@router.get("/en/{faq_id:int}")
def english_faq(request: Request, session: Transaction, faq_id: int, told: str = "") -> Response:
    """One FAQ in English."""
    return _faq(request, session, faq_id, "en", told)


@router.post("/{faq_id:int}/feedback", dependencies=[Depends(same_origin)])
def give_feedback(
    request: Request,
    session: Transaction,
    faq_id: int,
    helpful: Annotated[bool, Form()],
    language: Annotated[str, Form()],
    seen: Annotated[str, Form()],
) -> Response:
    """Count a reader's yes or no, once per version."""
    house = house_of(request)
    shelf = shelf_of(request.app, session)
    entry = shelf.entry(faq_id, language) if language in LANGUAGES else None
    if entry is None:
        raise NoSuchPage
    now = house.clock()
    shown = seen_at(house.secret_key, entry.version_id, seen, now)
    reader = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
    path = path_of(faq_id, language)
    vote(
        session,
        entry,
        reader=reader,
        helpful=helpful,
        seen=shown,
        page_url=house.settings.url + path,
        now=now,
    )
    answer = RedirectResponse(f"{path}?told={'yes' if helpful else 'no'}#told", 303)
    secure = house.settings.url.startswith("https://")
    answer.set_cookie(COOKIE, reader, KEPT, path="/help", httponly=True, samesite="lax", secure=secure)
    return answer


def _front(request: Request, session: Transaction, language: str, q: str, number: int) -> HTMLResponse:
    shelf, now = shelf_of(request.app, session), house_of(request).clock()
    entries = sorted(shelf.entries[language].values(), key=lambda entry: entry.question)
    asked = " ".join(q.split())[:LONGEST]
    pages = max(1, -(-len(entries) // A_PAGE))
    number = min(number, pages)
    top: list[Entry] = []
    found: list[Entry] = []
    if asked:
        found = search(answers_of(request.app), shelf, asked, language, most=FOUND, deep=True)
    elif number == 1 and len(entries) > TOP:
        page_url = house_of(request).settings.url + front(language)
        top = popular(request.app, session, shelf, language, page_url=page_url, now=now)[:TOP]
    return _page(
        request,
        "help/index.html",
        shelf,
        language,
        path=front(language) + (f"?page={number}" if number > 1 else ""),
        others={lang: front(lang) for lang in LANGUAGES},
        q=asked,
        found=[(one, description(one)) for one in found],
        top=top,
        entries=entries[(number - 1) * A_PAGE : number * A_PAGE],
        count=len(entries),
        number=number,
        pages=pages,
    )


def _faq(request: Request, session: Transaction, faq_id: int, language: str, told: str) -> Response:
    shelf = shelf_of(request.app, session)
    entry = shelf.entry(faq_id, language)
    if entry is None:
        other = next((lang for lang in LANGUAGES if shelf.entry(faq_id, lang)), None)
        if other is None:
            raise NoSuchPage
        return RedirectResponse(path_of(faq_id, other), 302)
    house, path = house_of(request), path_of(faq_id, language)
    now = house.clock()
    more = popular(request.app, session, shelf, language, page_url=house.settings.url + path, now=now)
    return _page(
        request,
        "help/faq.html",
        shelf,
        language,
        path=path,
        others=alternates(entry),
        entry=entry,
        answer=Markup(html_of(entry.answer)),
        description=description(entry),
        structured=faq_page(entry, house.settings.url + path),
        changed=day(entry.changed_at, zone=house.settings.zone, language=language),
        ticket=ticket(house.secret_key, entry.version_id, now),
        told=told if told in {"yes", "no"} else "",
        more=[one for one in more if one.faq_id != faq_id][:MORE],
        q="",
    )


def _page(
    request: Request, template: str, shelf: Shelf, language: str, *, path: str, **context: Any
) -> HTMLResponse:
    html = environment.get_template(template).render(
        t=partial(translate, language),
        language=language,
        base=house_of(request).settings.url,
        path=path,
        front=front(language),
        path_of=path_of,
        **context,
    )
    return HTMLResponse(html, headers=CACHE)
