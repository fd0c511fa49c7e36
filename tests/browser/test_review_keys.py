"""An editor at the review desk by keyboard alone: ten decisions, ticks, two people at one candidate; axe."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from api.candidates.models import Candidate, Decision
from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish
from api.house import House
from api.staff.models import Staff
from tests.api.candidates.asked import TOPICS
from tests.api.candidates.conftest import INVOICE, PASSWORD, Add
from tests.api.candidates.conftest import add_candidate as add_candidate
from tests.browser.axe import violations
from tests.browser.conftest import sign_in
from tests.conftest import PASSWORD as SECRET

pytestmark = pytest.mark.browser
LIST = "/staff/candidates"
REPLY = "マイページの「設定」から変更できます。画面の案内に沿ってお進みください。"
ASKED = (
    ("配送先の住所を変更したい", "届け先を変えてください", "送り先の住所が違っていました"),
    ("解約の方法を教えてください", "退会したいです", "契約をやめる手続きは"),
    ("支払い方法を変えたい", "クレジットカードを変更したい", "カードの登録を変えるには"),
    ("領収書を発行してください", "領収書がほしいです", "領収書はどこで出せますか"),
    ("メールが届きません", "確認メールが来ない", "メールを受信できない"),
    ("営業時間を教えてください", "何時まで電話できますか", "土日は開いていますか"),
    ("昨日の障害はいつ直りますか", "画面が真っ白になりました", "サービスにつながらない"),
    ("採用の応募について", "求人はありますか", "面接の日程を変えたい"),
)


class Keys:
    """The keyboard, counted: each key pressed is one, typed text is none."""

    def __init__(self, page: Page) -> None:
        self._keyboard = page.keyboard
        self.pressed = 0

    def __call__(self, *keys: str) -> None:
        for key in keys:
            self.pressed += len(key.split("+"))
            self._keyboard.press(key)

    def types(self, text: str) -> None:
        self._keyboard.insert_text(text)


@pytest.fixture
def topics(house: House, add_candidate: Add) -> list[int]:
    """Twelve topics, the most worth first; two of them have their FAQ already."""
    rows = [(tuple((text, REPLY) for text in texts), "ja") for texts in ASKED]
    rows[2:2] = [(PASSWORD, "ja"), (INVOICE, "en")]
    rows[6:6] = [(tuple((text, None) for text in TOPICS[name][:6]), lang) for name, lang in
                 (("invoice", "ja"), ("cancel", "en"))]  # fmt: skip
    with transaction(house.sessions) as session:
        suzuki = session.scalars(select(Staff.id).where(Staff.email == "suzuki@example.com")).one()
        for draft in (
            Draft(question_ja="パスワードを忘れてしまいました", answer_ja="再設定してください。"),
            Draft(question_ja="請求書の宛名を変更したい", answer_ja="設定から変えられます。"),
        ):
            publish(session, None, draft, author_id=suzuki, note="", now=house.clock())
    return [add_candidate(texts, language=lang, impact=20.0 - n) for n, (texts, lang) in enumerate(rows)]


def at(page: Page, candidate_id: int) -> None:
    """Wait until the page of a candidate is there and its keys work."""
    page.wait_for_url(re.compile(rf"{LIST}/{candidate_id}(\?|$)"))
    expect(page.locator("[data-help]")).to_be_visible()


def test_ten_decisions_by_keyboard_take_fewer_than_a_hundred_keys(
    page: Page, house: House, topics: list[int]
):
    keys = Keys(page)
    page.goto("/staff/sign-in")
    expect(page.locator("[name=email]")).to_be_focused()
    keys.types("suzuki@example.com")
    keys("Tab")
    keys.types(SECRET)
    keys("Enter")
    page.wait_for_url(f"**{LIST}*")

    keys("j", "Enter")
    for place, topic in enumerate(topics[:10]):
        at(page, topic)
        if place in (2, 6):
            keys("l", "Space", "Control+Enter")
        elif place in (3, 7, 9):
            keys("x")
            keys.types("一時的な出来事")
            keys("Enter")
        else:
            keys("a", "Control+Enter")
        expect(page.locator(".notice").first).to_contain_text("「")
    at(page, topics[10])
    with house.sessions() as session:
        rows = session.execute(select(Decision.kind, func.count()).group_by(Decision.kind)).all()
    assert dict(map(tuple, rows)) == {"approved": 5, "linked": 2, "rejected": 3}
    assert keys.pressed < 100, keys.pressed

    # The last one back, and on to the candidate it was.
    keys("u")
    at(page, topics[9])
    with house.sessions() as session:
        assert session.get_one(Candidate, topics[9]).state == "open"
    expect(page.locator("form[data-review-key=x]")).to_be_visible()


def test_keys_walk_tick_and_rest_while_somebody_types(page: Page, house: House, topics: list[int]):
    sign_in(page, "suzuki")
    row = page.locator("[data-row]")
    page.keyboard.press("j")
    page.keyboard.press("Shift+J")
    page.keyboard.press("k")
    expect(row.nth(0)).to_be_focused()
    ticked = page.locator("[name=candidate]:checked")
    expect(ticked).to_have_count(2)
    page.keyboard.press("Space")
    expect(ticked).to_have_count(1)

    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("jx?")
    expect(search).to_have_value("jx?")
    expect(page.locator("#review-keys")).to_be_hidden()
    search.fill("")
    expect(row).to_have_count(12)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#review-keys")).to_be_visible()
    page.keyboard.press("Escape")

    # Ticked anew after the search, and rejected together.
    page.keyboard.press("j")
    page.keyboard.press("Shift+J")
    page.keyboard.press("x")
    reason = page.locator(".bulk [name=reason]")
    expect(reason).to_be_focused()
    page.keyboard.insert_text("別々の質問が混ざっている")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("2件を見送りました")
    expect(row).to_have_count(10)
    page.get_by_role("button", name="まとめて元に戻す").click()
    expect(row).to_have_count(12)


def test_from_the_queue_a_key_opens_the_candidate_at_its_form_and_back_keeps_the_place(
    page: Page, topics: list[int]
):
    sign_in(page, "suzuki")
    page.goto(f"{LIST}?lang=ja&sort=size")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    at(page, topics[6])
    expect(page.locator("form[data-review-key=x] [name=reason]")).to_be_focused()
    page.keyboard.press("Escape")
    for key in "mz":
        page.keyboard.press(key)
        expect(page.locator(f"form[data-review-key={key}] :focus")).to_have_count(1)
        page.keyboard.press("Escape")
    page.keyboard.press("n")
    at(page, topics[0])
    page.keyboard.press("p")
    at(page, topics[6])
    page.get_by_role("link", name="一覧へ戻る").click()
    page.wait_for_url("**lang=ja&sort=size#c*")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    expect(page.locator("[name=sort]")).to_have_value("size")


def test_a_key_does_nothing_while_an_ime_composes(page: Page, topics: list[int]):
    sign_in(page, "suzuki")
    page.keyboard.press("j")
    page.evaluate(
        "() => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key: '?', bubbles: true, isComposing: true}))"
    )
    expect(page.locator("#review-keys")).to_be_hidden()


def test_two_people_at_one_candidate_see_each_others_name(new_page, topics: list[int]):
    suzuki, mori = new_page(), new_page()
    for person, login in ((suzuki, "suzuki"), (mori, "mori")):
        sign_in(person, login)
        person.goto(f"{LIST}/{topics[0]}")
    expect(mori.locator("#others")).to_contain_text("鈴木 健さんもこの候補を開いています")
    suzuki.evaluate("dispatchEvent(new Event('focus'))")
    expect(suzuki.locator("#others")).to_contain_text("森 千尋さんもこの候補を開いています")
    # Mori leaves: Suzuki alone has it, and the queue says so.
    mori.goto(LIST)
    suzuki.evaluate("dispatchEvent(new Event('focus'))")
    expect(suzuki.locator("#others")).to_be_empty()
    mori.reload()
    expect(mori.locator("tr").filter(has=mori.locator(f"#c{topics[0]}"))).to_contain_text(
        "鈴木 健さんが対応中"
    )


def test_the_desk_works_without_scripts(new_page, topics: list[int]):
    page = new_page(java_script_enabled=False)
    sign_in(page, "suzuki")
    page.locator("[name=lang]").select_option("en")
    page.get_by_role("button", name="表示する").click()
    expect(page.locator("[data-row]")).to_have_count(2)
    page.locator("[name=candidate]").first.check()
    page.locator(".bulk [name=reason]").fill("重複")
    page.locator(".bulk").get_by_role("button", name="見送る").click()
    expect(page.locator("#notice")).to_contain_text("1件を見送りました")
    page.locator("[data-row]").first.click()
    page.locator("form[data-review-key=x] [name=reason]").fill("重複")
    page.locator("form[data-review-key=x]").get_by_role("button").click()
    expect(page.locator("#notice")).to_contain_text("を見送りました")


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_the_queue_is_accessible_and_fits(new_page, topics: list[int], width: int, scheme: str):
    page = new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    sign_in(page, "suzuki")
    page.goto(f"{LIST}/{topics[1]}")
    assert violations(page, ".queue-bar") == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.goto(f"{LIST}?state=all")
    page.locator("[name=candidate]").first.check()
    page.locator(".keep summary").click()
    assert violations(page, "main") == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.goto(f"{LIST}?q=zzz")
    assert violations(page, "main") == []
