"""The bot goes by the embedding that came with a message, if its own model made it."""

import json

import pytest

from api.settings import ROOT

pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def confident(trained, run_bot):
    """How sure the bot is of a question, and what is left of the metadata, by the embedding it was sent."""
    script = str(ROOT / "tests" / "bot" / "given.py")
    done = run_bot(script, stdin=json.dumps(["請求書を再発行する方法を知りたいです", "ありがとう"]))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_its_own_embedding_changes_nothing(confident):
    assert confident["same"] == confident["none"]


def test_an_embedding_that_came_along_is_used(confident):
    assert confident["other"][0] < confident["none"][0] - 0.05


@pytest.mark.parametrize("sent", ["other model", "cut", "nonsense"])
def test_what_cannot_be_used_is_left(confident, sent):
    assert confident[sent] == confident["none"]


def test_it_is_not_kept_with_the_tracker(confident):
    assert {tuple(left) for _, left in confident.values()} == {("message_id",)}
