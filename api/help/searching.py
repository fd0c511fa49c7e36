"""Finding FAQs: by the letters typed, then by the same answer index that the bot asks."""

from api.answers.serving import Serving
from api.chat.language import language_or
from api.help.shelf import Entry, Shelf, fold

ENOUGH = 6
"""Characters from which the index is asked: fewer say little, and a text search costs nothing."""
LONGEST = 300


def search(
    serving: Serving, shelf: Shelf, typed: str, language: str, *, most: int, deep: bool = False
) -> list[Entry]:
    """Return up to `most` FAQs in `language` for what was typed, the best first.

    What the letters say comes before what the index means; with `deep` those whose answer alone holds the
    letters come last.
    """
    typed = typed[:LONGEST]
    found = shelf.find(typed, language)
    if len(found) < most and len(fold(typed)) >= ENOUGH and serving.ready:
        meant = (shelf.entry(faq_id, language) for faq_id in _meant(serving, typed, language))
        found += [entry for entry in meant if entry]
    if deep:
        found += shelf.find(typed, language, deep=True)
    return list({entry.faq_id: entry for entry in found}.values())[:most]


def _meant(serving: Serving, typed: str, language: str) -> list[int]:
    """Return what the bot would answer with or offer as choices; nothing where it would give up."""
    decision = serving.decide(typed, language_or(language))
    if decision.kind == "none":
        return []
    answer = [decision.faq_id] if decision.faq_id is not None else []
    return list(dict.fromkeys([*answer, *(choice.faq_id for choice in decision.choices)]))
