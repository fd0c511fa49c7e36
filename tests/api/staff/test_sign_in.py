"""Who gets in, and with what."""

from fastapi.testclient import TestClient

from tests.conftest import PASSWORD


def test_the_right_password_opens_the_console(sign_in):
    sato = sign_in("sato")
    assert sato.get("/staff", follow_redirects=True).status_code == 200


def test_a_wrong_password_is_told_and_opens_nothing(client: TestClient):
    answer = client.post("/staff/sign-in", data={"email": "sato@example.com", "password": "wrong-password"})
    assert answer.status_code == 422
    assert "違います" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_form_from_another_site_is_refused(client: TestClient):
    answer = client.post(
        "/staff/sign-in",
        data={"email": "sato@example.com", "password": PASSWORD},
        headers={"origin": "https://evil.example"},
    )
    assert answer.status_code == 403


def test_a_form_without_the_token_is_refused(sign_in):
    sato = sign_in("sato")
    del sato.headers["X-CSRF-Token"]
    assert sato.post("/staff/language", data={"language": "en", "to": "/staff"}).status_code == 403


def test_the_page_after_sign_in_is_one_of_ours(client: TestClient):
    answer = client.post(
        "/staff/sign-in",
        data={"email": "sato@example.com", "password": PASSWORD, "to": "//evil.example/"},
    )
    assert answer.headers["location"] == "/staff/candidates"


def test_signing_out_closes_the_session(sign_in):
    sato = sign_in("sato")
    cookie = dict(sato.cookies)
    assert sato.post("/staff/sign-out").status_code == 303
    answer = sato.get("/staff/candidates", cookies=cookie, headers={"accept": "text/html"})
    assert answer.headers["location"].startswith("/staff/sign-in")


def test_a_stranger_is_led_to_the_sign_in(client: TestClient):
    answer = client.get("/staff/candidates", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/staff/sign-in?to=/staff/candidates"


def test_the_language_of_the_pages_can_be_switched(sign_in):
    sato = sign_in("sato")
    sato.post("/staff/language", data={"language": "en", "to": "/staff"})
    assert 'lang="en"' in sato.get("/staff/candidates").text
