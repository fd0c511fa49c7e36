"""An agent at the inbox by keyboard alone, in Japanese; two agents at one customer; nothing axe finds."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from api.chat.handoffs import hand_over
from api.chat.models import Contact, Conversation, HandOff
from api.chat.receiving import Incoming, receive
from api.database import transaction
from api.house import House
from api.inbox.canned import Wanted, add_canned_reply
from api.staff.models import Staff
from tests.browser.axe import violations
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
QUIET = timedelta(hours=24)
HOURS = "営業時間は平日9時から18時です。"


class Customer:
    """One visitor who writes and asks for a person, without a browser."""

    def __init__(self, house: House, id: str) -> None:
        self.house, self.id, self.said = house, id, 0
        now = house.clock()
        with transaction(house.sessions) as session:
            contact = Contact(created_at=now, name="高梨 花子")
            session.add(contact)
            session.flush()
            row = {"contact_id": contact.id, "language": "ja", "created_at": now, "updated_at": now}
            session.add(Conversation(id=id, **row))

    def says(self, text: str) -> None:
        self.said += 1
        with transaction(self.house.sessions) as session:
            conversation = session.get_one(Conversation, self.id)
            incoming = Incoming(client_id=f"{self.id}-{self.said}", text=text)
            receive(session, conversation, incoming, now=self.house.clock(), quiet=QUIET)

    def asks_for_a_person(self) -> int:
        with transaction(self.house.sessions) as session:
            hand_over(session, session.get_one(Conversation, self.id), now=self.house.clock(), quiet=QUIET)
            return session.scalars(select(HandOff.id).where(HandOff.conversation_id == self.id)).one()

    def types(self) -> None:
        """Begin to type; the notice goes out as the widget's does."""
        from api.chat.messages import tell

        with transaction(self.house.sessions) as session:
            session.execute(update(Conversation).values(customer_typing_at=self.house.clock()))
            tell(session, self.id)


@pytest.fixture
def hanako(house: House) -> Customer:
    customer = Customer(house, "hanako-1")
    customer.says("領収書の宛名を変えたいです")
    return customer


@pytest.fixture
def canned(house: House) -> None:
    with transaction(house.sessions) as session:
        sato = session.scalars(select(Staff).where(Staff.email == "sato@example.com")).one()
        add_canned_reply(session, Wanted(shortcut="hours", text_ja=HOURS), by=sato.id, now=house.clock())


