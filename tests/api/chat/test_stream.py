"""The live stream: in order, complete, and taken up where it broke off."""

from itertools import islice

from tests.api.chat.customer import Customer


def numbers(events: list[dict]) -> list[int]:
    return [int(event["id"]) for event in events if event["event"] == "message"]


def test_a_message_its_reply_and_the_typing_come_as_they_happen(hanako: Customer, rasa):
    rasa.may_reply.clear()
    events = hanako.events()
    state = next(events)["data"]
    assert set(state.pop("hours")) == {"open", "opens_at"}
    assert state == {
        "typing": False,
        "hand_off": None,
        "agent": None,
        "bot": "ok",
        "agent_typing": False,
        "read_by_agent": 0,
    }
    hanako.say("パスワードを忘れました")
    message, typing = islice(events, 2)
    assert (message["event"], message["id"], message["data"]["author"]) == ("message", "1", "customer")
    assert typing["data"]["typing"] is True
    rasa.may_reply.set()
    reply, done = islice(events, 2)
    assert (reply["id"], reply["data"]["author"]) == ("2", "bot")
    assert done["data"]["typing"] is False


def test_a_dropped_stream_goes_on_with_nothing_lost_or_doubled(hanako: Customer):
    hanako.say("パスワードを忘れました")
    first = hanako.events()
    seen = numbers(list(islice((e for e in first if e["event"] == "message"), 2)))
    first.close()
    for text in ("請求書はどこで見られますか", "有給休暇を申請したい"):
        hanako.say(text)
    hanako.replies(3)
    again = hanako.events(last=seen[-1])
    seen += numbers(list(islice((e for e in again if e["event"] == "message"), 4)))
    assert seen == [1, 2, 3, 4, 5, 6]
    assert seen == [m["seq"] for m in hanako.messages()]


def test_one_customers_stream_is_silent_about_another(hanako: Customer, live_app: str):
    kuro = Customer(live_app)
    kuros = kuro.events()
    assert next(kuros)["event"] == "state"
    hanako.say("パスワードを忘れました")
    hanako.replies(1)
    kuro.say("こんにちは")
    heard = [event["data"]["text"] for event in islice(kuros, 3) if event["event"] == "message"]
    assert heard[0] == "こんにちは"
    assert all("パスワード" not in text for text in heard)


def test_a_strange_last_event_id_replays_everything(hanako: Customer):
    hanako.say("こんにちは")
    hanako.replies(1)
    assert numbers(list(islice(hanako.events(last="x"), 2))) == [1, 2]  # type: ignore[arg-type]
