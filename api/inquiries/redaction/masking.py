"""All rules over one text."""

from collections.abc import Iterator

from api.inquiries.redaction.addresses import addresses, postal_codes
from api.inquiries.redaction.contacts import emails, phones
from api.inquiries.redaction.english_names import english_names
from api.inquiries.redaction.folding import folded, visible
from api.inquiries.redaction.japanese_names import japanese_names
from api.inquiries.redaction.numbers import cards, my_numbers
from api.inquiries.redaction.repeats import repeats
from api.inquiries.redaction.spans import Kind, Span, apart, token
from faq_clustering.text import Language, language_of


def mask(text: str) -> str:
    """The text with a token in the place of each piece of personal data. Masking it again changes nothing."""
    text = visible(text)
    language = language_of(text)
    while (masked := _once(text, language)) != text:
        text = masked
    return text


def _once(text: str, language: Language) -> str:
    # Each round replaces characters that are not part of a token, so the rounds end.
    plain = folded(text)
    found = apart(_found(plain), plain)
    names = [plain[span.start : span.end] for span in found if span.kind is Kind.NAME]
    found = apart([*found, *repeats(plain, names)], plain)
    pieces: list[str] = []
    place = 0
    for span in found:
        pieces += [text[place : span.start], token(span.kind, language)]
        place = span.end
    return "".join([*pieces, text[place:]])


def _found(plain: str) -> Iterator[Span]:
    """In the order in which rules win over each other."""
    yield from emails(plain)
    if any(character.isdigit() for character in plain):
        yield from postal_codes(plain)
        yield from cards(plain)
        yield from my_numbers(plain)
        yield from phones(plain)
    yield from addresses(plain)
    yield from japanese_names(plain)
    yield from english_names(plain)
