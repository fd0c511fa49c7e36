"""Texts made comparable: folded, their language told, the inquiry cut out of its courtesies."""

from faq_clustering.text.comparison import Language, language_of, normalise
from faq_clustering.text.demand import demand_of

__all__ = ["Language", "demand_of", "language_of", "normalise"]
