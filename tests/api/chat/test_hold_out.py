"""A share of contacts goes straight to a person: who is drawn, when, and that it stays so."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import jwt
import pytest
from sqlalchemy import delete, event

from api.chat.models import Contact, Conversation
from api.chat.standing import standing_of
from api.database import transaction
from api.holdout.arms import Arm, arm_of, key_of
from api.holdout.changing import change
from api.holdout.models import Duty, HoldoutSetting
from api.inquiries.models import Inquiry
from api.policy import load_policy
from api.policy.in_force import session_info
from api.staff.models import Staff, StaffSession
from tests.api.chat.conftest import IDENTITY_KEY
from tests.api.chat.customer import Customer
from tests.conftest import PASSWORD

ASKED = "請求書はどこで見られますか?"


@pytest.fixture
def sato(live_app: str, house) -> Iterator[httpx.Client]:
    """Agent Sato, signed in here and nowhere else, with the inbox open."""
    with transaction(house.sessions) as session:
        session.execute(delete(StaffSession))
    with httpx.Client(base_url=live_app, timeout=60) as person:
        entered = person.post("/staff/sign-in", data={"email": "sato@example.com", "password": PASSWORD})
        assert entered.status_code == 303
        assert person.get("/staff/inbox").status_code == 200
        yield person


@pytest.fixture
def set_share(house, clock) -> Iterator[Callable[[float], int]]:
    """Begin an experiment with a share; everything is off again afterwards."""

    def begin(share: float) -> int:
        with transaction(house.sessions) as session:
            mori = session.query(Staff.id).filter_by(email="mori@example.com").scalar()
            return change(session, share=share, starts_at=clock(), by=mori, now=clock()).experiment

    yield begin
    with transaction(house.sessions) as session:
        session.execute(delete(HoldoutSetting))
        session.execute(delete(Duty))


def arms(facts) -> list[str]:
    return [payload["arm"] for kind, payload in facts if kind == "holdout_assigned"]


@pytest.fixture
def in_arm(live_app: str, rasa, facts) -> Callable[..., Customer]:
    """A customer whose first demand was drawn into an arm."""

    def find(arm: str, asked: str = ASKED) -> Customer:
        for _ in range(60):
            customer = Customer(live_app)
            customer.say(asked)
            if arms(facts(customer)) == [arm]:
                return customer
        raise AssertionError(f"nobody was drawn into {arm}")

    return find


def test_while_it_is_off_nobody_is_drawn(hanako: Customer, sato, facts):
    hanako.ask(ASKED)
    assert [kind for kind, _ in facts(hanako)] == ["message_received", "answer_shown"]


def test_who_is_held_out_hears_a_friendly_word_and_waits_for_a_person(
    set_share, in_arm, sato, facts, rasa, session
):
    experiment = set_share(0.2)
    held = in_arm("holdout")
    assert facts(held)[0][0] == "message_received"
    assert facts(held)[1:] == [
        (
            "holdout_assigned",
            {"arm": "holdout", "share": 0.2, "experiment": experiment, "known": False},
        ),
        ("handoff_requested", {"reason": "holdout"}),
    ]
    assert [m["text"] for m in held.messages("system")] == [
        "このお問い合わせは、担当者が直接うかがいます。このまま少々お待ちください。"
    ]
    assert held.state()["hand_off"] == "waiting"
    assert rasa.heard(held.id) == []
    # What was asked is kept, as the bot's questions are: it tells the topic.
    assert [row.text for row in session.query(Inquiry).filter_by(conversation_id=held.id)] == [ASKED]
    listed = sato.get("/api/hand-offs").json()
    assert any(row["conversation_id"] == held.id and row["reason"] == "holdout" for row in listed)


def test_the_other_arm_is_written_down_too_and_served_by_the_bot(set_share, in_arm, sato, facts):
    experiment = set_share(0.2)
    served = in_arm("bot")
    served.replies(1)
    assert [kind for kind, _ in facts(served)] == ["message_received", "holdout_assigned", "answer_shown"]
    assert facts(served)[1][1] == {
        "arm": "bot",
        "share": 0.2,
        "experiment": experiment,
        "known": False,
    }


@pytest.mark.parametrize("arm", ["holdout", "bot"])
def test_an_arm_stays_with_its_contact_in_later_episodes(set_share, in_arm, sato, facts, clock, arm):
    set_share(0.2)
    contact = in_arm(arm)
    if arm == "holdout":
        contact.http.delete(f"{contact.path}/hand-off")
    else:
        contact.replies(1)
    clock.move(hours=25)
    begun = contact.http.post("/widget/session", json={})
    contact.http.headers["Authorization"] = f"Bearer {begun.json()['visitor_token']}"
    sato.get("/staff/inbox")
    contact.say("パスワードを忘れました")
    assert arms(facts(contact)) == [arm, arm]


def test_a_second_message_of_the_same_episode_draws_nothing(set_share, in_arm, sato, facts):
    set_share(0.2)
    served = in_arm("bot")
    served.replies(1)
    served.ask("パスワードを忘れました")
    assert arms(facts(served)) == ["bot"]


def test_an_episode_that_began_with_the_bot_is_not_drawn_when_an_agent_comes(
    live_app, set_share, rasa, facts, session, request
):
    set_share(0.2)
    early = Customer(live_app)
    early.ask(ASKED)
    assert arms(facts(early)) == []
    request.getfixturevalue("sato")
    early.ask("パスワードを忘れました")
    assert arms(facts(early)) == []


def test_a_greeting_is_answered_and_the_demand_after_it_is_drawn(live_app, set_share, sato, rasa, facts):
    set_share(0.2)
    customer = Customer(live_app)
    customer.ask("こんにちは。")
    assert arms(facts(customer)) == []
    customer.say(ASKED)
    assert len(arms(facts(customer))) == 1


def test_nobody_is_drawn_once_the_agent_has_left(live_app, set_share, sato, rasa, facts, clock):
    set_share(0.2)
    clock.move(minutes=6)
    customer = Customer(live_app)
    customer.ask(ASKED)
    assert arms(facts(customer)) == []


def test_nobody_is_drawn_when_the_agent_signs_out(live_app, set_share, sato, rasa, facts, house):
    set_share(0.2)
    with transaction(house.sessions) as session:
        csrf = session.query(StaffSession.csrf_token).scalar()
    assert sato.post("/staff/sign-out", data={"csrf": csrf}).status_code == 303
    customer = Customer(live_app)
    customer.ask(ASKED)
    assert arms(facts(customer)) == []


def test_nobody_is_drawn_outside_business_hours(live_app, set_share, sato, rasa, facts, live_house, tmp_path):
    set_share(0.2)
    closed = tmp_path / "closed.yml"
    closed.write_text("hours: {}\n", encoding="utf-8")
    policy = load_policy(closed, zone=live_house.settings.zone)
    before = dict(live_house.sessions.kw["info"])
    live_house.sessions.kw["info"].update(session_info(policy, live_house.clock))
    try:
        customer = Customer(live_app)
        customer.ask(ASKED)
        assert arms(facts(customer)) == []
    finally:
        live_house.sessions.kw["info"].update(before)


def identified(customer: Customer, clock, sub: str) -> None:
    token = jwt.encode({"sub": sub, "exp": clock().timestamp() + 600}, IDENTITY_KEY, algorithm="HS256")
    begun = customer.http.post("/widget/session", json={"identity": token})
    assert begun.status_code == 200, begun.text
    customer.http.headers["Authorization"] = f"Bearer {begun.json()['visitor_token']}"


def anew(customer: Customer) -> None:
    """Open another conversation."""
    opened = customer.http.post("/widget/conversations", json={"language": "ja"}).json()
    customer.id = opened["conversation_id"]
    customer.path = f"/widget/conversations/{customer.id}"


def sub_in(house, arm: Arm, experiment: int) -> str:
    """An id of the company's whose own draw is `arm`."""
    key = key_of(house.secret_key)
    while True:
        sub = f"customer-{uuid4().hex}"
        if arm_of(key, experiment=experiment, person=f"id:{sub}", share=0.2) is arm:
            return sub


