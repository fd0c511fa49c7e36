"""When to answer with an approved FAQ, when to ask which is meant, and when to fetch a human."""

from faq_clustering.answering.explaining import Candidate, Explanation, Match
from faq_clustering.answering.generic import GENERIC_LANGUAGES, GENERIC_TEXTS
from faq_clustering.answering.index import AnswerIndex
from faq_clustering.answering.values import Choice, Decision, Kind, Language, Outcome, Phrasing

__all__ = [
    "GENERIC_LANGUAGES",
    "GENERIC_TEXTS",
    "AnswerIndex",
    "Candidate",
    "Choice",
    "Decision",
    "Explanation",
    "Kind",
    "Language",
    "Match",
    "Outcome",
    "Phrasing",
]
