"""The published FAQs as readers see them, in memory: a page or a keystroke needs no query."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.answers.content import answer_in
from api.faqs.models import FaqVersion
from api.web.texts import LANGUAGES

KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
UNFINISHED = re.compile(r"(?<=[ぁ-ゖー])[a-z]{1,2}$")
"""Letters of a kana that is still being typed: ぱすｗ."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One FAQ in one language; `words` are its question and phrasings, folded, the question first; `body` is
    its answer, folded."""

    faq_id: int
    version_id: int
    language: str
    languages: tuple[str, ...]
    """Those it can be read in."""
    question: str
    answer: str
    words: tuple[str, ...]
    body: str
    changed_at: datetime

    def match(self, parts: list[str], *, deep: bool) -> int | None:
        """Return how well the folded `parts` occur, together or else all of them: 0 is best, None not at all.

        `deep`: in the answer too.
        """
        typed = " ".join(parts)
        for rank, found in enumerate(
            (
                self.words[0].startswith(typed),
                typed in self.words[0],
                any(typed in words for words in self.words),
                all(any(part in words for words in self.words) for part in parts),
                deep and all(part in self.body for part in parts),
            )
        ):
            if found:
                return rank
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """Every published FAQ by language and number; `state` is the fingerprint of what is published."""

    state: str
    entries: Mapping[str, Mapping[int, Entry]]

    def entry(self, faq_id: int, language: str) -> Entry | None:
        """Return an FAQ in `language`, or None when it has none in it."""
        return self.entries[language].get(faq_id)

    def find(self, typed: str, language: str, *, deep: bool = False) -> list[Entry]:
        """Return the FAQs that hold what was typed, the best first; nothing for an empty text.

        `deep`: also those whose answer alone holds it, last.
        """
        folded = UNFINISHED.sub("", fold(typed))
        parts = folded.split()
        if not parts:
            return []
        ranked = [
            (rank, len(entry.question), entry)
            for entry in self.entries[language].values()
            if (rank := entry.match(parts, deep=deep)) is not None
        ]
        return [entry for *_, entry in sorted(ranked, key=lambda one: (*one[:2], one[2].faq_id))]


def shelved(versions: Iterable[FaqVersion], state: str) -> Shelf:
    """Arrange the newest versions of the published FAQs."""
    entries: dict[str, dict[int, Entry]] = {language: {} for language in LANGUAGES}
    for version in versions:
        contents = [answer_in(version, language) for language in LANGUAGES]
        own = [content for content in dict.fromkeys(contents) if content.answer]
        for content in own:
            said = [content.question, *(p.text for p in version.phrasings if p.language == content.language)]
            entries[content.language][version.faq_id] = Entry(
                faq_id=version.faq_id,
                version_id=version.id,
                language=content.language,
                languages=tuple(sorted((one.language for one in own), key=LANGUAGES.index)),
                question=content.question,
                answer=content.answer,
                words=tuple(fold(words) for words in said),
                body=fold(content.answer),
                changed_at=version.created_at,
            )
    return Shelf(state=state, entries=entries)


def fold(text: str) -> str:
    """Return `text` with width, case and kana made alike, so that ぱすわーど finds パスワード before the IME
    has converted it."""
    return unicodedata.normalize("NFKC", text).casefold().translate(KATAKANA).strip()
