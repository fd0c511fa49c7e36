"""A notice to an account's people, in the window."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from api.accounts.models import Account
from api.chat.models import Contact
from api.chat.notices.models import NoticeShown
from api.chat.notices.store import post_notice
from api.database import transaction

pytestmark = pytest.mark.browser


def test_a_notice_is_read_at_the_next_opening_and_put_away_for_good(page: Page, house, clock):
    page.goto("/demo")
    opener = page.get_by_role("button", name="お問い合わせを開く")
    opener.click()
    widget = page.get_by_role("dialog")
    widget.get_by_label("メッセージ", exact=True).fill("こんにちは")
    widget.get_by_label("メッセージ", exact=True).press("Enter")
    expect(widget.locator(".customer time")).to_have_count(1)
    with transaction(house.sessions) as session:
        account = Account(
            external_id="a", name="みどり工業", contract_yen=1, stage="adoption", renewal_on=clock().date()
        )
        session.add(account)
        session.flush()
        session.scalars(select(Contact)).one().account_id = account.id
        words = {"text_ja": "初期設定があと少し残っています。", "text_en": "Nearly set up."}
        post_notice(session, account.id, **words, by=None, now=clock())
    page.reload()
    told = widget.get_by_text("初期設定があと少し残っています。")
    expect(told).to_be_visible(timeout=30_000)
    widget.get_by_role("button", name="このお知らせを閉じる").click()
    expect(told).to_have_count(0)
    with house.sessions() as session:
        expect(told).to_have_count(0)
        page.wait_for_timeout(300)
        assert session.scalars(select(NoticeShown)).one().dismissed_at is not None
    page.reload()
    expect(widget.get_by_text("こんにちは", exact=True)).to_be_visible()
    expect(told).to_have_count(0)
