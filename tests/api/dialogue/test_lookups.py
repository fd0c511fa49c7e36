"""Look-ups in a conversation: started, asked, corrected, interrupted, stopped, looked up."""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from api.house import House
from tests.api.chat.conftest import running
from tests.api.chat.customer import Customer
from tests.api.dialogue.form_rasa import FormRasa
from tests.api.lookups.company import lookups_at, running_company


@pytest.fixture(scope="module")
def small_rasa() -> Iterator[FormRasa]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        small = FormRasa(free.getsockname()[1])
    small.start()
    yield small
    small.stop()


@pytest.fixture(scope="module")
def live_app(live_house: House, small_rasa: FormRasa, faqs, tmp_path_factory) -> Iterator[str]:
    """The running application; invoices and orders are answered, the system of the stock is away."""
    with running_company() as company:
        lookups = lookups_at(company, tmp_path_factory.mktemp("lookups"), stock="http://127.0.0.1:9")
        with running(replace(live_house, lookups=lookups)) as url:
            small_rasa.action_url = f"{url}/rasa/actions"
            yield url


def outcomes(facts, customer: Customer) -> list[tuple[str, str, int | None]]:
    return [
        (kind, payload["connector"], payload["status"])
        for kind, payload in facts(customer)
        if kind.startswith("lookup_")
    ]


def test_a_question_asks_for_its_number_and_the_system_answers(hanako: Customer, facts):
    asked = hanako.ask("請求書の入金状況を教えてください")
    assert asked["content"]["act"] == "lookup"
    assert "請求書番号" in asked["text"]
    assert [b["label"] for b in asked["content"]["buttons"]] == ["やめる"]
    answer = hanako.ask("ＩＮＶ－２０２６－０００１です")
    assert "請求書 INV-2026-0001 は入金を確認済みです" in answer["text"]
    assert [b["choice"]["kind"] for b in answer["content"]["buttons"]] == ["solved", "not_solved"]
    assert outcomes(facts, hanako) == [("lookup_answered", "invoice_status", 200)]
    assert "INV-2026-0001" not in str(facts(hanako))


def test_a_number_in_the_first_message_is_taken_without_asking(hanako: Customer):
    assert "支払期限を過ぎています" in hanako.ask("INV-2026-0003の支払い状況を教えてください")["text"]


def test_in_english_too(live_app: str, rasa):
    john = Customer(live_app, language="en")
    assert "invoice number" in john.ask("Has this invoice been paid?")["text"]
    assert "has not been paid yet" in john.ask("it is inv-2026-0002")["text"]


def test_what_is_missing_is_asked_for_one_by_one(hanako: Customer):
    hanako.ask("注文した商品はいつ届きますか")
    assert "電話番号の下4桁" in hanako.ask("ORD-10001")["text"]
    assert "発送済みです" in hanako.ask("1234")["text"]


def test_all_numbers_at_once_are_all_taken(hanako: Customer):
    assert "発送の準備中です" in hanako.ask("注文 ORD-10002 の状況を教えてください。電話は5678です")["text"]


def test_a_wrong_value_is_explained_and_after_two_a_person_is_offered(hanako: Customer):
    hanako.ask("請求書の入金状況を教えてください")
    first = hanako.ask("12345")
    assert "西暦4桁" in first["text"]
    assert [b["choice"]["kind"] for b in first["content"]["buttons"]] == ["deny"]
    second = hanako.ask("手元に見当たらない")
    assert [b["choice"]["kind"] for b in second["content"]["buttons"]] == ["deny", "hand_off"]
    assert hanako.ask("はい")["content"]["act"] == "hand_off"


def test_a_value_can_be_corrected_before_and_after_the_answer(hanako: Customer):
    hanako.ask("注文の状況を教えてください")
    hanako.ask("ORD-10002")
    corrected = hanako.ask("違います、ORD-10003が正しいです")
    assert corrected["text"].startswith("訂正を承知しました")
    assert "ORD-10003 は配達済みです" in hanako.ask("2468")["text"]
    hanako.ask("INV-2026-0001")
    assert "INV-2026-0002" in hanako.ask("違います、INV-2026-0002が正しいです")["text"]


@pytest.mark.parametrize("words", ["やめます", "やっぱりいいです", "キャンセルしてください", "never mind"])
def test_the_customer_can_stop(live_app: str, rasa, words, facts):
    hanako = Customer(live_app)
    hanako.ask("在庫はありますか")
    assert "中止しました" in hanako.ask(words)["text"]
    assert hanako.ask("こんにちは")["content"]["act"] == "small_talk"
    assert outcomes(facts, hanako) == []


def test_the_button_stops_too(hanako: Customer):
    hanako.ask("在庫はありますか")
    assert "中止しました" in hanako.choose("deny")["text"]


def test_a_question_in_between_is_answered_and_the_look_up_goes_on(hanako: Customer, faqs):
    hanako.ask("注文の状況を教えてください")
    hanako.ask("ORD-10001")
    hanako.say("パスワードを忘れました")
    answer, resumed = hanako.replies(4)[-2:]
    assert answer["text"] == "再設定の画面から変更できます。"
    assert resumed["text"].startswith("ご注文の状況の続きです。")
    hanako.say("こんにちは")
    assert hanako.replies(6)[-1]["text"].startswith("ご注文の状況の続きです。")
    assert "発送済みです" in hanako.ask("1234")["text"]


