"""Which web pages may speak to the widget's API."""

import httpx
import pytest

from tests.api.chat.customer import KEY, Customer

SHOP = {"Origin": "https://shop.example"}
EVIL = {"Origin": "https://evil.example"}


def test_a_listed_origin_may_read_the_answers_and_the_errors(live_app: str):
    hanako = Customer(live_app, headers=SHOP)
    opened = hanako.http.get(hanako.path)
    assert opened.headers["access-control-allow-origin"] == "https://shop.example"
    assert "Origin" in opened.headers["vary"]
    refused = hanako.send(text="")
    assert refused.status_code == 422
    assert refused.headers["access-control-allow-origin"] == "https://shop.example"


def test_our_own_pages_need_no_listing(live_app: str):
    Customer(live_app, headers={"Origin": live_app})


def test_a_preflight_is_answered_for_listed_origins_only(live_app: str):
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = httpx.options(f"{live_app}/widget/conversations", headers=SHOP | asked)
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "https://shop.example"
    assert "DELETE" in allowed.headers["access-control-allow-methods"]
    assert "X-Madoguchi-Key" in allowed.headers["access-control-allow-headers"]
    refused = httpx.options(f"{live_app}/widget/conversations", headers=EVIL | asked)
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://shop.example.evil.example"])
def test_another_site_is_refused(live_app: str, origin: str):
    answer = httpx.post(f"{live_app}/widget/conversations", headers=KEY | {"Origin": origin}, json={})
    assert answer.status_code == 403
    assert answer.json()["type"] == "about:blank#foreign-origin"


@pytest.mark.parametrize("headers", [{}, {"X-Madoguchi-Key": "wrong"}])
def test_without_the_key_nothing_opens(live_app: str, headers: dict[str, str]):
    answer = httpx.post(f"{live_app}/widget/conversations", headers=headers | SHOP, json={})
    assert answer.status_code == 403
    assert answer.json()["type"] == "about:blank#unknown-key"
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
