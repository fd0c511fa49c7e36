"""Look-ups: questions that a company's own system answers, declared in one YAML file without code."""

from api.lookups.declared import Field, Lookup, Lookups
from api.lookups.reading import BadLookups, load_lookups

__all__ = ["BadLookups", "Field", "Lookup", "Lookups", "load_lookups"]