def test_choices_in_between_keep_their_buttons_until_one_is_taken(hanako: Customer, faqs):
    hanako.ask("請求書の入金状況を教えてください")
    choices = hanako.ask("設定を変えたい")
    assert choices["content"]["act"] == "clarification"
    hanako.press("faq", faq_id=faqs["password"].faq_id)
    answer, resumed = hanako.replies(4)[-2:]
    assert (answer["content"]["act"], resumed["content"]["act"]) == ("answer", "lookup")
    assert "INV-2026-0001" in hanako.ask("INV-2026-0001")["text"]


def test_a_number_after_choices_that_nobody_took_is_looked_up(hanako: Customer):
    hanako.ask("請求書の入金状況を教えてください")
    assert hanako.ask("設定を変えたい")["content"]["act"] == "clarification"
    assert "請求書 INV-2026-0001 は" in hanako.ask("INV-2026-0001")["text"]


def test_a_question_that_nothing_answers_is_no_wrong_number(hanako: Customer):
    hanako.ask("請求書の入金状況を教えてください")
    hanako.say("社員旅行のおすすめの温泉を教えてもらえませんか")
    other, resumed = hanako.replies(3)[-2:]
    assert (other["content"]["act"], resumed["content"]["act"]) == ("nothing_found", "lookup")
    assert resumed["text"].startswith("請求書の状況の続きです。")


def test_asking_for_the_same_again_asks_for_its_number_again(hanako: Customer):
    hanako.ask("請求書の入金状況を教えてください")
    assert "INV-" in hanako.ask("請求書の入金状況を知りたいです")["text"]
    assert "請求書 INV-2026-0001 は" in hanako.ask("INV-2026-0001")["text"]


def test_a_person_asked_for_in_between_ends_it(hanako: Customer, rasa):
    hanako.ask("在庫はありますか")
    assert hanako.ask("担当者と話したい")["content"]["act"] == "hand_off"
    assert hanako.state()["hand_off"] == "waiting"
    assert rasa.trackers[hanako.id]["active_loop"] == {}


def test_the_form_is_over_when_a_person_has_taken_the_conversation_over(hanako: Customer):
    hanako.ask("在庫はありますか")
    hanako.press("hand_off")
    hanako.replies(1, "system")
    assert hanako.http.delete(f"{hanako.path}/hand-off").status_code < 300
    before = len(hanako.messages("bot"))
    hanako.say("パスワードを忘れました")
    assert hanako.replies(before + 1)[-1]["text"] == "再設定の画面から変更できます。"


def test_another_look_up_can_be_asked_for_instead(hanako: Customer):
    hanako.ask("在庫はありますか")
    assert "請求書番号" in hanako.ask("請求書の入金状況を教えてください")["text"]
    assert "INV-2026-0002" in hanako.ask("INV-2026-0002")["text"]


def test_what_the_system_does_not_know_can_be_sent_again(hanako: Customer, facts):
    missing = hanako.ask("INV-2026-9999の支払い状況を教えてください")
    assert "見つかりませんでした" in missing["text"]
    assert missing["content"]["buttons"][0]["choice"] == {"kind": "hand_off"}
    assert "INV-2026-0001" in hanako.ask("INV-2026-0001でした")["text"]
    hanako.ask("注文 ORD-10001 の状況を教えてください。電話は9999です")
    assert "発送済みです" in hanako.ask("1234です")["text"]
    assert [kind for kind, *_ in outcomes(facts, hanako)] == [
        "lookup_failed",
        "lookup_answered",
        "lookup_failed",
        "lookup_answered",
    ]


def test_a_system_that_is_away_is_admitted_and_a_person_is_offered(hanako: Customer, facts):
    failed = hanako.ask("CR-100の在庫はありますか")
    assert "お調べすることができませんでした" in failed["text"]
    assert outcomes(facts, hanako) == [("lookup_failed", "stock", None)]
    assert hanako.ask("はい")["content"]["act"] == "hand_off"
    assert facts(hanako)[-1] == ("handoff_requested", {"reason": "lookup_failed"})


def test_not_solved_after_a_look_up_offers_a_person(hanako: Customer, facts):
    hanako.ask("INV-2026-0001")
    assert hanako.choose("not_solved")["content"]["offer"] == "not_solved"
    hanako.ask("INV-2026-0002")
    hanako.choose("solved")
    given = [payload for kind, payload in facts(hanako) if kind == "feedback_given"]
    assert given == [
        {"value": "not_solved", "faq_id": None, "version_id": None},
        {"value": "solved", "faq_id": None, "version_id": None},
    ]


def test_it_goes_on_when_rasa_has_forgotten_the_form(hanako: Customer, rasa):
    hanako.ask("注文の状況を教えてください")
    rasa.forget(hanako.id)
    assert "電話番号の下4桁" in hanako.ask("ORD-10001")["text"]
    rasa.forget(hanako.id)
    assert "発送済みです" in hanako.ask("1234")["text"]


def test_a_number_does_not_hide_a_question_that_an_faq_answers(hanako: Customer):
    assert hanako.ask("パスワードを忘れました")["text"] == "再設定の画面から変更できます。"
    assert hanako.ask("こんにちは")["content"]["act"] == "small_talk"
    assert hanako.ask("請求書はどこで見られますか")["content"]["act"] in {"answer", "clarification"}
