"""The map as one HTML file that needs nothing else: no network, no server."""

import html
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from faq_clustering.maps.document import MapDocument

MODULES = ("words", "search", "view", "labels", "paint", "gestures", "panel", "map")
"""The page's ES modules, each after those it imports."""
IMPORT = re.compile(r'^import\s[^;]*?from\s+"\./[\w-]+\.js";\n', re.MULTILINE | re.DOTALL)
EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|const|class)\b)", re.MULTILINE)


def write_html(document: MapDocument, path: Path) -> None:
    """Write the map to `path`. Texts reach the page as data only, never as markup."""
    path.write_text(page_of(document), encoding="utf-8")


def page_of(document: MapDocument) -> str:
    """The whole page."""
    title = html.escape(document.title)
    filled = {
        "title": title,
        "style": _page("map.css"),
        "data": embedded(document.to_json()),
        "script": script(),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: filled[found.group(1)], _page("map.html"))


def embedded(json: str) -> str:
    """JSON that may stand inside a script element: no end tag, no comment, no old line separator."""
    for sign in "<>&\u2028\u2029":
        json = json.replace(sign, f"\\u{ord(sign):04x}")
    return json


@cache
def script() -> str:
    """The modules as one: imports of each other are dropped, since every name is then in one scope."""
    return "\n".join(EXPORT.sub("", IMPORT.sub("", _page(f"{name}.js"))) for name in MODULES)


def _page(name: str) -> str:
    return (files("faq_clustering.maps") / "page" / name).read_text(encoding="utf-8")
