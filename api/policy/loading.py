"""Reading the policy file. What it leaves out is as in the file that comes with Madoguchi."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from api.policy.closed_days import read_closed_days
from api.policy.hours import BusinessHours, read_week
from api.policy.policy import Policy
from api.policy.reading import Wrong, mapping, one_of, sentence, words
from api.policy.topics import LANGUAGES, read_topics
from api.settings import ROOT, BadSetting

OURS = ROOT / "data" / "policy.yml"
TOKYO = ZoneInfo("Asia/Tokyo")
SECTIONS = ("hours", "holidays", "outside_hours", "languages", "reasons", "topics")
REASONS = ("no_answer", "low_confidence", "not_solved")


class BadPolicy(BadSetting):
    """The policy file cannot be used."""


def load_policy(path: Path = OURS, *, zone: ZoneInfo = TOKYO) -> Policy:
    """Read the policy; `zone` is the one its hours are in. Raises `BadPolicy`, which says what to write."""
    sections = _sections(path) if path == OURS else _sections(OURS) | _sections(path)
    try:
        return _policy(sections, zone)
    except Wrong as wrong:
        raise BadPolicy(f"{path}: {wrong}") from wrong


def _sections(path: Path) -> dict[str, Any]:
    try:
        # Every value as it is typed: YAML's own idea of a day or an hour would get in the way.
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        return dict(mapping(read, "", keys=SECTIONS))
    except OSError as error:
        raise BadPolicy(
            f"MADOGUCHI_POLICY_FILE: {path} cannot be read ({error.strerror}); name one like data/policy.yml."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{path}: write YAML in UTF-8 ({' '.join(str(error).split())}).") from error
    except Wrong as wrong:
        raise BadPolicy(f"{path}: {wrong}") from wrong


def _policy(sections: Mapping[str, Any], zone: ZoneInfo) -> Policy:
    said = mapping(sections["outside_hours"], "outside_hours", keys=LANGUAGES)
    reasons = mapping(sections["reasons"], "reasons", keys=REASONS)
    for reason, does in reasons.items():
        one_of(does, f"reasons.{reason}", ("offer", "hand_over"))
    return Policy(
        hours=BusinessHours(
            zone=zone,
            week=read_week(sections["hours"], "hours"),
            closed=read_closed_days(sections["holidays"], "holidays"),
        ),
        topics=read_topics(sections["topics"], "topics"),
        at_once=frozenset(reason for reason, does in reasons.items() if does == "hand_over"),
        languages=_languages(sections["languages"]),
        outside_hours={language: _said(said, language) for language in LANGUAGES},
    )


def _languages(value: object) -> tuple[str, ...]:
    given = words(value, "languages")
    if not given:
        raise Wrong("languages", "the languages your people answer in, such as [ja, en]", value)
    return tuple(one_of(language, "languages", LANGUAGES) for language in given)


def _said(said: Mapping[str, Any], language: str) -> str:
    key = f"outside_hours.{language}"
    text = sentence(said.get(language), key)
    if "{when}" not in text:
        raise Wrong(key, "a sentence with {when} in it, where the next opening is to stand", text)
    return text
