"""Nobody is there: what the customer is told, the contact they leave, and who finds it in the morning."""

import re
import time
from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from api.policy.hours import WEEKDAYS
from api.policy.loading import TOKYO
from tests.journeys.conftest import Madoguchi
from tests.journeys.pages import answers, open_page, open_widget, say, sign_in
from tests.journeys.test_crash import back_again

pytestmark = [pytest.mark.rasa, pytest.mark.browser, pytest.mark.timeout(600)]
TOMORROW = r"明日\d+月\d+日\(.\)9:00以降"


def put_in_force(madoguchi: Madoguchi, policy: str) -> None:
    """Write the policy file; the API reads it as it starts."""
    (madoguchi.data_dir / "policy.yml").write_text(policy)
    old = madoguchi.process("api").pid
    madoguchi.kill("api")
    back_again(madoguchi, "api", old)
    end = time.monotonic() + 200
    # It has to load the answer index, too.
    while not ready(madoguchi):
        assert time.monotonic() < end, "the API did not come back"
        time.sleep(0.2)


def ready(madoguchi: Madoguchi) -> bool:
    try:
        return httpx.get(f"{madoguchi.url}/readyz", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def closed(madoguchi: Madoguchi) -> Iterator[None]:
    """Today nobody comes; every other day somebody does, from nine."""
    today = datetime.now(TOKYO).weekday()
    days = [f"  {name}: {'closed' if at == today else '9:00-18:00'}\n" for at, name in enumerate(WEEKDAYS)]
    try:
        put_in_force(madoguchi, f"hours:\n{''.join(days)}holidays:\n  national: none\n")
        yield
    finally:
        # Also when it took too long to begin: whoever comes next is not to find us closed.
        put_in_force(madoguchi, "hours: always\n")


@pytest.fixture
def pages(browser: Browser, madoguchi: Madoguchi) -> Iterator[tuple[Page, Page]]:
    """A browser for Hanako and one for Sato."""
    both = open_page(browser, madoguchi), open_page(browser, madoguchi)
    yield both
    for page in both:
        page.context.close()


def test_a_contact_is_left_at_night_and_found_in_the_inbox(closed: None, pages: tuple[Page, Page]):
    hanako, sato = pages
    widget, word = open_widget(hanako), uuid4().hex[:6]
    # The bot answers at night as by day.
    say(widget, "こんにちは")
    expect(answers(widget)).to_have_count(1)
    say(widget, "担当者と話したいです")
    expect(answers(widget).last).to_contain_text(
        re.compile(rf"ただいま営業時間外のため、{TOMORROW}、担当者がお返事いたします。")
    )
    expect(widget.get_by_role("status").filter(has_text="ただいま営業時間外です。")).to_be_visible()
    form = widget.get_by_role("form", name="ご連絡先をお知らせください。")
    form.get_by_label("電話番号").fill("０３ー１２３４ー５６７８")
    form.get_by_label("ひとこと").fill(f"午前中にお願いします {word}")
    form.get_by_role("button", name="連絡先を送る").click()
    kept = widget.locator(".row.system").filter(has_text="ご連絡先をお預かりしました。")
    expect(kept).to_contain_text(re.compile(rf"{TOMORROW}、03-1234-5678 にご連絡いたします。"))
    say(widget, f"契約の更新について相談させてください {word}")

    sign_in(sato, "sato")
    sato.goto(f"/staff/inbox?q={word}")
    row = sato.locator("#queue a[data-row]").first
    expect(sato.locator("#queue")).to_contain_text("折り返しの連絡を希望")
    row.click()
    expect(sato.get_by_role("link", name="03-1234-5678")).to_be_visible()
    expect(sato.get_by_text(f"午前中にお願いします {word}")).to_be_visible()
    sato.get_by_role("button", name="担当する").click()
    box = sato.locator("textarea[name=text]")
    box.fill("お電話いたしました。ご確認ください。")
    box.press("Control+Enter")
    expect(widget.get_by_text("お電話いたしました。ご確認ください。")).to_be_visible()
