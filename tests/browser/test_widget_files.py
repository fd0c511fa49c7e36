"""Files from the customer: chosen, pasted, dropped; shown before and after they are sent."""

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
GIVE = """(node, [kind, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type}));
  const event = kind === 'paste'
    ? new ClipboardEvent('paste', {clipboardData: transfer, bubbles: true, cancelable: true})
    : new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true, composed: true});
  node.dispatchEvent(event);
}"""


def picture(colour: str = "teal") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(held, "PNG")
    return held.getvalue()


@pytest.fixture
def widget(page: Page) -> Locator:
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    return page.get_by_role("dialog")


def choose(widget: Locator, *files: tuple[str, str, bytes]) -> None:
    """Choose files in the dialog that the button opens."""
    with widget.page.expect_file_chooser() as chooser:
        widget.get_by_role("button", name="ファイルを添付する").click()
    chooser.value.set_files([{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in files])


def give(widget: Locator, kind: str, name: str, media_type: str, data: bytes) -> None:
    """Paste or drop a file."""
    packed = [kind, name, media_type, base64.b64encode(data).decode()]
    widget.get_by_label("メッセージ", exact=True).evaluate(GIVE, packed)


def send(widget: Locator, text: str = "") -> None:
    box = widget.get_by_label("メッセージ", exact=True)
    box.fill(text)
    box.press("Enter")


def test_a_picture_and_a_pdf_go_with_a_message_and_are_shown(widget: Locator, page: Page, desk):
    choose(widget, ("画面.png", "image/png", picture()), ("請求書.pdf", "application/pdf", PDF))
    tray = widget.get_by_role("group", name="添付するファイル")
    expect(tray.get_by_role("listitem")).to_have_count(2)
    expect(tray.get_by_role("progressbar")).to_have_count(0)
    send(widget, "この画面です。")
    expect(tray).to_be_hidden()
    row = widget.locator(".row.customer")
    expect(row.get_by_role("img", name="画面.png")).to_have_js_property("naturalWidth", 320)
    expect(row.get_by_role("link", name=re.compile("請求書.pdf"))).to_have_attribute("target", "_blank")
    expect(widget.locator(".customer time")).to_have_count(1)
    assert desk.heard() == ["この画面です。"]
    page.reload()
    expect(widget.get_by_role("img", name="画面.png")).to_have_js_property("naturalWidth", 320)


def test_a_pasted_screenshot_is_a_message_by_itself(widget: Locator, desk):
    give(widget, "paste", "image.png", "image/png", picture())
    expect(widget.get_by_role("button", name="「image.png」を外す")).to_be_visible()
    send(widget)
    expect(widget.locator(".row.customer").get_by_role("img", name="image.png")).to_be_visible()
    expect(widget.locator(".customer time")).to_have_count(1)
    # The bot reads no pictures: a person is offered.
    expect(widget.locator(".choices").get_by_role("button")).to_have_count(1)
    assert desk.heard() == [""]


def test_a_dropped_file_is_attached_and_the_page_is_not_left_for_it(widget: Locator, page: Page):
    give(widget, "dragenter", "請求書.pdf", "application/pdf", PDF)
    expect(widget.get_by_text("ここに放すと添付します")).to_be_visible()
    give(widget, "drop", "請求書.pdf", "application/pdf", PDF)
    expect(widget.get_by_text("ここに放すと添付します")).to_be_hidden()
    expect(widget.get_by_text("「請求書.pdf」を添付しました。")).to_be_visible()
    assert page.url.endswith("/demo")


def test_what_cannot_be_sent_is_said_at_once(widget: Locator):
    choose(widget, ("予定.docx", "application/msword", b"x"))
    expect(widget.get_by_text("「予定.docx」は送れません。画像（PNG、JPEG、GIF、WebP）かPDF")).to_be_visible()
    choose(widget, ("動画.png", "image/png", b"x" * (10 * 1024 * 1024 + 1)))
    expect(widget.get_by_text("「動画.png」は大きすぎます。10 MBまで送れます。")).to_be_visible()
    expect(widget.get_by_role("group", name="添付するファイル")).to_be_hidden()


def test_a_file_that_only_calls_itself_a_picture_is_refused_in_words_and_can_be_taken_out(
    widget: Locator, desk
):
    choose(widget, ("偽物.png", "image/png", b"MZ this is a program"))
    tray = widget.get_by_role("group", name="添付するファイル")
    expect(tray).to_contain_text("送れるのは画像(PNG、JPEG、GIF、WebP)とPDFだけです。")
    send(widget, "見てください。")
    expect(widget.get_by_text("添付できなかったファイルがあります。")).to_be_visible()
    tray.get_by_role("button", name="「偽物.png」を外す").click()
    widget.get_by_label("メッセージ", exact=True).press("Enter")
    expect(widget.locator(".customer time")).to_have_count(1)
    assert desk.heard() == ["見てください。"]


def test_a_message_sent_while_its_file_is_on_the_way_waits_for_it(widget: Locator, page: Page, desk):
    send(widget, "はじめに。")
    expect(widget.locator(".row.system")).to_have_count(1)
    held = []
    page.route("**/attachments", lambda route: held.append(route))
    choose(widget, ("画面.png", "image/png", picture()))
    expect(widget.get_by_role("progressbar", name="「画面.png」を添付しています")).to_be_visible()
    send(widget, "この画面です。")
    expect(widget.get_by_text("添付が終わりしだい送ります。")).to_be_visible()
    assert desk.heard() == ["はじめに。"]
    held[0].continue_()
    expect(widget.locator(".row.customer").get_by_role("img", name="画面.png")).to_be_visible()
    expect(widget.locator(".customer time")).to_have_count(2)
    assert desk.heard() == ["はじめに。", "この画面です。"]


def test_a_file_lost_on_the_way_can_be_sent_again(widget: Locator, page: Page):
    page.route("**/attachments", lambda route: route.abort(), times=1)
    choose(widget, ("画面.png", "image/png", picture()))
    tray = widget.get_by_role("group", name="添付するファイル")
    expect(tray).to_contain_text("添付できませんでした。")
    tray.get_by_role("button", name="もう一度送る").click()
    expect(widget.get_by_text("「画面.png」を添付しました。")).to_be_visible()


def test_a_picture_from_an_agent_is_shown(widget: Locator, page: Page, house, desk, session):
    choose(widget, ("画面.png", "image/png", picture("orange")))
    expect(widget.get_by_text("「画面.png」を添付しました。")).to_be_visible()
    send(widget)
    expect(widget.locator(".customer time")).to_have_count(1)
    kept = "SELECT content->'attachments' FROM messages WHERE author = 'customer'"
    files = session.connection().exec_driver_sql(kept).scalar_one()
    desk.say("こちらです。", author="agent", attachments=files)
    expect(widget.locator(".row.agent").get_by_role("img", name="画面.png")).to_have_js_property(
        "naturalWidth", 320
    )
