"""The week's queue: filled once, worked on card by card, kept as it was."""

import re
from datetime import date, timedelta
from email import message_from_bytes

import pytest
from sqlalchemy import select

from api.accounts.models import Account, AccountSignal
from api.chat.models import Contact
from api.chat.notices.models import Notice
from api.database import transaction
from api.success.queue.models import SuccessCard

WEEK = "/staff/success"


@pytest.fixture
def falling(house, clock):
    """Accounts whose usage fell by half: the first pays most."""

    def add(n: int = 3, *, tier: str = "high", **more: object) -> list[int]:
        today = clock().astimezone(house.settings.zone).date()
        monday = today - timedelta(days=today.weekday())
        with transaction(house.sessions) as session:
            made = []
            for i in range(n):
                account = Account(
                    external_id=f"{tier}-{i}",
                    name=f"{tier} {'甲乙丙丁戊己'[i]}商店",
                    contract_yen=(n - i) * 1_000_000,
                    stage="retention",
                    tier=tier,
                    renewal_on=today + timedelta(days=200),
                    created_at=clock() - timedelta(days=300),
                    **more,
                )
                session.add(account)
                session.flush()
                contact = Contact(
                    name="花田",
                    email=f"hanada-{account.id}@example.com",
                    account_id=account.id,
                    created_at=clock(),
                )
                session.add(contact)
                for ago, logins in enumerate((10, 10, 20, 20, 20, 20), 1):
                    week = monday - timedelta(weeks=ago)
                    session.add(AccountSignal(account_id=account.id, week=week, kind="logins", value=logins))
                made.append(account.id)
        return made

    return add


def cards(session) -> list[SuccessCard]:
    session.expire_all()
    return list(session.scalars(select(SuccessCard).order_by(SuccessCard.worth.desc())))


def shown(html: str, metric: str) -> str:
    found = re.search(rf'data-metric="{metric}">([^<]*)', html)
    assert found, html
    return found[1].strip()


@pytest.fixture
def mori(falling, banked, sign_in):
    """The manager, with hours in the bank and three accounts to call."""
    falling()
    banked(200)
    return sign_in("mori")


def test_the_first_look_fills_the_week_and_says_why_each_stands_where(mori, session, house):
    html = mori.get(WEEK).text
    names = re.findall(r"high [甲乙丙]商店(?=</a></h3>)", html)
    assert names == ["high 甲商店", "high 乙商店", "high 丙商店"]
    assert "ログインが週20回から10回へ、50 %減りました" in html
    told = re.sub(r"</?span>", "", html)
    assert re.search(r"年 300万円 × 危険度 \d+ % × 段階 1.0 ÷ 30 分 = 1時間あたり \d+万円", told)
    assert re.search(r"健康スコア: .*\d+点", html)
    minutes = 200 * house.settings.default_handle_minutes * 0.25
    assert shown(html, "budget") == f"{minutes / 60:.1f} 時間"
    assert "担当者の引き継ぎ(設定 &gt; メンバー)" in html
    assert len(cards(session)) == 3


def test_logged_minutes_are_spent_at_once_here_and_in_the_bank_and_undo_gives_them_back(mori, session):
    before = shown(mori.get(WEEK).text, "left")
    first = cards(session)[0].id
    answer = mori.post(f"{WEEK}/cards/{first}/done", data={"minutes": "60", "note": "引き継ぎを一緒に設定"})
    assert answer.status_code == 303
    html = mori.get(answer.headers["location"]).text
    assert shown(html, "logged") == "1.0 時間"
    assert float(shown(html, "left").split()[0]) == pytest.approx(float(before.split()[0]) - 1)
    assert "引き継ぎを一緒に設定" in html
    assert shown(mori.get(f"{WEEK}/bank").text, "spent") == "1.0 時間"
    mori.post(f"{WEEK}/cards/{first}/undone")
    html = mori.get(WEEK).text
    assert (shown(html, "logged"), shown(html, "left")) == ("0.0 時間", before)


def test_a_card_is_skipped_with_a_reason_or_sleeps_until_a_day(mori, session, clock):
    mori.get(WEEK)
    first, second, _ = (card.id for card in cards(session))
    mori.post(f"{WEEK}/cards/{first}/skipped", data={"reason": "other", "words": "担当が休み"})
    day = clock().date() + timedelta(days=3)
    mori.post(f"{WEEK}/cards/{second}/snoozed", data={"until": str(day)})
    html = mori.get(WEEK).text
    assert "その他 — 担当が休み" in html
    assert f"{day} まで" in html
    assert shown(html, "logged") == "0.0 時間"


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("done", {"minutes": "481"}),
        ("done", {}),
        ("skipped", {"reason": "other"}),
        ("skipped", {"reason": "mood"}),
        ("snoozed", {"until": "2020-01-01"}),
        ("notice", {"text_ja": "", "text_en": "x"}),
    ],
)
def test_what_is_not_said_whole_is_refused(mori, session, act, sent):
    mori.get(WEEK)
    assert mori.post(f"{WEEK}/cards/{cards(session)[0].id}/{act}", data=sent).status_code == 422


