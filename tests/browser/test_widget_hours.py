"""Outside business hours: the customer is told when we open, and leaves how to be reached."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
SUNDAY = datetime(2026, 10, 4, 3, tzinfo=UTC)
OPENING = "ただいま営業時間外です。担当者は 10月5日(月) 9:00 から承ります。"


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch, tmp_path, clock) -> None:
    """It is Sunday, and we open on Monday."""
    policy = tmp_path / "policy.yml"
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    policy.write_text("hours:\n" + "".join(f"  {day}: 9:00-18:00\n" for day in days) + "  sunday: closed\n")
    monkeypatch.setenv("MADOGUCHI_POLICY_FILE", str(policy))
    clock.now = SUNDAY


@pytest.fixture
def page(new_page) -> Page:
    return new_page(timezone_id="Asia/Tokyo")


@pytest.fixture
def widget(page: Page) -> Locator:
    """The widget of a customer who has asked for a person."""
    page.goto("/demo")
    page.get_by_role("button", name="お問い合わせを開く").click()
    page.get_by_role("button", name="担当者と話す").click()
    widget = page.get_by_role("dialog")
    expect(widget.get_by_role("status").get_by_text(OPENING)).to_be_visible()
    return widget


def left(session) -> list[dict]:
    """Return the contacts that were left."""
    rows = "SELECT callback FROM hand_offs WHERE callback IS NOT NULL"
    return list(session.connection().exec_driver_sql(rows).scalars())


def test_who_asks_for_a_person_may_still_change_their_mind(widget: Locator, desk):
    widget.get_by_role("button", name="取り消す").click()
    expect(widget.get_by_role("form", name="ご連絡先をお知らせください。")).to_have_count(0)
    expect(widget.get_by_role("status").get_by_text(OPENING)).to_be_visible()
    assert desk.hand_offs() == 0


def test_a_contact_is_left_and_confirmed(widget: Locator, page: Page, session):
    form = widget.get_by_role("form", name="ご連絡先をお知らせください。")
    form.get_by_label("メールアドレス").fill("hanako@example.com")
    form.get_by_label("電話番号").fill("０３−１２３４−５６７８")
    form.get_by_label("ひとこと").fill("午前中にお願いします")
    form.get_by_role("button", name="連絡先を送る").click()
    confirmed = widget.locator(".row.system").filter(has_text="ご連絡先をお預かりしました。")
    expect(confirmed).to_contain_text("03-1234-5678 / hanako@example.com")
    expect(form).to_have_count(0)
    expect(widget.get_by_label("メッセージ", exact=True)).to_be_focused()
    assert left(session) == [
        {"email": "hanako@example.com", "phone": "03-1234-5678", "note": "午前中にお願いします"}
    ]
    page.reload()
    expect(confirmed).to_be_visible()
    expect(form).to_have_count(0)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("電話番号", "", "メールアドレスか電話番号のどちらかをご記入ください。"),
        ("メールアドレス", "hanako", "メールアドレスをご確認ください。"),
        ("電話番号", "よる", "電話番号"),
    ],
)
def test_what_cannot_be_reached_is_said_beside_the_form(
    widget: Locator, session, field: str, typed: str, sentence: str
):
    form = widget.get_by_role("form", name="ご連絡先をお知らせください。")
    form.get_by_label(field).fill(typed)
    form.get_by_role("button", name="連絡先を送る").click()
    expect(form.get_by_role("alert")).to_contain_text(sentence)
    assert left(session) == []