def composes(page: Page, text: str) -> None:
    """Compose `text` with an IME, and press the Enter that ends the composition."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": text, "selectionStart": 0, "selectionEnd": len(text)})
    for kind in ("rawKeyDown", "keyUp"):
        key = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
        devtools.send("Input.dispatchKeyEvent", {"type": kind, **key})
    devtools.send("Input.insertText", {"text": text})


def test_a_customer_is_served_without_a_mouse(page: Page, hanako: Customer, canned: None, house: House):
    sign_in(page)
    page.goto("/staff/inbox")
    expect(page.locator(".empty")).to_be_visible()
    hanako.asks_for_a_person()
    # It appears by itself, and the title counts it.
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page).to_have_title("(1) 受信箱 — Madoguchi")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).to_be_focused()
    page.keyboard.press("c")
    page.wait_for_url("**/staff/inbox/*")
    reply = page.locator("textarea[name=text]")
    expect(reply).to_be_visible()

    # The palette: what an IME composes is not chosen by its Enter.
    page.keyboard.press("r")
    expect(reply).to_be_focused()
    composes(page, "お待たせしました。")
    page.keyboard.press("Enter")
    reply.press_sequentially("/hou")
    option = page.locator("#palette [role=option]").first
    expect(option).to_contain_text("/hours")
    reply.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}))"
    )
    expect(reply).to_have_value("お待たせしました。\n/hou")
    page.keyboard.press("Enter")
    expect(reply).to_have_value(f"お待たせしました。\n{HOURS}")
    expect(page.locator("#palette")).to_be_hidden()
    # Letters in the reply are letters.
    reply.press_sequentially("enrz?")
    expect(page.locator("#keys")).to_be_hidden()
    expect(reply).to_have_value(f"お待たせしました。\n{HOURS}enrz?")
    reply.fill(f"**ご案内**\n{HOURS}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread .from-agent strong").last).to_have_text("ご案内")
    expect(reply).to_have_value("")

    # A note, by key; the customer's typing and words arrive meanwhile.
    reply.press("Escape")
    page.keyboard.press("n")
    note = page.locator("textarea[name=note]").last
    expect(note).to_be_focused()
    hanako.types()
    expect(page.locator("#typing")).to_have_text("お客様が入力しています…")
    hanako.says("助かりました")
    expect(page.locator("#thread .from-customer").last).to_contain_text("助かりました")
    expect(note).to_be_focused()
    note.fill("夕方に電話")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread .noted")).to_contain_text("夕方に電話")

    page.keyboard.press("e")
    topic = page.locator("[name=topic]")
    expect(topic).to_be_focused()
    topic.fill("領収書の宛名")
    page.keyboard.press("Enter")
    expect(page.locator("#actions")).to_contain_text("分類: 領収書の宛名")
    with house.sessions() as session:
        assert session.scalars(select(HandOff.topic)).one() == "領収書の宛名"


def test_of_two_agents_the_second_sees_who_has_it_and_that_they_type(new_page, hanako: Customer):
    hand_off = hanako.asks_for_a_person()
    sato, tanaka = new_page(), new_page()
    for person, login in ((sato, "sato"), (tanaka, "tanaka")):
        sign_in(person, login)
        person.goto(f"/staff/inbox/{hand_off}")
    sato.keyboard.press("c")
    # Tanaka's page follows by itself: nothing left to press.
    expect(tanaka.locator("#actions")).to_contain_text("佐藤 美咲さんがすでに担当しています")
    expect(tanaka.locator("[data-key=c]")).to_have_count(0)
    reply = sato.locator("textarea[name=text]")
    reply.press_sequentially("お待た")
    expect(tanaka.locator("#typing")).to_have_text("佐藤 美咲さんがお客様への文を入力しています…")
    tanaka.keyboard.press("r")
    expect(tanaka.locator("textarea[name=text]")).to_have_count(0)

    # Snoozed by key; the customer's words bring it back at once.
    reply.press("Escape")
    sato.keyboard.press("z")
    sato.keyboard.press("Enter")
    expect(sato.locator("#actions .notice")).to_contain_text("スヌーズ中です")
    reply.fill("書きかけの文")
    hanako.says("まだですか")
    expect(sato.locator("#actions .notice")).to_have_count(0)
    expect(reply).to_be_focused()
    expect(reply).to_have_value("書きかけの文")


def test_alerts_are_asked_for_and_remembered(new_page, hanako: Customer):
    page = new_page(permissions=["notifications"])
    sign_in(page)
    page.goto("/staff/inbox")
    button = page.locator("[data-alerts]")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_text("通知と音: オン")
    page.evaluate(
        "() => { window.shown = []; window.Notification = class extends EventTarget {"
        " static permission = 'granted';"
        " constructor(title, more) { super(); window.shown.push(more.body); } };"
        " document.hasFocus = () => false; }"
    )
    hanako.asks_for_a_person()
    expect(page.locator("[data-row]")).to_have_count(1)
    assert page.evaluate("window.shown") == ["お客様が担当者をお待ちです。"]
    page.reload()
    expect(page.locator("[data-alerts]")).to_have_attribute("aria-pressed", "true")


def test_a_signed_out_page_says_so_and_keeps_what_was_written(page: Page, hanako: Customer, house: House):
    hand_off = hanako.asks_for_a_person()
    sign_in(page)
    page.goto(f"/staff/inbox/{hand_off}")
    page.keyboard.press("c")
    page.locator("textarea[name=text]").fill("書きかけ")
    other = page.context.new_page()
    other.goto("/staff/inbox/canned")
    other.get_by_role("button", name="サインアウト").click()
    other.wait_for_url("**/sign-in*")
    expect(page.locator("#notice")).to_contain_text("サインインが終わりました", timeout=30_000)
    expect(page.locator("textarea[name=text]")).to_have_value("書きかけ")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible_and_fit(new_page, hanako: Customer, canned: None, width: int):
    hand_off = hanako.asks_for_a_person()
    page = new_page(
        viewport={"width": width, "height": 844}, color_scheme="dark" if width == 390 else "light"
    )
    sign_in(page, "mori")
    page.goto(f"/staff/inbox/{hand_off}")
    page.keyboard.press("c")
    expect(page.locator("textarea[name=text]")).to_be_visible()
    for fold in page.locator("#actions .fold summary").all():
        fold.click()
    page.locator("textarea[name=text]").press_sequentially("/")
    expect(page.locator("#palette [role=option]")).to_have_count(1)
    for path in ("", "/staff/inbox?show=all", "/staff/inbox/canned", "/staff/inbox/overview"):
        if path:
            page.goto(path)
        assert violations(page, "main") == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
