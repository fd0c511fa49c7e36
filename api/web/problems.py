"""Errors on their way out: RFC 9457 problem details for programs, a translated notice for people."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

from api.errors import Invalid, NotSignedIn, Problem, Unavailable
from api.web.render import language_of_page, page, wants_html
from api.web.texts import MissingText, translate

log = logging.getLogger(__name__)


class CannotBeKept(Invalid):
    """A number is too large, or a text holds a character that cannot be kept."""


def problem_response(request: Request, problem: Problem) -> Response:
    """Answer with `problem` as JSON, or as a page when a browser asked for one."""
    if wants_html(request) and not request.headers.get("hx-request"):
        if isinstance(problem, NotSignedIn) and request.method == "GET":
            return RedirectResponse(f"/staff/sign-in?to={request.url.path}", 303)
        return page(
            request,
            "problem.html",
            status=problem.status,
            sentence=sentence(request, problem),
            problem=problem,
        )
    body = {
        "type": f"about:blank#{problem.slug}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.extra,
    }
    headers = {}
    if request.headers.get("hx-request"):
        headers["X-Notice"] = sentence(request, problem).encode("unicode_escape").decode()
    return JSONResponse(body, problem.status, headers, media_type="application/problem+json")


def sentence(request: Request, problem: Problem) -> str:
    """Return the problem in the page's language; English when nobody translated it."""
    try:
        return translate(language_of_page(request), f"problems.{problem.slug}")
    except MissingText:
        return problem.detail


def add_handlers(app: FastAPI) -> None:
    """Map every error to a problem."""

    @app.exception_handler(Problem)
    def on_problem(request: Request, problem: Problem) -> Response:
        return problem_response(request, problem)

    @app.exception_handler(RequestValidationError)
    def on_invalid(request: Request, error: RequestValidationError) -> Response:
        found = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"]} for e in error.errors()]
        problem = Problem("; ".join(f"{e['where']}: {e['what']}" for e in found), errors=found)
        return _with_status(request, problem, 422)

    @app.exception_handler(HTTPException)
    def on_http(request: Request, error: HTTPException) -> Response:
        return _with_status(request, Problem(str(error.detail)), error.status_code)

    @app.exception_handler(DataError)
    @app.exception_handler(UnicodeEncodeError)
    def on_unkept(request: Request, error: Exception) -> Response:
        # An id beyond PostgreSQL's integers, U+0000, half a surrogate pair: no fault of ours.
        log.info("not kept: %s", type(error).__name__)
        # A flush that failed emptied what was loaded, so the page cannot name the member of staff.
        request.state.staff_session = None
        return problem_response(request, CannotBeKept())

    @app.exception_handler(OperationalError)
    def on_database(request: Request, error: OperationalError) -> Response:
        log.error("database: %s", error)
        return problem_response(request, Unavailable())


def _with_status(request: Request, problem: Problem, status: int) -> Response:
    kind = type(HTTPStatus(status).phrase.title().replace(" ", ""), (Problem,), {"status": status})
    return problem_response(request, kind(problem.detail, **problem.extra))
