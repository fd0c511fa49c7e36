"""Texts made comparable: folded, their language told, the inquiry cut out of its courtesies."""

from faq_clustering.text.comparison import Language, language_of, normalise
from faq_clustering.text.demand import Cut, CutKind, Demand, asks_something, demand_of, read_demand

__all__ = [
    "Cut",
    "CutKind",
    "Demand",
    "Language",
    "asks_something",
    "demand_of",
    "language_of",
    "normalise",
    "read_demand",
]
