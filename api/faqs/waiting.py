"""A language that waits: its words are kept in the version, apart from what customers read."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from api.faqs.drafts import Draft, Wording


def public_part(draft: Draft) -> Draft:
    """Return what customers would be told of `draft`: its published languages alone."""
    unsaid: dict[str, Any] = {
        f"{part}_{language}": None for language in draft.drafts for part in ("question", "answer")
    }
    said = tuple(wording for wording in draft.phrasings if wording.language not in draft.drafts)
    return replace(draft, phrasings=said, drafts=(), drafted_by={}, **unsaid)


def kept(draft: Draft) -> dict[str, Any]:
    """Return the languages of a checked draft that wait, as a version keeps them."""
    return {language: _language(draft, language) for language in draft.drafts}


def with_waiting(public: Draft, waiting: Mapping[str, Any]) -> Draft:
    """Return `public` with the languages that a version keeps: the draft that `kept` was given."""
    words = {
        f"{part}_{language}": said[part]
        for language, said in waiting.items()
        for part in ("question", "answer")
    }
    phrasings = (
        Wording(language=language, **phrasing)
        for language, said in waiting.items()
        for phrasing in said["phrasings"]
    )
    return replace(
        public,
        phrasings=(*public.phrasings, *phrasings),
        drafts=tuple(waiting),
        drafted_by={language: said["model"] for language, said in waiting.items() if said["model"]},
        **words,
    )


def marks_left(draft: Draft, before: Draft) -> dict[str, str]:
    """Return which languages a model wrote, of those whose words are as they were `before`."""
    return {
        language: model
        for language, model in before.drafted_by.items()
        if draft.words(language) == before.words(language)
    }


def inquiries_named(wordings: Iterable[Wording]) -> set[int]:
    """Return the inquiries that phrasings were taken from."""
    return {wording.inquiry_id for wording in wordings if wording.inquiry_id is not None}


def _language(draft: Draft, language: str) -> dict[str, Any]:
    question, answer = draft.words(language)
    return {
        "question": question,
        "answer": answer,
        "phrasings": [
            {"text": wording.text, "inquiry_id": wording.inquiry_id}
            for wording in draft.phrasings
            if wording.language == language
        ],
        "model": draft.drafted_by.get(language, ""),
    }
