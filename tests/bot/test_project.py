import re

import pytest

pytestmark = pytest.mark.rasa

BUTTON_ONLY = {"choose_faq", "none_of_these"}


def test_rasa_finds_nothing_wrong_with_the_project(run_bot):
    done = run_bot("-m", "rasa", "data", "validate", "--domain", "domain")
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    # Rasa's own warnings end in full sentences; only intents that come from buttons may lack examples.
    warnings = re.findall(r"UserWarning: (.+)", output)
    assert all("not found in the NLU training data" in warning for warning in warnings), warnings
    assert {re.search(r"'(\w+)'", warning).group(1) for warning in warnings} == BUTTON_ONLY
    assert "No story structure conflicts found" in output


def test_training_again_without_a_change_does_nothing(trained, run_bot):
    done = run_bot("train.py")
    assert done.returncode == 0
    assert "up to date" in done.stdout
