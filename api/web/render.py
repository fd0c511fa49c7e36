"""Render a page: its template, its texts, the member of staff who looks at it."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.house import house_of
from api.staff.models import Role, StaffSession
from api.web.formats import absolute, count, day, percent, relative
from api.web.texts import LANGUAGES, translate

FOLDER = Path(__file__).parent
environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters.update(count=count, percent=percent)


def safe_path(path: str) -> str:
    """Return `path` when it leads to a page of ours, else the console's first page."""
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if ours else "/staff/candidates"


def language_of_page(request: Request) -> str:
    """Return ja or en: the member of staff's choice, `?lang=`, else what the browser prefers."""
    session: StaffSession | None = getattr(request.state, "staff_session", None)
    asked = session.staff.language if session else request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    preferred = request.headers.get("accept-language", "ja").lower()
    return "en" if preferred.startswith("en") else "ja"


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Render `template`. It finds `t`, `language`, `staff`, `csrf`, `may(role)`, `now`, times."""
    house = house_of(request)
    language = language_of_page(request)
    session: StaffSession | None = getattr(request.state, "staff_session", None)
    now = house.clock()

    def may(role: str) -> bool:
        return session is not None and Role(session.staff.role).rank >= Role(role).rank

    def since(moment: datetime) -> str:
        return relative(moment, now=now, language=language)

    html = environment.get_template(template).render(
        t=partial(translate, language),
        language=language,
        staff=session.staff if session else None,
        csrf=session.csrf_token if session else "",
        may=may,
        now=now,
        path=request.url.path,
        here=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        since=since,
        at=partial(absolute, zone=house.settings.zone, language=language),
        day=partial(day, zone=house.settings.zone, language=language),
        **context,
    )
    return HTMLResponse(html, status)


def wants_html(request: Request) -> bool:
    """Whether a person with a browser asked, not a program."""
    return "text/html" in request.headers.get("accept", "")
