"""What makes a turn cheaper changes nothing that the bot does."""

import json

import pytest

from api.settings import ROOT

pytestmark = pytest.mark.rasa
TEXTS = [
    "請求書を再発行する方法を知りたいです",
    "How do I reset my password?",
    "こんにちは",
    "ありがとう、直りました",
    "担当者と話したい",
    "gbfhjsd kjhsdf",
    "你们的发票在哪里可以看到",
    "!!",
]


@pytest.fixture(scope="module")
def seen(trained, run_bot):
    done = run_bot(str(ROOT / "tests" / "bot" / "thrifty.py"), stdin=json.dumps(TEXTS))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("number", range(len(TEXTS)), ids=TEXTS)
def test_a_text_is_understood_as_by_rasa_itself(seen, number):
    as_it_is, thrifty = seen["as_it_is"][number], seen["thrifty"][number]
    assert thrifty["action"] == as_it_is["action"]
    assert [name for name, _ in thrifty["ranking"]] == [name for name, _ in as_it_is["ranking"]]
    assert dict(thrifty["ranking"]) == pytest.approx(dict(as_it_is["ranking"]), abs=1e-5)


def test_two_calls_of_the_action_endpoint_take_one_connection(seen):
    assert seen["calls"]["connections"] == 1


def test_a_call_right_after_the_endpoints_new_start_arrives(seen):
    assert seen["calls"]["again"] == [{"turn": 3}]
