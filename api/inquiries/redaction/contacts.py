"""E-mail addresses and telephone numbers."""

import re
from collections.abc import Iterator

import phonenumbers

from api.inquiries.redaction.numbers import is_labelled_identifier
from api.inquiries.redaction.spans import Kind, Span

AT = r"(?:@|\s?[(\[]\s?(?:at|アット)\s?[)\]]\s?)"
EMAIL = re.compile(
    rf"[A-Za-z0-9](?:[A-Za-z0-9._%+'-]*[A-Za-z0-9_%+-])?{AT}[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{{2,24}}(?![A-Za-z])",
    re.IGNORECASE,
)
# Digits in groups; neither in a word, a code, a decimal number nor a path.
DIGITS = re.compile(
    r"(?<![\w@#-])(?<!\d[.,:/])(?<![a-z]/)(?:\+|\(\+)?\(?\d(?:[- .()]{0,2}\d){8,14}(?![\w@])(?![-./,:]\d)",
    re.ASCII,
)
LOCAL = re.compile(r"(?<![\w@#-])(?<!\d[.,:/])(?<![a-z]/)0\d{1,4}\(\d{1,4}\)\d{3,4}(?!\w)", re.ASCII)
AMERICAN = re.compile(r"(?:1[- .])?\(?[2-9]\d{2}\)?[- .]{1,2}\d{3}[- .]\d{4}")
SAYS_PHONE = re.compile(
    r"(?:電話|携帯|連絡先|tel|phone"
    r"|mobile|cell|call(?: me)?(?: back)?(?: (?:at|on))?|fax)\W{0,4}(?:番号)?\W{0,4}$",
    re.IGNORECASE | re.ASCII,
)


def emails(plain: str) -> Iterator[Span]:
    """E-mail addresses, also 「taro (at) example.com」."""
    if "@" not in plain and "at" not in plain.lower() and "アット" not in plain:
        return
    for found in EMAIL.finditer(plain):
        yield Span(start=found.start(), end=found.end(), kind=Kind.EMAIL)


def phones(plain: str) -> Iterator[Span]:
    """Telephone numbers: Japanese, international with +, American and British ones with separators."""
    for found in LOCAL.finditer(plain):
        yield Span(start=found.start(), end=found.end(), kind=Kind.PHONE)
    for found in DIGITS.finditer(plain):
        number = found[0]
        start = found.start()
        if number.count("(") != number.count(")"):
            number = number.lstrip("(")
            start = found.end() - len(number)
        if _is_phone(number, plain[max(0, start - 24) : start]):
            yield Span(start=start, end=found.end(), kind=Kind.PHONE)


def _is_phone(number: str, before: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if number.lstrip("(").startswith("+"):
        return 8 <= len(digits) <= 15
    if is_labelled_identifier(before):
        return False
    parted = len(digits) < len(number)
    if digits[0] == "0":
        # Numbers that are not given out (03-0000-…) are masked as well: they have the form.
        return len(digits) in (10, 11) and (parted or _valid(digits, "JP", "GB"))
    if SAYS_PHONE.search(before):
        return _valid(number, "JP", "US", "GB")
    return AMERICAN.fullmatch(number) is not None and _valid(number, "US")


def _valid(number: str, *regions: str) -> bool:
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
