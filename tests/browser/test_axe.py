"""The check of accessibility itself: it finds what is wrong, also in a shadow root."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations

pytestmark = pytest.mark.browser
PAGE = "<!doctype html><html lang=ja><title>店</title><main><h1>店</h1><x-shop></x-shop></main>"
SHADOW = "markup => { document.querySelector('x-shop').attachShadow({mode: 'open'}).innerHTML = markup; }"


def test_what_is_wrong_in_a_shadow_root_is_found_and_what_is_right_is_not(browser):
    page: Page = browser.new_page()
    page.set_content(PAGE)
    assert violations(page) == []
    page.evaluate(SHADOW, "<button></button><p style='color: #ccc; background: #fff'>薄い字</p>")
    found = violations(page)
    assert any(one.startswith("button-name (critical)") for one in found)
    assert any(one.startswith("color-contrast (serious)") for one in found)
    assert violations(page, "h1") == []
    page.close()
