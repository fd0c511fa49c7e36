"""What crawlers ask for first: the site map of the FAQs, and what is not for them."""

from html import escape

from fastapi import APIRouter, Request, Response

from api.database import Transaction
from api.help.addresses import alternates, front
from api.help.shelf import Shelf
from api.help.shelving import shelf_of
from api.house import house_of
from api.web.texts import LANGUAGES

router = APIRouter(include_in_schema=False)
MOST = 50_000
"""The most addresses that a site map may hold."""
FRESH = {"Cache-Control": "public, max-age=3600"}


@router.get("/sitemap.xml")
def sitemap(request: Request, session: Transaction) -> Response:
    """Every page of the FAQ site, with its other languages and its last change."""
    base = house_of(request).settings.url
    body = "\n".join(_urls(shelf_of(request.app, session), base)[:MOST])
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{body}\n</urlset>\n'
    )
    return Response(text, media_type="application/xml", headers=FRESH)


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Crawlers are for the FAQ site alone."""
    base = house_of(request).settings.url
    text = f"User-agent: *\nAllow: /help\nAllow: /static\nDisallow: /\nSitemap: {base}/sitemap.xml\n"
    return Response(text, media_type="text/plain", headers=FRESH)


def _urls(shelf: Shelf, base: str) -> list[str]:
    fronts = {language: front(language) for language in LANGUAGES if shelf.entries[language]}
    found = [_url(base, path, fronts, None) for path in fronts.values()]
    for language in LANGUAGES:
        for entry in shelf.entries[language].values():
            paths = alternates(entry)
            found.append(_url(base, paths[language], paths, entry.changed_at.date().isoformat()))
    return found


def _url(base: str, path: str, languages: dict[str, str], changed: str | None) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(base + other)}"/>'
        for language, other in languages.items()
    )
    date = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(base + path)}</loc>{date}{links}</url>"
