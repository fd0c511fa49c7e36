"""Playbooks on their page: edited, switched, gone back, with whom they fit now."""

import re

import pytest
from sqlalchemy import select

from api.success.playbooks.models import PlaybookVersion
from tests.api.success.people import CALL
from tests.api.success.test_week_page import falling as falling

BOOKS = "/staff/success/playbooks"


def form(**changes: object) -> dict[str, object]:
    words = {name: value for name, value in CALL.kept().items() if name != "parameters"}
    return words | {"renewal_near.days": "45", "renewal_near.health": "40"} | changes


def versions(session, playbook_id: int) -> list[PlaybookVersion]:
    session.expire_all()
    asked = select(PlaybookVersion).where(PlaybookVersion.playbook_id == playbook_id)
    return list(session.scalars(asked.order_by(PlaybookVersion.number)))


@pytest.fixture
def added(sign_in):
    """The manager and a playbook of hers."""
    mori = sign_in("mori")
    mori.get(BOOKS)
    answer = mori.post(BOOKS, data=form())
    assert answer.status_code == 303, answer.text
    found = re.search(r"/(\d+)\?", answer.headers["location"])
    assert found
    return mori, int(found[1])


def test_a_house_begins_with_the_usual_ones_and_sees_whom_each_fits(falling, sign_in):
    falling(2)
    html = sign_in("mori").get(BOOKS).text
    assert "更新前の立て直し" in html
    assert "いま当てはまるお客様 2 社" in html


def test_saving_keeps_the_version_before_and_undo_goes_back_to_it(added, session):
    mori, id = added
    mori.post(f"{BOOKS}/{id}", data=form(minutes="50", number="1"))
    assert [one.content["minutes"] for one in versions(session, id)] == [30, 50]
    assert "元に戻す" in mori.get(f"{BOOKS}/{id}?done=saved").text
    mori.post(f"{BOOKS}/{id}/restored", data={"number": "1"})
    assert [one.content["minutes"] for one in versions(session, id)] == [30, 50, 30]
    assert mori.post(f"{BOOKS}/{id}/restored", data={"number": "3"}).status_code == 409


def test_who_saves_over_a_newer_version_is_told(added, session):
    mori, id = added
    mori.post(f"{BOOKS}/{id}", data=form(minutes="50", number="1"))
    assert mori.post(f"{BOOKS}/{id}", data=form(minutes="60", number="1")).status_code == 409
    assert len(versions(session, id)) == 2


def test_a_playbook_is_switched_off_and_on(added, session):
    mori, id = added
    mori.post(f"{BOOKS}/{id}/standing", data={"active": "false"})
    mori.post(f"{BOOKS}/{id}/standing", data={"active": "true"})
    assert [one.active for one in versions(session, id)] == [True, False, True]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text_ja": "ログインしてください。"}, "具体的な手順"),
        ({"step_ja": "ログイン", "text_ja": "ログイン"}, "手順になりません"),
        ({"renewal_near.days": "0"}, "範囲の外"),
        ({"trigger": "mood"}, "きっかけ"),
    ],
)
def test_a_playbook_that_names_no_step_is_refused_in_words(added, session, changes, said):
    mori, id = added
    answer = mori.post(f"{BOOKS}/{id}", data=form(number="1", **changes), headers={"accept": "text/html"})
    assert answer.status_code == 422
    assert said in answer.text
    assert len(versions(session, id)) == 1


def test_nobody_finds_a_playbook_that_is_not_there(sign_in):
    assert sign_in("mori").get(f"{BOOKS}/999").status_code == 404
    assert sign_in("sato").get(BOOKS).status_code == 403
