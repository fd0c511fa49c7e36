"""Lists of questions: ①②, (1)(2), 1. 2., ・ – not lists of facts, steps or conditions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faq_clustering.text.asking import ASKS, ENTRY_ASKS, SUMS_UP
from faq_clustering.text.folding import folded

# Signs further on in a sentence do not count, and a hostile one must cost nothing.
MOST_READ = 300
MOST_ENTRIES = 9

_DIGIT = "[1-9１-９]"
_RING = rf"[①-⑨]|[(（]{_DIGIT}[)）]|{_DIGIT}[)）](?=[\s\D])"
MARK = re.compile(rf"(?:{_RING}|{_DIGIT}[.)．、）](?![\d０-９])|[・●■◆•*-])\s*(?=\S)")
# Inside a line only numbers in rings or with brackets begin an entry.
INSIDE = re.compile(rf"(?<=[\s、])(?={_RING})")
RING = re.compile(_RING)
BARE_NUMBER = re.compile(rf"{_DIGIT}[.．]?")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that is no courtesy. `mark` is the number or the point of a list before it."""

    text: str
    starts_line: bool
    mark: str = ""

    @property
    def bare(self) -> str:
        return folded(self.text[:MOST_READ])


def listed(sentences: Sequence[Said]) -> tuple[list[Said], set[int]] | None:
    """The sentences without marks and where entries begin, from the second on; nothing if no list asks."""
    said = _marked(sentences)
    places = [place for place, one in enumerate(said) if one.mark]
    if not 2 <= len(places) <= MOST_ENTRIES or not _in_order([said[place].mark for place in places]):
        return None
    # The last entry ends with its line.
    last = next((place for place in range(places[-1] + 1, len(said)) if said[place].starts_line), len(said))
    entries = zip(places, [*places[1:], last], strict=True)
    if not all(any(_entry_asks(one) for one in said[first:end]) for first, end in entries):
        return None
    # 「①… ②… この条件でできますか」: the entries are conditions of the question below.
    if any(ASKS.search(one.bare) and not SUMS_UP.search(one.bare) for one in said[last:]):
        return None
    return said, set(places[1:])


def _marked(sentences: Sequence[Said]) -> list[Said]:
    """Each sentence cut where an entry begins in it, and its mark taken off."""
    found: list[Said] = []
    number: Said | None = None
    for sentence in sentences:
        # "1. How …": the point after the number has ended a sentence.
        if BARE_NUMBER.fullmatch(sentence.text):
            number = sentence
            continue
        for place, part in enumerate(INSIDE.split(sentence.text)):
            starts_line = sentence.starts_line and place == 0
            mark = (MARK if starts_line else RING).match(part)
            text = part[mark.end() :] if mark else part
            if number:
                found.append(Said(text.strip(), number.starts_line, number.text))
            else:
                found.append(Said(text.strip().rstrip("、,"), starts_line, mark[0].strip() if mark else ""))
            number = None
    return found


def _in_order(marks: Sequence[str]) -> bool:
    """1, 2, 3 from the first on, or the same sign each time."""
    numbers = [folded(mark).strip("().、") for mark in marks]
    if any(number.isdigit() for number in numbers):
        return numbers == [str(place) for place in range(1, len(numbers) + 1)]
    return len(set(numbers)) == 1


def _entry_asks(one: Said) -> bool:
    return ENTRY_ASKS.search(one.bare.rstrip("。. ")) is not None
