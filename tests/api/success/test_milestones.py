"""Milestones: told by a rule, or by somebody who says so."""

import pytest
from sqlalchemy import select

from api.success.milestones.models import Milestone, MilestoneMark
from api.success.milestones.reaching import RULES
from tests.api.success.people import TODAY, account
from tests.api.success.test_week_page import falling as falling

PAGE = "/staff/success/milestones"


@pytest.mark.parametrize(
    ("rule", "changes", "at_least"),
    [
        ("logged_in", {"signals": {"logins": ((TODAY, 0.0), (TODAY, 3.0))}}, 3),
        ("settings_done", {"signals": {"settings_done": ((TODAY, 0.8),)}}, 80),
        ("active_users", {"signals": {"active_users": ((TODAY, 9.0), (TODAY, 5.0))}}, 5),
        ("outcome", {"outcome": 0.5}, 50),
    ],
)
def test_a_rule_tells_what_was_reached(rule, changes, at_least):
    assert RULES[rule](account(**changes), at_least)
    assert not RULES[rule](account(**changes), at_least + 1)
    assert not RULES[rule](account(), 1)


def test_somebody_marks_one_and_takes_it_back(falling, sign_in, session):
    (id,) = falling(1)
    mori = sign_in("mori")
    mori.get(PAGE)
    by_hand = session.scalars(
        select(Milestone).where(Milestone.stage == "retention", Milestone.rule.is_(None))
    ).one()
    marks = f"{PAGE}/{by_hand.id}/marks"
    assert mori.post(marks, data={"account_id": id}).status_code == 303
    assert "森 千尋" in mori.get(PAGE).text.split("リテンション")[1]
    assert mori.post(marks, data={"account_id": id}).status_code == 409
    assert mori.post(f"{marks}/undone", data={"account_id": id}).status_code == 303
    assert mori.post(f"{marks}/undone", data={"account_id": id}).status_code == 409
    assert mori.post(marks, data={"account_id": 99999}).status_code == 404
    assert session.scalars(select(MilestoneMark)).one().undone_at is not None


def test_the_list_is_edited_and_what_is_removed_comes_back(falling, sign_in, session):
    falling(1)
    mori = sign_in("mori")
    mori.get(PAGE)
    sent = {"stage": "retention", "name_ja": "四人が使う", "name_en": "Four use it", "rule": "active_users"}
    assert mori.post(PAGE, data=sent | {"at_least": "4"}).status_code == 303
    assert mori.post(PAGE, data=sent | {"rule": "mood"}).status_code == 422
    assert "四人が使う" in mori.get(PAGE).text
    made = session.scalars(select(Milestone).where(Milestone.name_ja == "四人が使う")).one()
    mori.post(f"{PAGE}/{made.id}/removal")
    assert "四人が使う" not in mori.get(PAGE).text
    mori.post(f"{PAGE}/{made.id}/restored")
    assert "四人が使う" in mori.get(PAGE).text


def test_agents_may_not_look(sign_in):
    assert sign_in("sato").get(PAGE).status_code == 403
