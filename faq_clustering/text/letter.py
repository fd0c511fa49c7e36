"""Letters taken apart line by line: what the writer says, quoted mail, the signature."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from faq_clustering.text.asking import ASKS_PLAINLY
from faq_clustering.text.folding import folded
from faq_clustering.text.morphemes import morphemes

Part = Literal["body", "closing", "signature", "quote"]

LONGEST_LINE = 45
MOST_LINES = 6
# No pattern here needs more of a line, and a hostile line must cost nothing.
MOST_READ = 300

_WARM = "(?:(?:many|kind|best|warm) )*"
_RULE = "[-‐ー―─━=_*+■□◆◇~]{4,}"
QUOTED = re.compile(r"[>|]")
# What follows a signature's rule, a closing or the head of a quoted letter is not the writer's question.
NOTHING_AFTER = re.compile(
    rf"(?:(?P<closing>{_WARM}(?:regards|wishes|thanks|cheers)[,.!]?|sincerely[,.]?|best,|yours \w+,?)"
    r"|(?P<quote>-+ ?(?:original message|forwarded message|元のメッセージ|転送).*"
    r"|on .{6,120}(?:wrote:|<.+@.+>)"
    r"|\d{4}[年/-].{4,100}(?:<.+@.+>|wrote|書きました|のメール).{0,8}"
    r"|(?:from|差出人|送信者):.*@.*)"
    rf"|(?P<rule>{_RULE}).*"
    r"|(?P<signature>--|sent from (?:my|outlook|mail|yahoo) ?.{2,30}|get outlook for .{2,20}"
    r"|.{1,20}から送信))$"
)
# Outlook's head of a quoted letter: 差出人 without an address, and the date below it.
SENDER = re.compile(r"(?:from|差出人|送信者):")
SENT = re.compile(r"(?:sent|date|to|送信日時|日時|日付|宛先):")
NOTICE = re.compile("このメール|本メール|confidential|recipient|e-?mail")
CONTACT = re.compile(
    r"@|〒|\btel\b|電話|携帯|内線|\d{2,4}-\d{2,4}-\d{4}|^\+\d[\d ().-]{7,18}$|[\[〈<【].{1,12}[\]〉>】]"
)
COMPANY = re.compile(r"(?:株式|有限|合同)会社|[㈱㈲]|\((?:株|有)\)|〒")
# A name starts once: without the look-ahead, "AAAA" could be divided into words in too many ways.
ENGLISH_NAME = re.compile(r"(?:(?<![A-Za-zÀ-ſ.'’-])[A-ZÀ-Þ][A-Za-zÀ-ſ.'’-]*[\s,/|]*){1,5}(?:\([^)]*\))?")
LATIN = re.compile("[\0-ſ‐-’]*")
# Spares Sudachi the lines that plainly are sentences.
SENTENCE_END = re.compile("(?:ます|です|ません|ました|ください|下さい|たい|か)$|を")


class Line(NamedTuple):
    part: Part
    text: str


def read_letter(text: str) -> list[Line]:
    """The lines of a letter, stripped and without empty ones, each with the part it belongs to."""
    lines = [line for line in (line.strip() for line in text.splitlines()) if line]
    bare = [folded(line[:MOST_READ]) for line in lines]
    if len(lines) == 1:
        return [Line("quote" if QUOTED.match(bare[0]) else "body", lines[0])]
    end, rules = _end(bare)
    found = [
        Line("quote" if QUOTED.match(bare[place]) else "body", lines[place])
        for place in range(end)
        if place not in rules
    ]
    said = [place for place, line in enumerate(found) if line.part == "body"]
    for place in said[_signature([found[place].text for place in said]) :]:
        found[place] = Line("signature", found[place].text)
    found.extend(_tail(lines[end:], bare[end:]))
    return found


def _end(bare: Sequence[str]) -> tuple[int, set[int]]:
    """The line from which on the writer asks nothing more, and the rules drawn above it."""
    started, last_asking = False, -1
    rules: set[int] = set()
    for place, line in enumerate(bare):
        match = NOTHING_AFTER.match(line) if started else None
        if match and match.lastgroup == "rule":
            if last_asking < 0:
                last_asking = _last_asking(bare, place)
            # A rule with a question below it frames something and ends nothing.
            if place > last_asking:
                return place, rules
            rules.add(place)
        elif match or (started and _is_head(bare, place)):
            return place, rules
        started = started or not QUOTED.match(line)
    return len(bare), rules


def _last_asking(bare: Sequence[str], rule: int) -> int:
    last = rule
    for place in range(rule, len(bare)):
        match = NOTHING_AFTER.match(bare[place])
        if (match and match.lastgroup != "rule") or _is_head(bare, place):
            break
        if ASKS_PLAINLY.search(bare[place]) and not (QUOTED.match(bare[place]) or NOTICE.search(bare[place])):
            last = place
    return last if last > rule else rule - 1


def _is_head(bare: Sequence[str], place: int) -> bool:
    return bool(SENDER.match(bare[place]) and place + 1 < len(bare) and SENT.match(bare[place + 1]))


def _tail(lines: Sequence[str], bare: Sequence[str]) -> Iterator[Line]:
    quoted = False
    for place, line in enumerate(lines):
        match = NOTHING_AFTER.match(bare[place])
        group = match.lastgroup if match else None
        quoted = quoted or group == "quote" or _is_head(bare, place) or bool(QUOTED.match(bare[place]))
        yield Line("quote" if quoted else "closing" if group == "closing" else "signature", line)


def _signature(lines: Sequence[str]) -> int:
    """Where the last lines begin that say nothing but who wrote; never at the first line."""
    start, named = len(lines), False
    while start > 1 and len(lines) - start < MOST_LINES:
        tells = _tells_who(lines[start - 1])
        if tells is None:
            break
        start, named = start - 1, named or tells
    return start if named else len(lines)


def _tells_who(line: str) -> bool | None:
    """Whether a line tells who wrote; None if it says anything else."""
    if len(line) > LONGEST_LINE or line[-1] in "。？！?!" or line[0] in "・-*•":
        return None
    if LATIN.fullmatch(line):
        return True if ENGLISH_NAME.fullmatch(line) or CONTACT.search(folded(line)) else None
    if COMPANY.search(line):
        return True
    if SENTENCE_END.search(line):
        return None
    words = morphemes(unicodedata.normalize("NFKC", line))
    if any(
        word.kind in ("動詞", "助動詞", "形容詞") or (word.kind == "助詞" and word.surface != "の")
        for word in words
    ):
        return None
    return CONTACT.search(folded(line)) is not None or any(word.is_name for word in words)
