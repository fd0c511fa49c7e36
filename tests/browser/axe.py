"""Accessibility of a page in Chromium, by axe-core: WCAG 2.2 at levels A and AA, and its best practices."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, within: str | None = None) -> list[str]:
    """Return what axe finds wrong on the page as it stands, a sentence an element.

    `within` is a CSS selector in the document; open shadow roots below it are looked into. Elements that axe
    cannot judge (text over a picture, say) are not among them.
    """
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [_sentence(rule, node) for rule in found for node in rule["nodes"]]


def _sentence(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
    return f"{rule['id']} ({rule['impact']}): {node['html'][:200]} at {node['target']}: {why}"
