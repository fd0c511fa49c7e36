"""Our tracker store keeps and reads what Rasa's own does, on a real PostgreSQL."""

import json

import pytest

from api.launch.plan import tracker_url
from api.settings import ROOT

pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def kept(run_bot, database_url):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASA_TRACKER_URL", tracker_url(database_url))
        done = run_bot(str(ROOT / "tests" / "bot" / "trackers.py"))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def database_url(postgres):
    from tests.conftest import fresh_database

    with fresh_database(postgres) as url:
        yield url


def test_a_stranger_has_no_tracker(kept):
    assert kept["stranger"] is None


@pytest.mark.parametrize("step", range(3))
def test_both_stores_read_the_same(kept, step):
    assert kept["steps"][step]["lean"] == kept["steps"][step]["own"]


def test_each_event_is_written_once(kept):
    texts = [
        [event["text"] for event in step["own"]["events"] if event["event"] == "user"]
        for step in kept["steps"]
    ]
    assert texts == [["請求書", "住所"], ["請求書", "住所", "返品", "在庫"], ["解約"]]
    counts = [sum(row[0] == "user" for row in step["rows"]) for step in kept["steps"]]
    assert counts == [2, 4, 5]


def test_rows_name_intent_and_action(kept):
    rows = kept["steps"][0]["rows"]
    assert ["user", "ask_question", None] in rows
    assert ["action", None, "action_answer"] in rows


def test_only_the_newest_session_is_read(kept):
    assert kept["steps"][2]["lean"]["text"] == "解約"
    assert kept["steps"][2]["lean"]["events"][0]["event"] == "session_started"
