"""A first wording of the answer: what people already replied, never the bot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from api.candidates.sentences import MASK, Sentence, masked, sentences_of
from faq_clustering.answering.words import tokens

LIKE = {"ja": 0.1, "en": 0.2}
"""From this cosine (character n-grams) on two sentences are about the same: of the sample's pairs from
different topics 1.3 and 2.7 in 100 come so near."""
LEAST = 2
"""Replies that must say a sentence, or a word that counts: its own and another."""
NEW = 0.3
"""Part of a sentence's words that the draft must lack: what is said already is not said again."""
MOST, LONGEST = 6, 280
"""Sentences and characters of a draft: a reviewer reads it and shortens it."""
REPLIES = 60

# 「[氏名]様、お問い合わせありがとうございます。」 belongs to one customer's letter, not to an FAQ.
OPENINGS = re.compile(
    r"\A(?:"
    r"[^、。,.\n]{1,24}(?:様|さま|御中)[、,\s]*"
    r"|(?:いつも|大変|平素より?)*(?:お世話になっ[^。\n]{0,12}|お待たせ[^。\n]{0,16})[。\n]\s*"
    r"|(?:この度は|このたびは|早速の)?(?:お問い?合わせ|ご連絡|ご利用|ご質問|ご返信)[^。\n]{0,12}ありがとうございま(?:す|した)[。!\n]\s*"
    r"|(?:hi|hello|dear)\b[^,.!\n]{0,40}[,!\n]\s*"
    r"|thank(?:s| you)\b[^.!\n]{0,60}[.!\n]\s*"
    r")+",
    re.IGNORECASE,
)
CLOSINGS = re.compile(
    r"(?:\s*(?:(?:ご不明|何か|他に|また)[^。\n]{0,40}(?:ください|お知らせください|いたします)。"
    r"|(?:どうぞ)?(?:よろしく|宜しく)お?願い(?:いた|致)?します。"
    r"|(?:best|kind)? ?regards,?.{0,40}))+\s*\Z",
    re.IGNORECASE,
)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drafted:
    """A sentence of the draft and the places of the replies that say so, its own first."""

    text: str
    replies: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A draft answer in reading order. Where no sentence recurs (`recurring`) it is one reply."""

    sentences: tuple[Drafted, ...]
    recurring: bool
    language: str

    @property
    def answer(self) -> str:
        """The draft as text: a sentence a line where there are several."""
        return "\n".join(sentence.text for sentence in self.sentences)

    @property
    def replies(self) -> int:
        """How many replies it comes from."""
        return len({place for sentence in self.sentences for place in sentence.replies})

    @property
    def masked(self) -> bool:
        """Whether a detail of one inquiry was left out in it."""
        return MASK in self.answer


def as_answer(reply: str) -> str:
    """Return a reply without the greeting and closing of a letter; whole when nothing would be left."""
    return CLOSINGS.sub("", OPENINGS.sub("", reply.strip())).strip() or reply.strip()


def suggest(replies: Sequence[str], language: str) -> Suggestion | None:
    """Return a draft of what `replies` (the most central first) say in common; None without a reply.

    Sentences are extracted, none is written. Each one taken adds most of the words that replies share and
    the draft lacks, a word counting as often as replies say it (concepts: Gillick & Favre 2009). They come
    in the order in which replies say them.
    """
    if not replies:
        return None
    read = [
        sentence
        for place, reply in enumerate(replies[:REPLIES])
        for sentence in sentences_of(as_answer(reply), place)
    ]
    chosen = _recurring(read, min(len(replies), REPLIES), LIKE.get(language, LIKE["en"]))
    if not chosen:
        alone = Drafted(text=masked(as_answer(replies[0]), replies, language), replies=(0,))
        return Suggestion(sentences=(alone,), recurring=False, language=language)
    drafted = [Drafted(text=masked(read[row].text, replies, language), replies=said) for row, said in chosen]
    return Suggestion(sentences=tuple(drafted), recurring=True, language=language)


def _recurring(read: Sequence[Sentence], replies: int, like: float) -> list[tuple[int, tuple[int, ...]]]:
    """Return (row, replies that say it) of the sentences to take, in reading order."""
    if len(read) < 2:
        return []
    grams = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True)
    rows = grams.fit_transform([sentence.plain for sentence in read])
    alike = np.asarray((rows @ rows.T).todense())
    owner = np.array([sentence.reply for sentence in read])
    said = [tuple(np.flatnonzero(of_it >= like).tolist()) for of_it in _by_reply(alike, owner, replies)]
    words, worth = _worth(read)
    order: list[int] = []
    told: set[str] = set()
    left = [row for row in range(len(read)) if len(said[row]) + 1 >= LEAST]
    while left and len(order) < MOST:
        row = max(left, key=lambda row: sum(worth[word] for word in words[row] - told))
        order.append(row)
        told |= words[row]
        length = sum(len(read[taken].text) for taken in order)
        left = [
            row
            for row in left
            if length + len(read[row].text) <= LONGEST and len(words[row] - told) >= NEW * len(words[row]) > 0
        ]
    when = [
        np.mean([read[other].position for other in np.flatnonzero(alike[row] >= like).tolist()])
        for row in order
    ]
    return [
        (row, (read[row].reply, *said[row]))
        for _, row in sorted(zip(when, order, strict=True), key=lambda pair: pair[0])
    ]


def _worth(read: Sequence[Sentence]) -> tuple[list[set[str]], dict[str, int]]:
    """Return the words of each sentence that two replies or more say, and how many say each word."""
    said_by: dict[str, set[int]] = {}
    every = [set(tokens(sentence.plain)) for sentence in read]
    for sentence, words in zip(read, every, strict=True):
        for word in words:
            said_by.setdefault(word, set()).add(sentence.reply)
    worth = {word: len(replies) for word, replies in said_by.items() if len(replies) >= LEAST}
    return [words & worth.keys() for words in every], worth


def _by_reply(alike: Floats, owner: npt.NDArray[np.int64], replies: int) -> Floats:
    """The likeness of each sentence to the nearest of each other reply (sentences, replies)."""
    best = np.zeros((len(owner), replies))
    for reply in range(replies):
        of_it = np.flatnonzero(owner == reply)
        if len(of_it):
            best[:, reply] = alike[:, of_it].max(axis=1)
    best[np.arange(len(owner)), owner] = 0.0
    return best
