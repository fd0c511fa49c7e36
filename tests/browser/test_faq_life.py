"""The pages of the FAQs in Chromium: readable by everybody, and usable without scripts."""

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.database import transaction
from api.faqs.drafts import Draft, Wording
from api.faqs.publishing import publish
from tests.browser.axe import violations
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
FILE = "質問,答え\n請求書はどこですか,請求の画面です。\n答えのない質問,\n"
PICTURES = os.environ.get("MADOGUCHI_PICTURES")
SIZES = {"wide": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def faq_id(house) -> int:
    """An FAQ with two versions, past its day."""
    draft = Draft(
        question_ja="パスワードを忘れたときは、どうすればよいですか?",
        answer_ja="1. ログイン画面を開きます\n2. **パスワードを忘れた方**へ\n\nリンクは60分有効です。",
        question_en="How do I reset my password?",
        answer_en="Use **Forgot password** on the sign-in page.",
        phrasings=(Wording(language="ja", text="ログインできない"),),
        category="アカウント",
        tags=("ログイン", "管理者"),
        audience="signed_in",
    )
    later = Draft(
        question_ja="パスワードを忘れた場合は、どうすればよいですか?",
        answer_ja="1. ログイン画面を開きます\n2. **パスワードの再設定**を押します\n\nリンクは30分有効です。",
        question_en="How do I reset my password?",
        answer_en="Use **Reset password** on the sign-in page. The link is valid for 30 minutes.",
        phrasings=(Wording(language="ja", text="入れない"), Wording(language="en", text="cannot log in")),
        category="ログイン",
        tags=("ログイン",),
        audience="staff",
        valid_until=date(2020, 1, 31),
    )
    with transaction(house.sessions) as session:
        first = publish(session, None, draft, author_id=None, now=house.clock())
        publish(session, first.faq_id, later, author_id=None, now=house.clock(), note="画面が変わったため")
        return first.faq_id


@pytest.mark.parametrize(
    ("size", "scheme"), [("wide", "light"), ("wide", "dark"), ("phone", "light"), ("phone", "dark")]
)
def test_every_page_of_the_faqs_is_clean(new_page, faq_id, size, scheme):
    page = new_page(viewport=SIZES[size], color_scheme=scheme)
    sign_in(page, "admin")
    for name, path in {
        "list": "/staff/faqs",
        "expired": "/staff/faqs?show=expired",
        "faq": f"/staff/faqs/{faq_id}",
        "edit": f"/staff/faqs/{faq_id}/edit",
        "comparison": f"/staff/faqs/{faq_id}/comparison",
        "exchange": "/staff/faqs/exchange",
        "webhook": "/staff/webhook",
        "worsening": "/staff/faqs/worsening",
    }.items():
        page.goto(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], path
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{size}-{scheme}.png", full_page=True)
    page.goto("/staff/faqs/exchange")
    page.set_input_files("[name=file]", {"name": "faqs.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.get_by_role("button", name="内容を確認する").click()
    expect(page.get_by_text("質問と答えの片方しかない")).to_be_visible()
    assert violations(page) == []
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"import-{size}-{scheme}.png", full_page=True)


def test_the_preview_follows_what_is_typed(new_page):
    page = new_page()
    sign_in(page, "suzuki")
    page.goto("/staff/faqs/new")
    page.locator("[name=question_ja]").fill("手順は?")
    page.locator("[name=answer_ja]").fill("- **開く**")
    expect(page.locator("#preview .answer strong")).to_have_text("開く")
    expect(page.locator("[name=answer_ja]")).to_be_focused()


def test_without_scripts_a_file_is_looked_through_and_imported(new_page):
    page = new_page(java_script_enabled=False)
    sign_in(page, "suzuki")
    page.goto("/staff/faqs/exchange")
    page.set_input_files("[name=file]", {"name": "faqs.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.get_by_role("button", name="内容を確認する").click()
    page.get_by_role("button", name="正しい 1 件だけ取り込む").click()
    page.get_by_role("link", name="請求書はどこですか").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("請求書はどこですか")
