"""A playbook names the step: never only "log in more"."""

from dataclasses import replace

import pytest

from api.success.playbooks.defaults import defaults
from api.success.playbooks.playbook import (
    BadPlaybook,
    StepMissing,
    StepTooVague,
    UnknownSlot,
    checked,
    filled,
    values_for,
)
from api.success.playbooks.triggers import TRIGGERS
from tests.api.success.people import CALL, account


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"text_ja": "ログインしてください。"}, StepMissing),
        ({"text_en": "Please use it more."}, StepMissing),
        ({"step_ja": " "}, StepMissing),
        ({"step_en": "Log in more."}, StepTooVague),
        ({"text_ja": "{step} {password}"}, UnknownSlot),
        ({"minutes": 0}, BadPlaybook),
        ({"channel": "fax"}, BadPlaybook),
        ({"name_en": ""}, BadPlaybook),
        ({"link": "javascript:alert(1)"}, BadPlaybook),
    ],
)
def test_what_is_no_playbook_is_refused(changes, error):
    with pytest.raises(error):
        checked(replace(CALL, **changes))


def test_a_text_may_name_the_step_in_its_own_words_or_by_the_link():
    assert checked(replace(CALL, text_ja="権限の見直しを勧める。", text_en="{link}", link="/help/1"))


def test_the_usual_playbooks_hold_to_it_and_use_every_trigger():
    assert {content.trigger for content in defaults()} == set(TRIGGERS)


def test_names_are_filled_in():
    values = values_for(CALL, account(contact="花田"), sender="森", language="ja")
    assert filled(CALL.text_ja, values) == "お客様1 花田様に権限の見直しを勧める。"
    nobody = values_for(CALL, account(), sender="森", language="en")
    assert filled(CALL.text_en, nobody) == "Suggest the review of rights to the person in charge at お客様1."
