"""Names in the last lines of a Japanese letter, which say nothing but who wrote."""

import re
from collections.abc import Iterator, Sequence

from api.inquiries.redaction.spans import Kind, Span
from api.inquiries.redaction.words import Word, name_start

LONGEST_LINE = 60
MOST_LINES = 8
MARK = re.compile(r"[-_=*+■□◆◇~<>()\[\]【】|/:・,]+")
TELLS_WHO = re.compile(r"@|〒|TEL|電話|携帯|\[[^\]]+\]", re.IGNORECASE)


def signature_names(plain: str, lines: Sequence[Sequence[Word]]) -> Iterator[Span]:
    """Parts of the last lines that are nothing but a name: 「くらた金物店 倉田」 gives 倉田."""
    written = [words for words in lines if words]
    if written:
        yield from _last_part(list(_parts(written[-1])), alone=len(written) == 1)
    for words in written[:0:-1][:MOST_LINES]:
        if not _says_nothing(plain[words[0].start : words[-1].end], words):
            return
        for part in _parts(words):
            if name_start(part, len(part)) == 0:
                yield Span(start=part[0].start, end=part[-1].end, kind=Kind.NAME)


def _last_part(parts: Sequence[Sequence[Word]], *, alone: bool) -> Iterator[Span]:
    """「よろしくお願いします。 佐藤」"""
    if len(parts) > alone and name_start(parts[-1], len(parts[-1])) == 0:
        yield Span(start=parts[-1][0].start, end=parts[-1][-1].end, kind=Kind.NAME)


def _says_nothing(line: str, words: Sequence[Word]) -> bool:
    if TELLS_WHO.search(line):
        return True
    if len(line) > LONGEST_LINE or line[-1] in "。？！?!" or line[0] in "・*•>":
        return False
    aside = line.find("(") if "(" in line else len(line)
    said = [word for word in words if word.start - words[0].start < aside]
    return not any(
        word.kind in ("動詞", "助動詞", "形容詞") or (word.kind == "助詞" and word.text != "の")
        for word in said
    )


def _parts(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words between spaces and marks."""
    part: list[Word] = []
    for word in words:
        if word.is_space or word.kind == "補助記号" or MARK.fullmatch(word.text):
            if part:
                yield part
            part = []
        else:
            part.append(word)
    if part:
        yield part
