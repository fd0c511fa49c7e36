"""Sentences of agents' replies that say something to everybody, and what of them belongs to one inquiry."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from faq_clustering.text.sentences import read_sentence

MASK = "[…]"
LEAST = 6
"""Characters of a sentence that says something."""

# A point ends a sentence only before a space, not in "3.5" or "example.com".
_SENTENCE = re.compile(r"(?:[^。！？!?.\n]++|\.(?=\S))++(?:[。！？!?.]+[」』）)]*)?")
# 「[氏名]様、」, 「いつもありがとうございます。」: to somebody, or about nothing.
_TO_SOMEBODY = re.compile(
    r"\A(?:[^、。]{0,16}(?:様|さま)[、，,]\s*|はい、|いいえ、|(?:yes|no|sure|hi|hello)[,.!]\s*)+",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"ありがとうございま|ご不便|ご迷惑|申し訳|恐縮|恐れ入り|お手数|お待ちください|ご安心ください|お待たせ|よろしくお願い"
    r"|ご不明な点|お気軽に|\b(?:sorry|apolog|thank|regards|let (?:me|us) know|happy to help|welcome)",
    re.IGNORECASE,
)
# What was found out or done for one customer; what happens today or tomorrow.
_ONE_OFF = re.compile(
    r"(?:ました|ておりました|済み|済みです|との(?:こと|由)|ご案内)。?\Z|御社|貴社|弊社で|こちらで(?:確認|対応|手配)"
    r"|本日|昨日|明日|今朝|先ほど|先日|別(?:メール|便)で|折り返し|入電|\[[^\]]{1,12}\]"
    r"|\b(?:I(?:'ve| have)|we(?:'ve| have)|I (?:just|can see|checked|found|sent)|your account)\b"
    r"|\b(?:today|tomorrow|yesterday|this morning)\b",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s」』）)>、。]+")
_DATE = re.compile(r"\d{1,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{4}[-/]\d{1,2}[-/]\d{1,2}")
_CODE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9#-]*\d)[A-Za-z#]{1,8}-?\d[A-Za-z0-9-]{2,}(?![A-Za-z0-9])")
_NUMBER = re.compile(r"(?<![A-Za-z0-9])\d[\d,.:]*\d|(?<![A-Za-z0-9])\d")
_DETAILS = (_URL, _DATE, _CODE, _NUMBER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence of reply number `reply`, `position` (0 to 1) in it; `plain` is what likeness is told by."""

    text: str
    plain: str
    reply: int
    position: float


def sentences_of(text: str, reply: int) -> list[Sentence]:
    """Return the sentences of a reply that may be said to everybody."""
    whole = [found.group().strip() for found in _SENTENCE.finditer(text)]
    kept = []
    for place, sentence in enumerate(whole):
        said = _TO_SOMEBODY.sub("", read_sentence(sentence, place)[0].strip()).strip()
        if len(said) < LEAST or _COURTESY.search(said) or _ONE_OFF.search(said):
            continue
        said = said[0].upper() + said[1:]
        position = place / max(len(whole) - 1, 1)
        kept.append(Sentence(text=said, plain=_plain(said), reply=reply, position=position))
    return kept


def masked(text: str, replies: Sequence[str], language: str) -> str:
    """Return `text` with a mark for each address, date, code and number that fewer than two replies name."""
    folded = [unicodedata.normalize("NFKC", reply) for reply in replies]

    def common(detail: str) -> bool:
        plain = unicodedata.normalize("NFKC", detail)
        bounded = re.compile(rf"(?<!\d){re.escape(plain)}(?!\d)")
        return sum(bounded.search(reply) is not None for reply in folded) >= 2

    kept: list[str] = []

    def shelve(found: re.Match[str]) -> str:
        kept.append(found.group() if common(found.group()) else MASK)
        # A private-use character stands in, so that the number rule does not read inside what was kept.
        return chr(0xE000 + len(kept) - 1)

    for detail in _DETAILS:
        text = detail.sub(shelve, text)
    for place in reversed(range(len(kept))):
        text = text.replace(chr(0xE000 + place), kept[place])
    return text


def _plain(text: str) -> str:
    """Folded, all digits alike: two replies with other numbers say the same."""
    return re.sub(r"\d+", "0", unicodedata.normalize("NFKC", text).casefold())
