"""A slow or hanging bot: the customer hears of it, once, keeps the message and can have a person."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.chat.dispatcher import AT_ONCE
from tests.api.chat.conftest import running
from tests.api.chat.customer import Customer, until


@pytest.fixture(scope="module")
def hasty_app(live_house, small_rasa, faqs) -> Iterator[str]:
    """The application, with customers who hear of it after 0.3 s."""
    hasty = live_house.settings.model_copy(update={"bot_slow": 0.3})
    with running(replace(live_house, settings=hasty)) as url:
        small_rasa.action_url = f"{url}/rasa/actions"
        yield url


@pytest.fixture
def hanako(hasty_app: str, rasa) -> Customer:
    return Customer(hasty_app)


def kinds(facts: list[tuple[str, dict]]) -> list[str]:
    return [kind for kind, _ in facts]


def test_a_slow_answer_is_announced_with_a_person_and_still_comes(hanako: Customer, rasa, facts):
    rasa.may_reply.clear()
    hanako.say("パスワードを忘れました")
    notice = hanako.replies(1, "system")[0]
    assert notice["content"]["act"] == "bot_slow"
    assert notice["content"]["buttons"][0]["choice"] == {"kind": "hand_off"}
    state = hanako.state()
    assert (state["typing"], state["bot"]) == (True, "ok")
    time.sleep(1)
    rasa.may_reply.set()
    assert hanako.replies(1)[0]["content"]["act"] == "answer"
    assert [m["author"] for m in hanako.messages()] == ["customer", "system", "bot"]
    assert kinds(facts(hanako)) == ["message_received", "answer_shown"]
    assert len(rasa.heard(hanako.id)) == 1


def test_a_bot_that_is_slow_and_then_fails_is_noted_without_a_second_notice(hanako: Customer, rasa, facts):
    rasa.may_reply.clear()
    rasa.replies.append((500, b"oops"))
    hanako.say("パスワードを忘れました")
    hanako.replies(1, "system")
    rasa.may_reply.set()
    hanako.replies(1)
    assert [m["author"] for m in hanako.messages()] == ["customer", "system", "bot"]
    assert kinds(facts(hanako)) == ["message_received", "bot_unavailable", "answer_shown"]


def test_who_waits_behind_others_hears_too(hanako: Customer, hasty_app: str, rasa):
    rasa.may_reply.clear()
    before = [Customer(hasty_app) for _ in range(AT_ONCE)]
    for person in before:
        person.say("請求書はどこで見られますか")
    until(lambda: len(rasa.said) == AT_ONCE)
    hanako.say("パスワードを忘れました")
    assert hanako.replies(1, "system")[0]["content"]["act"] == "bot_slow"
    assert rasa.heard(hanako.id) == []
    rasa.may_reply.set()
    for person in (*before, hanako):
        person.replies(1)


def test_a_person_can_be_had_while_the_bot_hangs(hanako: Customer, rasa, facts):
    rasa.may_reply.clear()
    hanako.say("パスワードを忘れました")
    hanako.replies(1, "system")
    hanako.press("hand_off")
    assert hanako.state()["hand_off"] == "waiting"
    assert ("handoff_requested", {"reason": "bot_unavailable"}) in facts(hanako)
    rasa.may_reply.set()
    time.sleep(1)
    assert hanako.messages("bot") == []
