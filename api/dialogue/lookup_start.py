"""Which look-up a question starts: by a number that belongs to it, or by what it asks."""

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from fastapi import FastAPI

from api.answers.embedded import vectors_of
from api.answers.serving import Serving
from api.answers.similar import Neighbourhood
from api.house import House
from api.lookups import Lookup
from api.lookups.declared import CounterExamples, Examples
from api.lookups.values import values_in, without_values
from faq_clustering.answering import GENERIC_TEXTS, Language, Phrasing
from faq_clustering.text import demand_of

NEAR = 0.4
"""From this cosine to an example on (means of the language taken away) a question may ask for the look-up."""
NONE = -1
"""The number that counter-examples stand under."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """A look-up that a question starts, with the values that the question holds already."""

    lookup: Lookup
    values: dict[str, str]
    near: bool
    """Whether the words ask for it; a number alone yields to an FAQ that answers outright."""


class Starts:
    """The declared look-ups with the vectors of their examples, embedded when the first question comes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._building = threading.Lock()
        self._examples: Neighbourhood | None = None

    def of(self, text: str, language: str, serving: Serving) -> Start | None:
        """Return the look-up that a message starts, if any."""
        declared = self._house.lookups.lookups
        if not declared:
            return None
        held = {number: values for number, lookup in enumerate(declared) if (values := taken(lookup, text))}
        own = [field for one in declared for field in one.fields if field.starts]
        asked = without_values(own, demand_of(text))
        vector = serving.vector(asked) if any(sign.isalpha() for sign in asked) else None
        cosines = {} if vector is None else self._cosines(vector, language)
        if held:
            best = max(held, key=lambda number: cosines.get(number, -1.0))
            near = cosines.get(best, -1.0) >= max(NEAR, cosines.get(NONE, -1.0))
            return Start(lookup=declared[best], values=held[best], near=near)
        best = max(cosines, key=lambda number: cosines[number], default=NONE)
        if best == NONE or vector is None or cosines[best] < NEAR:
            return None
        # An FAQ that is nearer may be what the customer asks.
        nearest = max((faq.cosine for faq in serving.similar(vector, language)), default=-1.0)
        if cosines[best] < nearest:
            return None
        return Start(lookup=declared[best], values={}, near=True)

    def _cosines(self, vector: npt.NDArray[np.float32], language: str) -> dict[int, float]:
        near = self._neighbourhood().near(vector, language)
        return {similar.faq_id: similar.cosine for similar in near}

    def _neighbourhood(self) -> Neighbourhood:
        with self._building:
            if self._examples is None:
                self._examples = self._embed()
            return self._examples

    def _embed(self) -> Neighbourhood:
        # A look-up stands here by its number in the file, where FAQs stand by their id.
        phrasings = [
            Phrasing(faq_id=stands_under, version_id=0, text=text, language=language)
            for number, lookup in enumerate(self._house.lookups.lookups)
            for stands_under, texts in ((number, lookup.examples), (NONE, lookup.counter_examples))
            for language, spoken in _languages(texts)
            for text in spoken
        ]
        texts = [phrasing.text for phrasing in phrasings]
        vectors = vectors_of(self._house.sessions, self._house.embedder, [*texts, *GENERIC_TEXTS])
        return Neighbourhood.of(phrasings, vectors[: len(texts)], vectors[len(texts) :])


def _languages(texts: Examples | CounterExamples) -> list[tuple[Language, tuple[str, ...]]]:
    return [("ja", texts.ja), ("en", texts.en)]


def taken(lookup: Lookup, text: str) -> dict[str, str]:
    """Return the values in a first message, if one that starts the look-up is among them."""
    first, rest = values_in([field for field in lookup.fields if field.starts], text)
    if not first:
        return {}
    more, _ = values_in([field for field in lookup.fields if not field.starts], rest)
    return first | more


def lookup_starts_of(app: FastAPI) -> Starts:
    """Return what starts look-ups in this process."""
    starts: Starts | None = getattr(app.state, "lookup_starts", None)
    if starts is None:
        starts = app.state.lookup_starts = Starts(app.state.house)
    return starts
