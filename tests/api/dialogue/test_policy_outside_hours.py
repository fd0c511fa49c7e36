"""Outside business hours: the hand-off is queued, the customer hears when we open and can be called back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from api.chat.handoffs import open_hand_off
from api.database import transaction
from api.house import House, build_house
from api.settings import ROOT, load_settings
from faq_clustering.embedding import Embedder
from tests.api.chat.customer import Customer
from tests.api.chat.small_rasa import SmallRasa
from tests.conftest import MovableClock

NOON, EVENING = (datetime(2026, 11, 24, hour, tzinfo=ZoneInfo("Asia/Tokyo")) for hour in (12, 20))


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    """Tuesday evening, after six."""
    clock = MovableClock()
    clock.now = EVENING
    return clock


@pytest.fixture(scope="module")
def house(
    database_url: str, clock: MovableClock, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    settings = load_settings(
        database_url=database_url,
        data_dir=tmp_path_factory.mktemp("data"),
        secret_key="test",
        policy_file=ROOT / "data" / "policy.yml",
    )
    built = replace(build_house(settings, clock=clock), embedder=embedder.load())
    yield built
    built.engine.dispose()


@pytest.fixture
def evening(clock: MovableClock) -> Iterator[MovableClock]:
    clock.now = EVENING
    yield clock
    clock.now = EVENING


@pytest.fixture
def waiting(hanako: Customer, evening: MovableClock) -> Customer:
    """Hanako asked for a person at eight in the evening."""
    hanako.http.post(f"{hanako.path}/hand-off")
    return hanako


def leave(hanako: Customer, **body: str):
    return hanako.http.post(f"{hanako.path}/callback", json=body)


def kept(house: House, hanako: Customer) -> dict | None:
    with transaction(house.sessions) as session:
        found = open_hand_off(session, hanako.id)
        assert found is not None
        return found.callback


def test_a_hand_off_is_queued_and_says_when_we_open(waiting: Customer, facts):
    assert waiting.state()["hand_off"] == "waiting"
    (said,) = waiting.messages("system")
    assert "明日11月25日(水)9:00以降" in said["text"]
    assert "お待ちください" not in said["text"]
    assert facts(waiting) == [("handoff_requested", {"reason": "customer_request"})]


def test_the_bots_hand_off_says_it_too_in_the_customers_language(
    live_app: str, rasa: SmallRasa, evening: MovableClock
):
    assert "営業時間外" in Customer(live_app).ask("担当者と話したい")["text"]
    asked = Customer(live_app, language="en").ask("Please give me my money back now")
    assert "tomorrow, Wednesday 25 November, after 9:00" in asked["text"]


@pytest.mark.parametrize(
    ("left", "as_kept"),
    [
        ({"email": " ｈａｎａｋｏ＠example.co.jp "}, {"email": "hanako@example.co.jp"}),
        ({"phone": "０９０ー１２３４ー５６７８"}, {"phone": "090-1234-5678"}),
        (
            {"phone": "+44 20 7946 0958", "note": "午前中に"},
            {"phone": "+44 20 7946 0958", "note": "午前中に"},
        ),
    ],
)
def test_what_is_left_is_tidied_kept_and_confirmed_once(
    waiting: Customer, house: House, facts, left: dict, as_kept: dict
):
    expected = {"email": None, "phone": None, "note": None} | as_kept
    for _ in range(2):
        answer = leave(waiting, **left)
        assert answer.status_code == 201, answer.text
        assert answer.json() == expected
    assert kept(house, waiting) == expected
    said = waiting.messages("system")
    assert len(said) == 2
    assert as_kept.get("email", as_kept.get("phone")) in said[-1]["text"]
    assert "11月25日(水)9:00以降" in said[-1]["text"]
    way = "email" if "email" in as_kept else "phone"
    assert facts(waiting)[-1] == ("callback_left", {"by": [way]})


def test_another_address_replaces_the_first_and_is_one_fact(waiting: Customer, house: House, facts):
    leave(waiting, email="hanako@example.co.jp")
    leave(waiting, phone="03-1234-5678")
    assert kept(house, waiting) == {"email": None, "phone": "03-1234-5678", "note": None}
    assert [kind for kind, _ in facts(waiting)].count("callback_left") == 1


@pytest.mark.parametrize(
    "left",
    [
        {},
        {"email": "  "},
        {"note": "電話して"},
        {"email": "hanako"},
        {"email": "a b@example.com"},
        {"phone": "12"},
        {"phone": "call me"},
        {"phone": "03-1234-5678; DROP TABLE"},
        {"email": "hanako@example.com", "phone": "x"},
        {"phone": "0" * 100},
    ],
)
def test_what_is_no_address_is_refused_and_leaves_nothing(waiting: Customer, house: House, facts, left: dict):
    assert leave(waiting, **left).status_code == 422
    assert kept(house, waiting) is None
    assert "callback_left" not in [kind for kind, _ in facts(waiting)]
    assert len(waiting.messages("system")) == 1


def test_the_refusal_is_in_the_customers_language(waiting: Customer):
    assert leave(waiting, phone="12").json()["detail"] == "電話番号を確かめてください。"


def test_without_asking_for_a_person_nobody_calls_back(hanako: Customer, evening: MovableClock):
    assert leave(hanako, email="hanako@example.com").status_code == 409


def test_somebody_elses_conversation_is_not_there(waiting: Customer, live_app: str):
    kuro = Customer(live_app)
    assert kuro.http.post(f"{waiting.path}/callback", json={"email": "k@example.com"}).status_code == 404


def test_who_asked_while_people_are_there_is_answered_here(hanako: Customer, clock: MovableClock, evening):
    clock.now = NOON
    hanako.http.post(f"{hanako.path}/hand-off")
    assert hanako.messages("system")[0]["text"].endswith("このままお待ちください。")
    assert leave(hanako, email="hanako@example.com").status_code == 409
    clock.now = EVENING
    assert leave(hanako, email="hanako@example.com").status_code == 201


def test_who_began_before_we_opened_may_send_it_after(waiting: Customer, clock: MovableClock):
    clock.now = EVENING.replace(day=25, hour=9)
    assert leave(waiting, email="hanako@example.com").status_code == 201
    assert "9:00" not in waiting.messages("system")[-1]["text"]
