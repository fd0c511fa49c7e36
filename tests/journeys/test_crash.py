"""Each process is killed in mid-conversation: it comes back, and no message is lost or doubled."""

import time

import httpx
import pytest

from tests.journeys.conftest import Madoguchi
from tests.journeys.people import Customer

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(600)]


def replies_to(hanako: Customer, seq: int) -> list[dict]:
    return [m for m in hanako.messages() if m["author"] == "bot" and m["seq"] > seq]


def back_again(madoguchi: Madoguchi, name: str, old: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if madoguchi.process(name).pid != old:
                return
        except LookupError:
            pass
        assert time.monotonic() < end, f"{name} did not come back"
        time.sleep(0.2)


def test_the_bot_dies_and_the_message_is_answered_once_it_is_back(madoguchi: Madoguchi, hanako: Customer):
    hanako.ask("こんにちは")
    old = madoguchi.process("bot").pid
    madoguchi.kill("bot")
    said = hanako.say("パスワードを忘れてしまいました")
    told = hanako.wait_for(lambda m: m["author"] == "system" and m["seq"] > said["seq"], seconds=10)
    assert told["text"]
    back_again(madoguchi, "bot", old)
    hanako.wait_for(lambda m: m["author"] == "bot" and m["seq"] > said["seq"], seconds=150)
    time.sleep(3)
    assert len(replies_to(hanako, said["seq"])) == 1
    assert len([m for m in hanako.messages() if m["author"] == "system"]) == 1


def test_the_worker_dies_and_nobody_notices(madoguchi: Madoguchi, hanako: Customer):
    old = madoguchi.process("worker").pid
    madoguchi.kill("worker")
    assert hanako.ask("ありがとうございます")["content"]["act"] == "small_talk"
    back_again(madoguchi, "worker", old)


def test_the_api_dies_in_mid_turn_and_the_message_is_answered_once(madoguchi: Madoguchi, hanako: Customer):
    hanako.ask("こんにちは")
    old = madoguchi.process("api").pid
    said = hanako.say("有給休暇を申請する方法を教えてください", client_id="only-once")
    madoguchi.kill("api")
    back_again(madoguchi, "api", old)
    end = time.monotonic() + 60
    while True:
        try:
            # The widget does not know whether its message arrived, so it sends it again.
            assert (
                hanako.say("有給休暇を申請する方法を教えてください", client_id="only-once")["seq"]
                == said["seq"]
            )
            break
        except httpx.HTTPError:
            assert time.monotonic() < end
            time.sleep(0.3)
    hanako.wait_for(lambda m: m["author"] == "bot" and m["seq"] > said["seq"], seconds=90)
    time.sleep(3)
    assert len(replies_to(hanako, said["seq"])) == 1
    texts = [m["text"] for m in hanako.messages() if m["author"] == "customer"]
    assert texts.count("有給休暇を申請する方法を教えてください") == 1
    assert [m["seq"] for m in hanako.messages()] == list(range(1, len(hanako.messages()) + 1))