def test_a_card_is_acted_on_once(mori, session):
    mori.get(WEEK)
    card = cards(session)[0].id
    assert mori.post(f"{WEEK}/cards/{card}/undone").status_code == 409
    mori.post(f"{WEEK}/cards/{card}/done", data={"minutes": "5"})
    assert mori.post(f"{WEEK}/cards/{card}/skipped", data={"reason": "known"}).status_code == 409
    assert mori.post(f"{WEEK}/cards/999999/done", data={"minutes": "5"}).status_code == 404


def test_the_week_stays_as_it_was_made_until_it_is_filled_anew(mori, session, house):
    mori.get(WEEK)
    first = cards(session)[0]
    mori.post(f"{WEEK}/cards/{first.id}/done", data={"minutes": "10"})
    with transaction(house.sessions) as changing:
        for account in changing.scalars(select(Account)):
            account.contract_yen = 9_000_000 if account.name == "high 丙商店" else 10
    html = mori.get(WEEK).text
    assert html.index("high 乙商店") < html.index("high 丙商店")
    mori.post(f"{WEEK}/filling")
    html = mori.get(WEEK).text
    assert html.index("high 丙商店") < html.index("high 乙商店")
    assert "10 分かかりました" in html
    assert len(cards(session)) == 3


def test_below_the_budget_the_rest_are_listed_with_the_reason(falling, banked, sign_in, house):
    falling(6)
    banked(round(4 * 65 / house.settings.default_handle_minutes))
    html = sign_in("mori").get(WEEK).text
    called, left = html.split("やらないこと")
    assert len(re.findall(r"商店</a></h3>", called)) == 2
    assert "予算の線より下" in left
    assert len(re.findall(r"商店</a>", left)) == 4


def test_without_hours_nobody_is_called(falling, sign_in):
    falling()
    html = sign_in("mori").get(WEEK).text
    assert "今週、声をかけるお客様はいません" in html
    assert shown(html, "budget") == "0.0 時間"


def test_tech_touch_is_told_in_the_widget_instead(falling, banked, sign_in, session):
    falling(1, tier="tech")
    banked(200)
    mori = sign_in("mori")
    html = mori.get(WEEK).text
    assert "テックタッチ" in html
    assert "代わりにウィジェットで知らせる" in html
    card = cards(session)[0]
    sent = {"text_ja": "設定が残っています。", "text_en": "Settings are left."}
    answer = mori.post(f"{WEEK}/cards/{card.id}/notice", data=sent)
    notice = session.scalars(select(Notice)).one()
    assert notice.account_id == card.account_id
    withdrawal = f"/staff/accounts/{card.account_id}/notices/{notice.id}/withdrawal"
    assert withdrawal in mori.get(answer.headers["location"]).text


def test_a_mail_is_a_draft_as_edited(mori, session, house):
    with transaction(house.sessions) as changing:
        for account in changing.scalars(select(Account)):
            changing.add(
                AccountSignal(account_id=account.id, week=date(2026, 1, 5), kind="late_payment", value=0)
            )
    mori.get(WEEK)
    card = cards(session)[0]
    answer = mori.post(
        f"{WEEK}/cards/{card.id}/draft",
        data={"subject": "ご確認\r\nBcc: x@example.com", "body": "設定の件です。"},
    )
    mail = message_from_bytes(answer.content)
    assert mail["To"] == card.frozen["account"]["email"]
    assert (mail["X-Unsent"], mail["Bcc"]) == ("1", None)
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().strip() == "設定の件です。"


def test_next_week_is_filled_anew_and_the_last_one_stays_to_be_read(mori, session, clock):
    mori.get(WEEK)
    first = cards(session)[0]
    mori.post(f"{WEEK}/cards/{first.id}/done", data={"minutes": "10"})
    clock.move(days=7)
    html = mori.get(WEEK).text
    assert "先週か今週に連絡済み" in html
    assert "10 分かかりました" in mori.get(f"{WEEK}?week={first.week}").text


def test_agents_may_not_work_on_it(mori, session, sign_in):
    mori.get(WEEK)
    card = cards(session)[0].id
    assert sign_in("sato").post(f"{WEEK}/cards/{card}/done", data={"minutes": "5"}).status_code == 403
