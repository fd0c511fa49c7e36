"""The texts understanding is measured on."""

from __future__ import annotations

import csv
import random
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

BOT = Path(__file__).resolve().parents[3] / "bot"
HELD_OUT = {
    "first": BOT / "tests" / "nlu_heldout.yml",
    "second": BOT / "tests" / "nlu_heldout_2.yml",
    "third": BOT / "tests" / "nlu_heldout_3.yml",
}
DRAWN = 300
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f]")
FALLBACK = "nlu_fallback"
ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class Example:
    intent: str
    text: str

    @property
    def language(self) -> str:
        return "ja" if JAPANESE.search(self.text) else "en"


def examples(path: Path) -> list[Example]:
    """The examples of one NLU file, in its order."""
    return [
        Example(block["intent"], ENTITY.sub(r"\1", line.removeprefix("- ").strip()))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if "intent" in block
        for line in block["examples"].splitlines()
    ]


def trained() -> list[Example]:
    return [one for path in sorted((BOT / "data" / "nlu").glob("*.yml")) for one in examples(path)]


def to_refuse() -> dict[str, list[str]]:
    """Foreign text and noise, by kind."""
    return yaml.safe_load((BOT / "tests" / "refused.yml").read_text(encoding="utf-8"))


def bare(text: str) -> str:
    """A text without what does not make it another one: widths, capitals, signs, spaces."""
    settled = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", "", settled) or settled


def known_already(held_out: Iterable[str]) -> set[str]:
    """Held-out texts that were trained on but for signs and capitals."""
    learnt = {bare(one.text) for one in trained()}
    return {text for text in held_out if bare(text) in learnt}


def sample_questions() -> list[Example]:
    """Every inquiry of the product's sample that a customer typed: chats, mails, forms; no notes of calls."""
    rows = []
    for path in sorted((BOT.parent / "data" / "sample" / "written").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.split("||")]
            if len(cells) >= 4 and cells[2] != "phone":
                rows.append(Example("ask_question", cells[3].replace("\\n", "\n")))
    return rows


def drawn(path: Path) -> list[str]:
    """Texts drawn from the column `text` of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return drawn_from([row["text"] for row in csv.DictReader(file)])


def drawn_from(texts: list[str]) -> list[str]:
    return random.Random(1).sample(sorted(set(texts)), min(DRAWN, len(set(texts))))
