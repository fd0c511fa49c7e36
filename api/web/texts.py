"""The texts of the pages: one catalogue a language, a file a feature."""

import json
from functools import cache
from pathlib import Path

LANGUAGES = ("ja", "en")
FOLDER = Path(__file__).parent / "locales"


class MissingText(LookupError):
    """The catalogue has no such text."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every text of `language`, by `feature.key`."""
    texts: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.json")):
        for key, text in json.loads(path.read_text(encoding="utf-8")).items():
            texts[f"{path.stem}.{key}"] = text
    return texts


def translate(language: str, key: str, /, **values: object) -> str:
    """Return the text of `key` with its `{values}` filled in; raises `MissingText`."""
    try:
        text = catalogue(language)[key]
    except KeyError as error:
        raise MissingText(f"no text {key!r} in {language}") from error
    return text.format(**values) if values else text
