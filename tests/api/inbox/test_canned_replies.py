"""Canned replies: added, found, used, changed and deleted, and every change can be taken back."""

import pytest

HOURS = {"shortcut": "hours", "text_ja": "平日9時から18時です。", "text_en": "Weekdays, 9 to 18."}
HOME = "/staff/inbox/canned"


@pytest.fixture
def hours(sato) -> int:
    return sato.post("/api/canned-replies", json=HOURS).json()["id"]


def names(person, q: str = "") -> list[str]:
    return [one["shortcut"] for one in person.get("/api/canned-replies", params={"q": q}).json()]


def test_what_one_agent_adds_all_may_use(hours, tanaka):
    (found,) = tanaka.get("/api/canned-replies").json()
    assert found == {"id": hours, **HOURS}


@pytest.mark.parametrize("asked", ["hours", "HOURS", "/hou", "ｈｏｕｒｓ", "9時", "Weekdays"])
def test_it_is_found_by_name_and_words_however_they_are_typed(hours, sato, asked):
    assert names(sato, asked) == ["hours"]


def test_names_that_begin_so_come_first(hours, sato):
    for shortcut in ("after-hours", "hours-holiday"):
        sato.post("/api/canned-replies", json={"shortcut": shortcut, "text_ja": "休みです。"})
    assert names(sato, "hours") == ["hours", "hours-holiday", "after-hours"]


@pytest.mark.parametrize(
    ("changed", "status", "type_"),
    [
        ({"shortcut": "ＨＯＵＲＳ"}, 409, "shortcut-taken"),
        ({"shortcut": "two words"}, 422, "bad-shortcut"),
        ({"shortcut": "a/b"}, 422, "bad-shortcut"),
        ({"shortcut": " "}, 422, "bad-shortcut"),
        ({"shortcut": "x" * 41}, 422, "bad-shortcut"),
        ({"shortcut": "x", "text_ja": " ", "text_en": None}, 422, "canned-reply-empty"),
        ({"shortcut": "x", "text_ja": "長" * 4001}, 422, "canned-reply-empty"),
    ],
)
def test_what_cannot_be_kept_is_refused(hours, sato, changed, status, type_):
    answer = sato.post("/api/canned-replies", json=HOURS | changed)
    assert (answer.status_code, answer.json()["type"]) == (status, f"about:blank#{type_}")
    assert names(sato) == ["hours"]


def test_it_may_keep_its_own_name_when_it_changes(hours, sato):
    changed = sato.put(f"/api/canned-replies/{hours}", json=HOURS | {"text_ja": "年中無休です。"})
    assert (changed.status_code, changed.json()["text_ja"]) == (200, "年中無休です。")


def test_deleted_it_is_gone(hours, sato):
    assert sato.delete(f"/api/canned-replies/{hours}").status_code == 204
    assert sato.delete(f"/api/canned-replies/{hours}").status_code == 404
    assert sato.put(f"/api/canned-replies/{hours}", json=HOURS).status_code == 404
    assert sato.get(f"{HOME}/{hours}").status_code == 404
    assert names(sato) == []


def test_the_page_takes_back_a_deletion_and_a_change(sato):
    assert sato.post(HOME, data=HOURS).status_code == 303
    hours = sato.get("/api/canned-replies").json()[0]["id"]
    deleted = sato.post(f"{HOME}/{hours}/deletion").text
    assert "/hours を消しました" in deleted
    assert 'name="text_en" value="Weekdays, 9 to 18."' in deleted
    assert sato.post(HOME, data=HOURS).status_code == 303
    again = sato.get("/api/canned-replies").json()[0]
    assert {key: again[key] for key in HOURS} == HOURS
    changed = sato.post(f"{HOME}/{again['id']}", data=HOURS | {"shortcut": "opening"}).text
    assert f'action="{HOME}/{again["id"]}"' in changed
    assert 'name="shortcut" value="hours"' in changed
    assert names(sato) == ["opening"]


def test_the_page_brings_back_what_could_not_be_kept(hours, sato):
    page = sato.post(HOME, data={"shortcut": "hours", "text_ja": "ほかの文"})
    assert page.status_code == 409
    assert "この名前の定型文はもうあります" in page.text
    assert ">ほかの文</textarea>" in page.text


def test_the_palette_offers_it_in_the_customer_s_language(hours, claimed, hanako, sato):
    offered = f"/staff/inbox/{claimed}/palette"
    assert "平日9時から18時です。" in sato.get(offered, params={"q": "hou"}).text
    hanako.say("When exactly are you open")
    assert "Weekdays, 9 to 18." in sato.get(offered, params={"q": "hou"}).text
    assert "/hours" not in sato.get(offered, params={"q": "請求"}).text


def test_without_scripts_a_chosen_one_fills_the_reply(hours, claimed, sato):
    page = sato.get(f"/staff/inbox/{claimed}/faqs", params={"canned": hours}).text
    assert ">平日9時から18時です。</textarea>" in page
    assert sato.get(f"/staff/inbox/{claimed}/faqs", params={"canned": 999}).status_code == 404


def test_kuro_has_none_of_it(client, hours):
    assert client.get("/api/canned-replies").status_code == 401
    assert client.post("/api/canned-replies", json=HOURS).status_code == 401
    assert client.get(HOME).status_code == 401
