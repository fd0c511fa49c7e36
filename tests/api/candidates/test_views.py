"""Views of the queue that somebody keeps: saved, renamed by saving again, deleted with undo."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

LIST = "/staff/candidates"
VIEWS = "/staff/queue/views"


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


def kept(person):
    """Name and address of each view, as the page shows them."""
    page = person.get(f"{LIST}?state=all").text
    found = re.findall(
        rf'<a href="{re.escape(LIST)}\?([^"]*)"[^>]*>([^<]+)</a><form method="post" action="{VIEWS}/', page
    )
    return {name: address.replace("&amp;", "&") for address, name in found}


def test_a_queue_is_kept_under_a_name_for_oneself_only(suzuki, sign_in, password):
    answer = suzuki.post(VIEWS, data={"name": " 大きい  英語 ", "address": "lang=en&least=10&page=2"})
    assert answer.headers["location"] == f"{LIST}?lang=en&least=10"
    assert kept(suzuki) == {"大きい 英語": "lang=en&least=10"}
    assert kept(sign_in("mori")) == {}


def test_saving_the_same_again_renames_and_the_same_name_takes_the_new_queue(suzuki, password):
    suzuki.post(VIEWS, data={"name": "英語", "address": "lang=en"})
    suzuki.post(VIEWS, data={"name": "English", "address": "lang=en"})
    assert kept(suzuki) == {"English": "lang=en"}
    suzuki.post(VIEWS, data={"name": "English", "address": "lang=en&sort=trend"})
    assert kept(suzuki) == {"English": "lang=en&sort=trend"}


def test_a_deleted_view_is_offered_back(suzuki, password):
    suzuki.post(VIEWS, data={"name": "英語", "address": "lang=en"})
    id_ = re.search(rf"{VIEWS}/(\d+)/deletion", suzuki.get(LIST).text)[1]
    answer = suzuki.post(f"{VIEWS}/{id_}/deletion")
    address = urlsplit(answer.headers["location"])
    assert parse_qs(address.query) == {"lang": ["en"], "deleted": ["英語"]}
    page = suzuki.get(answer.headers["location"]).text
    assert "表示「英語」を削除しました" in page
    assert kept(suzuki) == {}
    assert 'name="name" value="英語"' in page
    suzuki.post(VIEWS, data={"name": "英語", "address": "lang=en"})
    assert kept(suzuki) == {"英語": "lang=en"}


def test_a_view_needs_a_short_name_and_there_are_twenty_at_most(suzuki, password):
    for name in ("", "  ", "長" * 41):
        assert suzuki.post(VIEWS, data={"name": name, "address": "lang=en"}).status_code == 422
    for n in range(20):
        suzuki.post(VIEWS, data={"name": f"表示{n}", "address": f"least={n + 1}"})
    assert suzuki.post(VIEWS, data={"name": "もう1つ", "address": "lang=en"}).status_code == 409
    assert suzuki.post(VIEWS, data={"name": "表示3", "address": "lang=en"}).status_code == 303


def test_nobody_deletes_the_view_of_another(suzuki, sign_in, password):
    suzuki.post(VIEWS, data={"name": "英語", "address": "lang=en"})
    id_ = re.search(rf"{VIEWS}/(\d+)/deletion", suzuki.get(LIST).text)[1]
    assert sign_in("mori").post(f"{VIEWS}/{id_}/deletion").status_code == 404
    assert kept(suzuki) == {"英語": "lang=en"}
