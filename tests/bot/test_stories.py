"""Whole conversations through the trained model: what is understood, and which action comes of it."""

import json

import pytest
import yaml

from tests.bot.conftest import ROOT

pytestmark = pytest.mark.rasa

STORIES = ROOT / "bot" / "tests" / "test_stories.yml"


@pytest.fixture(scope="module")
def results(trained, run_bot, tmp_path_factory):
    """What `rasa test core` says of the stories."""
    out = tmp_path_factory.mktemp("stories")
    command = ("-m", "rasa", "test", "core", "--stories", str(STORIES), "--out", str(out), "--no-plot")
    done = run_bot(*command, "--model", str(ROOT / "models" / "bot" / "madoguchi.tar.gz"))
    assert done.returncode == 0, done.stderr
    return out


def test_every_story_goes_as_it_is_written(results):
    report = json.loads((results / "story_report.json").read_text())
    told = yaml.safe_load(STORIES.read_text(encoding="utf-8"))["stories"]
    failed = (results / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert report["conversation_accuracy"]["total"] == len(told)
    assert report["conversation_accuracy"]["accuracy"] == 1.0, failed


def test_the_stories_use_every_action_of_the_rules_and_the_form(results):
    report = json.loads((results / "story_report.json").read_text())
    domain = yaml.safe_load((ROOT / "bot/domain/actions.yml").read_text(encoding="utf-8"))
    # Rasa calls these from within the form; deny is what stops one.
    within = {"validate_lookup_form", "action_ask_lookup_value", "action_deny"}
    assert set(domain["actions"]) - within <= set(report)
    assert "lookup_form" in report
