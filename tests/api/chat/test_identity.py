"""A site says who its customer is, by a signed JWT: then what the anonymous visitor had is that person's."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import httpx
import jwt
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.chat.models import Contact, Conversation, VisitorToken
from api.episodes.models import Episode
from tests.api.chat.conftest import IDENTITY_KEY
from tests.api.chat.customer import Customer


def begin(customer: Customer, identity: str) -> httpx.Response:
    return customer.http.post("/widget/session", json={"identity": identity})


def show(customer: Customer, token: str) -> None:
    customer.http.headers["Authorization"] = f"Bearer {token}"


@pytest.fixture
def sub() -> str:
    return f"customer-{uuid4().hex}"


@pytest.fixture
def signed(clock, sub: str):
    """Sign claims as the site does."""

    def sign(key: str = IDENTITY_KEY, algorithm: str = "HS256", **claims: object) -> str:
        now = clock().timestamp()
        whole = {"sub": sub, "exp": now + 600, "iat": now} | claims
        return jwt.encode({k: v for k, v in whole.items() if v is not None}, key, algorithm=algorithm)

    return sign


def test_a_signed_identity_names_the_visitor(hanako: Customer, signed):
    session = begin(hanako, signed(name="山田 花子", email="hanako@example.com")).json()
    assert session["contact"] == {"name": "山田 花子", "email": "hanako@example.com", "identified": True}
    assert session["conversation_id"] == hanako.id
    show(hanako, session["visitor_token"])
    assert hanako.http.get(hanako.path).status_code == 200


def test_an_anonymous_conversation_joins_the_known_person(
    live_app: str, hanako: Customer, signed, session, sub, clock
):
    begin(hanako, signed(name="山田 花子"))
    clock.move(minutes=1)
    phone = Customer(live_app)
    phone.ask("パスワードを忘れました")
    anonymous = session.get(Conversation, phone.id).contact_id
    joined = begin(phone, signed(email="hanako@example.com")).json()
    assert joined["contact"] == {"name": "山田 花子", "email": "hanako@example.com", "identified": True}
    assert joined["conversation_id"] == phone.id
    session.expire_all()
    person = session.query(Contact).filter_by(external_id=sub).one()
    for row in (session.get(Conversation, phone.id), session.get(Conversation, hanako.id)):
        assert row.contact_id == person.id
    assert {e.contact_id for e in session.query(Episode).filter_by(conversation_id=phone.id)} == {person.id}
    assert session.get(Contact, anonymous) is None
    assert session.query(VisitorToken).filter_by(contact_id=anonymous).count() == 0
    # The other tab of the phone still shows the old token.
    assert [m["author"] for m in phone.messages()] == ["customer", "bot"]
    show(phone, joined["visitor_token"])
    assert hanako.id != phone.id
    assert phone.http.get(hanako.path).status_code == 200


def test_the_next_person_at_a_browser_gets_nothing_of_the_last(hanako: Customer, signed, sub):
    show(hanako, begin(hanako, signed()).json()["visitor_token"])
    hanako.say("パスワードを忘れました")
    other = begin(hanako, signed(sub=f"{sub}-colleague")).json()
    assert other["conversation_id"] is None
    assert hanako.http.get(hanako.path).status_code == 200
    show(hanako, other["visitor_token"])
    assert hanako.http.get(hanako.path).status_code == 404


def test_two_tabs_may_identify_at_once(live_app: str, signed, session, sub):
    tabs = [Customer(live_app) for _ in range(2)]
    identity = signed()
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda n: begin(tabs[n % 2], identity), range(6)))
    assert [answer.status_code for answer in answers] == [200] * 6
    person = session.query(Contact).filter_by(external_id=sub).one()
    assert {session.get(Conversation, tab.id).contact_id for tab in tabs} == {person.id}


def unsigned(claims: dict[str, object]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"key": "another key, as long as the one that is right"}, "signature does not match"),
        ({"algorithm": "HS512", "key": IDENTITY_KEY * 2}, "signed with HS256"),
        ({"exp": -120}, "has expired"),
        ({"exp": 86_400 + 120}, "valid for too long"),
        ({"exp": None}, "claim exp"),
        ({"exp": "tomorrow"}, "claim exp"),
        ({"exp": 1e300}, "claim exp"),
        ({"sub": None}, "claim sub"),
        ({"sub": ""}, "claim sub"),
        ({"sub": " "}, "claim sub"),
        ({"sub": 7}, "claim sub"),
        ({"sub": "a\x00b"}, "claim sub"),
        ({"sub": "\ud800"}, "claim sub"),
        ({"sub": "x" * 256}, "claim sub"),
        ({"iat": 120}, "from the future"),
        ({"iat": "now"}, "claim iat"),
        ({"nbf": 120}, "from the future"),
        ({"name": "x" * 201}, "claim name"),
        ({"name": ["花子"]}, "claim name"),
        ({"email": "x" * 321}, "claim email"),
    ],
)
def test_a_bad_identity_is_refused_and_changes_nothing(
    hanako: Customer, signed, clock, session, changed: dict, sentence: str
):
    now = clock().timestamp()
    claims = {
        k: now + v if k in {"exp", "iat", "nbf"} and isinstance(v, int) else v for k, v in changed.items()
    }
    before = session.query(Contact.id, Contact.external_id).order_by(Contact.id).all()
    tokens = session.query(VisitorToken).count()
    refused = begin(hanako, signed(**claims))
    assert refused.status_code == 401
    assert refused.json()["type"] == "about:blank#identity-refused"
    assert sentence in refused.json()["detail"]
    session.rollback()
    assert session.query(Contact.id, Contact.external_id).order_by(Contact.id).all() == before
    assert session.query(VisitorToken).count() == tokens
    assert hanako.http.get(hanako.path).status_code == 200


@pytest.mark.parametrize("forged", ["", ".", "a.b.c", "é", "\x00", "..", "x" * 7000])
def test_what_is_no_jwt_is_refused(hanako: Customer, forged: str):
    refused = begin(hanako, forged)
    assert (refused.status_code, refused.json()["type"]) == (401, "about:blank#identity-refused")


def test_an_unsigned_identity_is_refused(hanako: Customer, clock, sub):
    refused = begin(hanako, unsigned({"sub": sub, "exp": clock().timestamp() + 600}))
    assert refused.status_code == 401
    assert "signed with HS256" in refused.json()["detail"]


def test_claims_that_were_changed_after_signing_are_refused(hanako: Customer, signed, sub):
    head, _, signature = signed().split(".")
    body = unsigned({"sub": "somebody-else", "exp": 4e9}).split(".")[1]
    assert begin(hanako, f"{head}.{body}.{signature}").status_code == 401


def test_without_a_key_nobody_can_be_identified(house, signed):
    keyless = replace(house, settings=house.settings.model_copy(update={"identity_key": ""}))
    headers = {"X-Madoguchi-Key": "demo"}
    # Outside of its life, so that it neither dispatches turns nor closes the engine.
    refused = TestClient(create_app(keyless)).post(
        "/widget/session", headers=headers, json={"identity": signed()}
    )
    assert refused.status_code == 401
    assert "MADOGUCHI_IDENTITY_KEY" in refused.json()["detail"]
