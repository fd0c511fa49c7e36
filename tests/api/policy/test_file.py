"""The policy file: what it leaves out is as in ours, and a mistake is said with its key and the way out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.policy import BadPolicy, load_policy
from api.settings import ROOT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hours: {monday: nine}", "hours.monday: write closed, hours such as 9:00-18:00"),
        ("hours: {monday: 9:00}", "hours.monday: write closed, hours such as 9:00-18:00"),
        ("hours: {monday: 18:00-9:00}", "hours.monday: write"),
        ("hours: {monday: 9:00-25:00}", "hours end at 24:00"),
        ("hours: {monday: [13:00-18:00, 9:00-12:00]}", "hours.monday: write"),
        ("hours: {moonday: 9:00-18:00}", "hours.moonday: write one of the names monday, tuesday"),
        ("hours: sometimes", "hours: write always, or a line for each weekday (it is 'sometimes')"),
        ("holidays: {national: france}", "holidays.national: write japan or none (it is 'france')"),
        ("holidays: {closed: {2026-13-01: x}}", "holidays.closed.2026-13-01: write a day (2026-08-14)"),
        ("holidays: {closed: {02-30: x}}", "holidays.closed.02-30: write a day"),
        ("holidays: {closed: {2026-12-29..01-03: x}}", "holidays.closed.2026-12-29..01-03: write"),
        ("holidays: {closed: [2026-08-14]}", "holidays.closed: write lines such as 12-29..01-03: 年末年始"),
        ("outside_hours: {ja: 閉店, en: 'Back {when}'}", "outside_hours.ja: write a sentence with {when}"),
        ("outside_hours: {ja: '{when}'}", "outside_hours.en: write a sentence (it is None)"),
        ("languages: [fr]", "languages: write ja or en (it is 'fr')"),
        ("languages: []", "languages: write the languages your people answer in"),
        ("reasons: {no_answer: ask}", "reasons.no_answer: write offer or hand_over (it is 'ask')"),
        ("topics: {legal: {first: lawyer}}", "topics.legal.first: write answer or person (it is 'lawyer')"),
        ("topics: {legal: {first: person}}", "topics.legal.name.ja: write a sentence"),
        (
            "topics: {legal: {first: person, name: {ja: 法務, en: law}, words: {ja: {解約: 1}}}}",
            "topics.legal.words.ja",
        ),
        ("topic: {}", "topic: write one of the names hours, holidays"),
        ("- hours", "write `name: value` lines"),
        ("hours: [", "write YAML in UTF-8"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_key_and_what_to_write(text: str, said: str, tmp_path: Path):
    file = tmp_path / "ours.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadPolicy) as wrong:
        load_policy(file)
    assert str(wrong.value).startswith(f"{file}: ")
    assert said in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_what_a_file_leaves_out_is_as_in_ours(tmp_path: Path):
    file = tmp_path / "ours.yml"
    file.write_text("reasons: {no_answer: hand_over}\n", encoding="utf-8")
    policy, ours = load_policy(file), load_policy()
    assert policy.at_once == {"no_answer"}
    assert policy.hours == ours.hours
    assert policy.sensitive("返金してください") == ours.sensitive("返金してください")


def madoguchi(*words: str, policy: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "MADOGUCHI_POLICY_FILE": str(policy),
        "MADOGUCHI_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        "MADOGUCHI_SECRET_KEY": "test",
    }
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_a_bad_file_stops_the_start(tmp_path: Path):
    file = tmp_path / "ours.yml"
    file.write_text("hours: {monday: nine}", encoding="utf-8")
    done = madoguchi("serve", policy=file)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{file}: hours.monday: write ")
    missing = madoguchi("serve", policy=tmp_path / "none.yml")
    assert missing.stderr.startswith("MADOGUCHI_POLICY_FILE: ")
    assert "Traceback" not in done.stderr + missing.stderr


def test_the_command_prints_what_is_in_force_and_what_becomes_of_words():
    printed = madoguchi("policy", policy=ROOT / "data" / "policy.yml").stdout
    assert "9:00-18:00" in printed
    for topic in ("cancellation", "refund", "personal_data", "outage", "complaint"):
        assert topic in printed
    closed = madoguchi("policy", policy=ROOT / "tests/api/policy/always_closed.yml").stdout
    assert "no opening" in closed
    said = madoguchi("policy", "返金してください", policy=ROOT / "data" / "policy.yml").stdout
    assert said == "refund: straight to a person.\n"
