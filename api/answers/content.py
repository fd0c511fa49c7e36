"""What an FAQ version says in the customer's language."""

from typing import NamedTuple

from api.faqs.models import FaqVersion


class Content(NamedTuple):
    """Question, answer (Markdown) and the language they are in."""

    question: str
    answer: str
    language: str


def answer_in(version: FaqVersion, language: str) -> Content:
    """Return the version in `language` where it has it, else in the other."""
    ja = Content(version.question_ja or "", version.answer_ja or "", "ja")
    en = Content(version.question_en or "", version.answer_en or "", "en")
    wanted, other = (en, ja) if language == "en" else (ja, en)
    return wanted if wanted.answer else other
