"""The thread an agent reads: as the customer sees it, with what the bot knew, why it gave up, and history."""

import pytest
from sqlalchemy import select

from api.chat.acts import Choice, Clarification, NothingFound
from api.chat.applying import apply_acts
from api.chat.models import Contact, Turn
from api.chat.turns import Due, begin
from api.database import transaction
from api.episodes.ledger import Reason


@pytest.fixture
def bot(house, hanako, sign_in):
    """Let the bot do something in reply to what waits: `bot(act, …)`."""
    faq = {"question_ja": "請求書はどこですか", "answer_ja": "請求の画面です。"}
    version = sign_in("suzuki").post("/api/faqs", json=faq).json()

    def do(*acts):
        with transaction(house.sessions) as session:
            message = session.scalars(select(Turn.message_id)).one()
            turn = begin(session, Due(message_id=message, conversation_id=hanako.id))
            assert apply_acts(session, turn, acts, now=house.clock())

    do.faq = version
    return do


def page_of(person) -> str:
    hand_off = person.get("/api/hand-offs", params={"show": "all"}).json()[0]["id"]
    return person.get(f"/staff/inbox/{hand_off}").text


def test_what_the_bot_showed_and_why_it_gave_up(hanako, sato, bot):
    hanako.say("請求について")
    choice = Choice(
        faq_id=bot.faq["faq_id"], version_id=bot.faq["id"], text="請求書はどこですか", confidence=0.41
    )
    bot(Clarification(text="どれですか", language="ja", choices=(choice,)))
    hanako.say("どれでもありません")
    bot(NothingFound(text="見つかりません", language="ja", reason=Reason.LOW_CONFIDENCE))
    hanako.ask_for_a_person()
    page = page_of(sato)
    assert "請求書はどこですか" in page
    assert "41.0 %" in page
    assert "ここでボットは担当者を案内しました: 回答に自信がない" in page
    assert "確度が足りず" in page


def test_a_reply_looks_as_its_customer_sees_it(claimed, hanako, sato):
    text = "**設定**を開きます。\n- 一つ目\n- 二つ目\n<b>x</b>"
    sato.post(f"/api/hand-offs/{claimed}/replies", json={"client_id": "one", "text": text})
    (heard,) = hanako.heard("agent")
    assert heard["content"]["html"] in page_of(sato)
    assert "<b>x</b>" not in page_of(sato)


def test_a_customer_s_words_are_shown_as_typed(claimed, hanako, sato):
    hanako.say("**太字** <script>alert(1)</script>")
    page = page_of(sato)
    assert "**太字** &lt;script&gt;" in page


def test_account_health_and_history_stand_beside_it(claimed, hanako, sato, house, clock, sign_in):
    from datetime import date, timedelta

    from api.accounts.models import Account, AccountSignal
    from api.accounts.signals import week_of, weeks_up_to
    from api.accounts.up_to_date import bring_all_up_to_date

    with transaction(house.sessions) as session:
        account = Account(
            external_id="a",
            name="みなと商会",
            contract_yen=1_200_000,
            stage="renewal",
            renewal_on=date(2027, 1, 31),
        )
        session.add(account)
        session.flush()
        last = week_of(clock(), house.settings.zone) - timedelta(weeks=1)
        for week, logins in zip(weeks_up_to(last, 6), (40, 40, 40, 10, 10, 10), strict=True):
            session.add(AccountSignal(account_id=account.id, week=week, kind="logins", value=logins))
        contact = session.scalars(select(Contact)).one()
        contact.account_id, contact.external_id, contact.name = account.id, "u-1", "高梨 花子"
    bring_all_up_to_date(house)
    sato.post(f"/api/hand-offs/{claimed}/resolution", json={"topic": "領収書の再発行"})
    clock.move(hours=1)
    hanako.ask_for_a_person()
    page = page_of(sato)
    for shown in ("みなと商会", "2027年1月31日", "ログイン(−25)", "黄", "本人確認済み"):
        assert shown in page
    assert page.count("有人対応") >= 2
    assert "¥1,200,000" not in page
    assert f"/staff/accounts/{account.id}" not in page
    his = page_of(sign_in("mori"))
    assert "¥1,200,000" in his
    assert f"/staff/accounts/{account.id}" in his
