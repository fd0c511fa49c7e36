"""The rooms of customer success: one entry, for managers."""

import pytest

from api.web.texts import LANGUAGES, catalogue


def test_one_entry_leads_to_every_room(sign_in):
    html = sign_in("mori").get("/staff/success").text
    assert '<a href="/staff/success" aria-current="page">カスタマーサクセス</a>' in html
    for room in ("accounts", "success/score", "success/playbooks", "success/bank", "success/results"):
        assert f'href="/staff/{room}"' in html


def test_an_agent_may_not_look_and_has_no_entry(sign_in):
    sato = sign_in("sato")
    assert sato.get("/staff/success").status_code == 403
    assert "カスタマーサクセス" not in sato.get("/staff/inbox").text


@pytest.mark.parametrize("room", ["success"])
def test_both_languages_have_the_same_texts(room):
    keys = [{key for key in catalogue(language) if key.startswith(f"{room}.")} for language in LANGUAGES]
    assert keys[0] == keys[1]
