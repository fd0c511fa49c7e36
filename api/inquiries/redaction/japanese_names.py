"""Names of people in Japanese text: after 氏名, before 様 and さん, in introductions and in signatures."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from api.inquiries.redaction.signature import signature_names
from api.inquiries.redaction.spans import Kind, Span
from api.inquiries.redaction.words import JAPANESE, Word, name_start, words_of

HONORIFICS = {"様", "さま", "さん", "氏", "殿", "くん", "ちゃん", "先生"}
LABEL = re.compile(
    r"(?:(?:氏名|お名前|姓名|名前|フリガナ|ふりがな|担当者?名|契約者名|申込者名|名義人?)"
    r"[ ]*(?:\([^)\n]{1,6}\))?[ ]*[::][ ]*"
    r"|(?:氏名|お名前|担当者|ご担当|担当|記入者|申請者|申込者|契約者|差出人|宛名|責任者|連絡者)[ ]*[::][ ]*"
    r"|(?<![一-龥])(?:氏名|お名前)[ ]+)"
    r"([^\s、。,/|()\[\]:0-9]{1,10}(?:[ ][^\s、。,/|()\[\]:0-9]{1,8})?)(?=[\s、。,/|()]|$|です|と申)",
)
SAID = re.compile(
    r"(?:氏名|名前)(?:は|が)[、 ]?([^\s、。,()\[\]]{1,8}?(?:[ ][^\s、。,()\[\]]{1,6}?)?)(?=です|と申"
    r"|でございます|になり|に変わり)"
)
KATAKANA = re.compile(
    r"(?<![ァ-ヴー])[ァ-ヴー]{2,20}(?:[・=][ァ-ヴー]{2,20}){1,3}(?=[ ]?(?:様|さん|さま|氏|と申|です))"
)


def japanese_names(plain: str) -> Iterator[Span]:
    """Every name of a person that its surroundings give away. Companies stay."""
    if not JAPANESE.search(plain):
        return
    lines = _lines(plain)
    for line in lines:
        yield from _honoured(line)
        yield from _introduced(line)
        yield from _in_full(line)
    for rule in (LABEL, SAID):
        for found in rule.finditer(plain):
            if _is_value(words_of(found[1], found.start(1)), sure=rule is LABEL):
                yield Span(start=found.start(1), end=found.end(1), kind=Kind.NAME)
    for found in KATAKANA.finditer(plain):
        yield Span(start=found.start(), end=found.end(), kind=Kind.NAME)
    yield from signature_names(plain, lines)


def _lines(plain: str) -> list[list[Word]]:
    lines, place = [], 0
    for line in plain.split("\n"):
        lines.append(words_of(line, place))
        place += len(line) + 1
    return lines


def _honoured(words: Sequence[Word]) -> Iterator[Span]:
    """「佐藤様」「山田 太郎さん」"""
    for number, word in enumerate(words):
        if word.text in HONORIFICS and word.kind in ("接尾辞", "名詞"):
            yield from _name_before(words, number)


def _introduced(words: Sequence[Word]) -> Iterator[Span]:
    """「株式会社みどりの山田です」「大槻と申します」: the name goes, the company stays."""
    for number, (word, after) in enumerate(pairwise([*words, END])):
        if number == 0 or not _introduces(word, after):
            continue
        start = name_start(words, number)
        before = words[start - 1] if start else END
        if start < number and (word.text == "と" or _may_introduce(words[start], before)):
            yield Span(start=words[start].start, end=words[number - 1].end, kind=Kind.NAME)


def _introduces(word: Word, after: Word) -> bool:
    match word.text:
        case "です" | "だ":
            return after.text not in ("か", "が") or word.text == "です"
        case "で":
            return after.text.startswith("ござい")
        case "と":
            return after.text in ("申し", "もうし", "いい", "言い", "申す", "いう者")
        case "より" | "から":
            return after.text in ("", "の", "です", "。")
    return False


def _may_introduce(name: Word, before: Word) -> bool:
    if before.text == "の" or before is END or before.is_space or before.kind == "補助記号":
        return True
    # 「代表をしております古賀です」: after a verb too; 「場所は千葉です」 is a place.
    return name.is_person and before.kind not in ("名詞", "助詞")


def _in_full(words: Sequence[Word]) -> Iterator[Span]:
    """A surname followed by a given name, wherever it stands."""
    for first, second in pairwise(word for word in words if not word.is_space):
        near = second.start - first.end <= 1
        if near and "姓" in first.details and "名" in second.details:
            yield Span(start=first.start, end=second.end, kind=Kind.NAME)


def _name_before(words: Sequence[Word], number: int) -> Iterator[Span]:
    start = name_start(words, number)
    before = words[start - 1] if start else END
    # 「税理士さん」 is read as 税 and 理士, 「経理部長様」 as 経理部 and 長.
    length = words[number - 1].end - words[start].start
    part_of_word = before.kind in ("名詞", "接頭辞") and (len(before.text) == 1 or length == 1)
    if start < number and not part_of_word:
        yield Span(start=words[start].start, end=words[number - 1].end, kind=Kind.NAME)


def _is_value(words: Sequence[Word], *, sure: bool) -> bool:
    if any(
        word.kind in ("助詞", "動詞", "助動詞", "代名詞", "副詞") and not word.is_person for word in words
    ):
        return False
    return any(word.may_be_person or (sure and "普通名詞" not in word.details) for word in words)


END = Word("", 0, 0, "", ())