def test_an_identified_person_is_drawn_alike_at_every_device(
    live_app, set_share, sato, rasa, facts, clock, house
):
    experiment = set_share(0.2)
    for arm in (Arm.HOLDOUT, Arm.BOT):
        sub = sub_in(house, arm, experiment)
        drawn = []
        for _ in range(2):
            device = Customer(live_app)
            identified(device, clock, sub)
            anew(device)
            device.say(ASKED)
            drawn += arms(facts(device))
        assert drawn == [arm, arm]


def test_who_identifies_later_keeps_the_arm_of_the_first_contact(
    set_share, in_arm, sato, facts, clock, house
):
    experiment = set_share(0.2)
    for arm, own in ((Arm.BOT, Arm.HOLDOUT), (Arm.HOLDOUT, Arm.BOT)):
        anonymous = in_arm(arm)
        if arm is Arm.HOLDOUT:
            anonymous.http.delete(f"{anonymous.path}/hand-off")
        else:
            # An answer that came after the clock moved would keep the first episode open.
            anonymous.replies(1)
        identified(anonymous, clock, sub_in(house, own, experiment))
        clock.move(hours=25)
        sato.get("/staff/inbox")
        begun = anonymous.http.post("/widget/session", json={}).json()
        anonymous.http.headers["Authorization"] = f"Bearer {begun['visitor_token']}"
        anonymous.say("パスワードを忘れました")
        assert arms(facts(anonymous)) == [arm, arm]


