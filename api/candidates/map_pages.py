"""The map of topics: its page, the page's own modules, and its document in JSON."""

from importlib.resources import files

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from api.access import Agent
from api.candidates.mapping import map_json, version_of_map
from api.candidates.store import last_run
from api.database import Transaction
from api.errors import NotFound
from api.web.render import language_of_page, page
from api.web.texts import translate

pages = APIRouter(prefix="/map", include_in_schema=False)
routes = APIRouter(prefix="/map")
PAGE = StaticFiles(directory=str(files("faq_clustering.maps") / "page"))


class NoMapYet(NotFound):
    """There is no map yet. It comes with the first clustering run."""


@pages.get("")
def map_page(request: Request, session: Transaction, staff: Agent) -> HTMLResponse:
    """Show the map of the last run."""
    version = version_of_map(session)
    return page(request, "candidates/map.html", version=version, last_run=last_run(session))


@pages.get("/page/{path}")
async def map_module(request: Request, path: str) -> Response:
    """One of the files that `faq_clustering.maps` draws the map with."""
    return await PAGE.get_response(path, request.scope)


@routes.get(
    "",
    responses={200: {"content": {"application/json": {}}}, 304: {"description": "The map is as it was."}},
    response_class=Response,
)
def read_map(request: Request, session: Transaction, staff: Agent) -> Response:
    """Read the map of the last run: places, clusters (by candidate id) and 80 characters of each text."""
    version = version_of_map(session)
    if version is None:
        raise NoMapYet
    title = translate(language_of_page(request), "candidates.map_title")
    headers = {
        "ETag": version.etag(title),
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Language, Cookie",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(map_json(session, version, title), media_type="application/json", headers=headers)
