"""What is embedded: questions to a bank (en), questions about articles (ja), the sample's inquiries (ja)."""

import csv
from pathlib import Path

from api.sample.written import read_inquiries


def read_sets(data: Path, count: int) -> dict[str, list[str]]:
    """`count` different texts of each set, evenly chosen."""
    sample = [inquiry.text for inquiry in read_inquiries() if inquiry.language == "ja"]
    sets = {
        "banking77": _column(data / "banking77.csv"),
        "jsquad": _column(data / "jsquad.csv"),
        "sample": sample,
    }
    return {name: _some(texts, count) for name, texts in sets.items()}


def _column(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def _some(texts: list[str], count: int) -> list[str]:
    distinct = list(dict.fromkeys(texts))
    return distinct[:: max(1, len(distinct) // count)][:count]
