"""What the look-up file declares, as frozen values. docs/lookups.md explains every key."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Key

from api.lookups.json_path import BadPath, json_path
from api.lookups.request import Request
from api.lookups.template import names_in
from api.lookups.values import value_in
from faq_clustering.answering import Language

Name: TypeAlias = Annotated[str, Key(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Words: TypeAlias = Annotated[str, Key(min_length=1)]


class Declared(BaseModel):
    """A part of the file: no other key than these, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class InBoth(Declared):
    """Words in both languages."""

    ja: Words
    en: Words

    def in_language(self, language: Language) -> str:
        """Return the words of one language."""
        return self.ja if language == "ja" else self.en


class Examples(Declared):
    """Questions that start a look-up, without numbers; at least three a language."""

    ja: tuple[Words, ...] = Key(min_length=3)
    en: tuple[Words, ...] = Key(min_length=3)


class CounterExamples(Declared):
    """Questions in like words that the look-up does not answer."""

    ja: tuple[Words, ...] = ()
    en: tuple[Words, ...] = ()


class Field(Declared):
    """One thing to ask the customer for."""

    name: Name
    prompt: InBoth
    invalid: InBoth
    pattern: Words
    """What a value looks like (regular expression, any case), after NFKC and with plain hyphens."""
    write: str = ""
    """How the value is written for the company's system, `INV-\\1-\\2`; empty: as the customer wrote it."""
    case: Literal["keep", "upper", "lower"] = "keep"
    starts: bool = False
    """Whether such a value in a message is enough to start the look-up."""
    examples: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        try:
            found = re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern: {self.pattern!r} is no regular expression ({error})") from error
        if found.fullmatch(""):
            raise ValueError("pattern: it fits an empty text; write one that needs a character")
        try:
            wrong = [example for example in self.examples if value_in(self, example) is None]
        except (re.error, IndexError) as error:
            raise ValueError(f"write: {self.write!r} names a group that the pattern has not") from error
        if wrong:
            raise ValueError(f"examples: {wrong[0]!r} does not fit the pattern {self.pattern!r}")
        return self


class Value(Declared):
    """One value of the reply: where it is, and how it is worded."""

    path: Words
    """JSONPath; the first match counts."""
    kind: Literal["text", "number", "date"] = "text"
    words: dict[str, InBoth] = {}
    """What a code of the system is called."""
    missing: InBoth | None = None
    """What to say when it is not in the reply; without it such a reply cannot be used."""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        _check_path("path", self.path)
        return self


class NotFound(Declared):
    """How the system says that it knows no such thing, and what the customer hears then."""

    text: InBoth
    status: tuple[int, ...] = (404,)
    empty: str = ""
    """JSONPath that finds nothing, null or an empty list in such a reply."""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.empty:
            _check_path("empty", self.empty)
        return self


class Lookup(Declared):
    """One look-up: what starts it, what it asks for, whom it asks, what it says."""

    name: Name
    title: InBoth
    examples: Examples
    counter_examples: CounterExamples = CounterExamples()
    fields: tuple[Field, ...] = Key(min_length=1)
    request: Request
    not_found: NotFound
    values: dict[Name, Value]
    response: InBoth

    @model_validator(mode="after")
    def _agree(self) -> Self:
        asked = [field.name for field in self.fields]
        if len(set(asked)) < len(asked):
            raise ValueError("fields: two of them have the same name")
        known = {*asked, *self.values}
        if len(known) < len(asked) + len(self.values):
            raise ValueError("values: one of them is called like a field; give it another name")
        for key, text, allowed in self._templates():
            try:
                strange = names_in(text) - allowed
            except ValueError as error:
                raise ValueError(f"{key}: {error}") from error
            if strange:
                names = ", ".join(sorted(allowed))
                raise ValueError(f"{key}: {{{min(strange)}}} is not known here; known are {names}")
        return self

    def _templates(self) -> Iterator[tuple[str, str, set[str]]]:
        asked = {field.name for field in self.fields}
        for key, text in self.request.templates():
            yield f"request.{key}", text, asked
        for language in ("ja", "en"):
            yield f"not_found.text.{language}", self.not_found.text.in_language(language), asked
            yield f"response.{language}", self.response.in_language(language), asked | set(self.values)

    def field(self, name: str) -> Field:
        """Return the field called `name`."""
        return next(field for field in self.fields if field.name == name)


class Lookups(Declared):
    """Every look-up of the file."""

    lookups: tuple[Lookup, ...] = ()

    @model_validator(mode="after")
    def _one_name_each(self) -> Self:
        names = [lookup.name for lookup in self.lookups]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"lookups: two are called {twice[0]!r}")
        return self

    def named(self, name: object) -> Lookup | None:
        """Return the look-up called `name`, if it is declared."""
        return next((lookup for lookup in self.lookups if lookup.name == name), None)


def _check_path(key: str, path: str) -> None:
    try:
        json_path(path)
    except BadPath as error:
        raise ValueError(f"{key}: {error}") from error
