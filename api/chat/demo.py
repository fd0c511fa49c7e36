"""The widget's script, put together from its parts, and a page that shows it at work."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.house import house_of
from api.web.render import environment
from api.web.texts import LANGUAGES, catalogue, translate

WIDGET = Path(__file__).parent.parent / "web" / "static" / "widget"
PARTS = (
    "memory",
    "rest",
    "transport",
    "session",
    "outbox",
    "line",
    "signals",
    "asks",
    "conversation",
    "dom",
    "content",
    "files",
    "tray",
    "finder",
    "log",
    "callback",
    "comment",
    "next",
    "welcome",
    "menu",
    "lines",
    "notices",
    "composer",
    "drops",
    "keys",
    "panel",
    "looks",
    "acts",
    "element",
    "start",
)
FRESH = "public, max-age=300, stale-while-revalidate=86400"

router = APIRouter()


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """The widget as one classic script, and the name of this very text of it."""

    body: str
    etag: str


@cache
def widget_script() -> Script:
    """Return the parts in one function, so that a page sees nothing of them, with their texts and style."""
    texts = {
        language: {
            key.removeprefix("widget."): text
            for key, text in catalogue(language).items()
            if key.startswith("widget.")
        }
        for language in LANGUAGES
    }
    style = (WIDGET / "widget.css").read_text(encoding="utf-8")
    parts = [_dense((WIDGET / f"{name}.js").read_text(encoding="utf-8")) for name in PARTS]
    body = "\n".join(
        (
            '(() => {\n"use strict";',
            f"const TEXTS = {json.dumps(texts, ensure_ascii=False)};",
            f"const STYLE = {json.dumps(_dense(style), ensure_ascii=False)};",
            *parts,
            "})();\n",
        )
    )
    return Script(body=body, etag=f'W/"{hashlib.sha256(body.encode()).hexdigest()[:24]}"')


def _dense(source: str) -> str:
    """Return a part without its indentation, its empty lines and the lines that are comments.

    A sixth less to send. No string in a part goes over a line's end, so nothing else can be lost.
    """
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@router.get("/widget.js", tags=["widget"], response_class=Response)
def widget_js(if_none_match: Annotated[str, Header()] = "") -> Response:
    """The chat widget: one script tag puts it on any page."""
    script = widget_script()
    headers = {
        "ETag": script.etag,
        "Cache-Control": FRESH,
        # Any page may load the script; which pages may talk is decided where it talks.
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    known = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    if script.etag.removeprefix("W/") in known:
        return Response(status_code=304, headers=headers)
    return Response(script.body, media_type="text/javascript; charset=utf-8", headers=headers)


@router.get("/demo", include_in_schema=False)
def demo(request: Request, lang: Annotated[str, Query()] = "ja") -> HTMLResponse:
    """A help page of a made-up company, with the widget on it."""
    language = lang if lang in LANGUAGES else "ja"
    html = environment.get_template("demo/help.html").render(
        t=partial(translate, language),
        language=language,
        widget_key=house_of(request).settings.widget_key,
    )
    return HTMLResponse(html)