def test_two_who_turn_out_to_be_one_person_keep_the_earlier_arm(
    live_app, set_share, in_arm, sato, facts, clock, house, session
):
    experiment = set_share(0.2)
    sub = sub_in(house, Arm.HOLDOUT, experiment)
    first = in_arm("bot")
    clock.move(minutes=1)
    # At another device the same person is known from the start, and held out.
    device = Customer(live_app)
    identified(device, clock, sub)
    anew(device)
    device.say(ASKED)
    assert arms(facts(device)) == ["holdout"]
    device.http.delete(f"{device.path}/hand-off")
    identified(first, clock, sub)
    session.rollback()
    person = session.query(Contact).filter_by(external_id=sub).one()
    assert session.get(Conversation, first.id).contact_id == person.id
    clock.move(minutes=1)
    anew(first)
    first.say("有給休暇を申請したい")
    assert arms(facts(first)) == ["bot"]


def test_another_share_is_another_experiment_and_the_same_goes_on(house, clock, set_share):
    first = set_share(0.1)
    clock.move(minutes=1)
    assert set_share(0) == first
    clock.move(minutes=1)
    assert set_share(0.1) == first
    clock.move(minutes=1)
    second = set_share(0.2)
    assert second == first + 1
    clock.move(minutes=1)
    assert set_share(0.1) == second + 1


def test_arms_follow_the_share_and_are_unrelated_between_experiments():
    key = key_of("a secret")
    people = [f"contact:{n}" for n in range(4000)]
    one, two = (
        {p for p in people if arm_of(key, experiment=n, person=p, share=0.1) is Arm.HOLDOUT} for n in (1, 2)
    )
    assert 340 < len(one) < 460
    assert 20 < len(one & two) < 65
    # Another installation draws others.
    other = {p for p in people if arm_of(key_of("another"), experiment=1, person=p, share=0.1) is Arm.HOLDOUT}
    assert one != other


def test_the_draw_costs_nothing_to_speak_of_while_it_is_off(house, session, hanako: Customer):
    # One statement all the same: the share is asked along with where the conversation stands.
    counted: list[str] = []
    # Only this session's: the application looks for turns meanwhile.
    event.listen(session.connection(), "before_cursor_execute", lambda *args: counted.append(args[2]))
    standing = standing_of(session, hanako.id, client_id="x", n=20, now=house.clock())
    assert standing.holdout is False
    assert len(counted) == 1
