"""What a rule finds, and the token that takes its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from faq_clustering.text import Language


class Kind(StrEnum):
    """A kind of personal data."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    POSTAL_CODE = "postal code"
    CARD = "card number"
    MY_NUMBER = "My Number"
    NAME = "name"


JAPANESE = {
    Kind.EMAIL: "メール",
    Kind.PHONE: "電話番号",
    Kind.ADDRESS: "住所",
    Kind.POSTAL_CODE: "郵便番号",
    Kind.CARD: "カード番号",
    Kind.MY_NUMBER: "マイナンバー",
    Kind.NAME: "氏名",
}
TOKEN = re.compile(rf"\[(?:{'|'.join([*Kind, *JAPANESE.values()])})\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Characters `start` up to `end` are personal data."""

    start: int
    end: int
    kind: Kind


def token(kind: Kind, language: Language) -> str:
    """What stands in the masked text: `[メール]`, in English text `[email]`."""
    return f"[{JAPANESE[kind] if language == 'ja' else kind.value}]"


def apart(spans: Iterable[Span], text: str) -> list[Span]:
    """The spans in the order of the text; of two that overlap the earlier found wins. Tokens stay whole."""
    taken: list[Span] = []
    blocked = bytearray(len(text))
    for found in TOKEN.finditer(text):
        blocked[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    for span in spans:
        if 1 not in blocked[span.start : span.end] and text[span.start : span.end].strip():
            taken.append(span)
            blocked[span.start : span.end] = b"\1" * (span.end - span.start)
    return sorted(taken, key=lambda span: span.start)
