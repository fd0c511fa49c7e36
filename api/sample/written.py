"""The sample's files in `data/sample/`, read as values. `data/README.md` tells how they were made."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.faqs.drafts import Draft, Wording
from api.settings import ROOT

FOLDER = ROOT / "data" / "sample"
NO_TOPIC = "-"
SMALL_TALK = "~"


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """One hand-written inquiry. `key` is its file and line; `topic` is None when it is about no topic.

    `small_talk`: a greeting or thanks and nothing else, which asks for nothing.
    """

    key: str
    topic: str | None
    language: str
    channel: str
    text: str
    reply: str | None
    small_talk: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenFaq:
    """One hand-written FAQ of a topic."""

    topic: str
    draft: Draft


def read_inquiries(folder: Path = FOLDER) -> list[Written]:
    """Return every inquiry, file by file."""
    found: list[Written] = []
    for path in sorted((folder / "written").glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            topic, language, channel, text, *reply = line.replace("\\n", "\n").split(" || ")
            found.append(
                Written(
                    key=f"{path.stem}-{number}",
                    topic=None if topic in {NO_TOPIC, SMALL_TALK} else topic,
                    language=language,
                    channel=channel,
                    text=text.strip(),
                    reply=reply[0].strip() if reply else None,
                    small_talk=topic == SMALL_TALK,
                )
            )
    return found


def read_faqs(folder: Path = FOLDER) -> list[WrittenFaq]:
    """Return every FAQ."""
    return [
        WrittenFaq(
            topic=row.pop("topic"),
            draft=Draft(phrasings=tuple(Wording(**wording) for wording in row.pop("phrasings")), **row),
        )
        for row in read_lines(folder / "faqs.jsonl")
    ]


def read_table(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Return the rows of `<name>.csv` by column."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def rising_topics(folder: Path = FOLDER) -> frozenset[str]:
    """Return the topics that began to grow lately."""
    return frozenset(row["slug"] for row in read_table("topics", folder) if row["rising"] == "1")
