"""Candidate keywords of one text: Japanese noun compounds and verbs, English words and pairs of words."""

import re
import unicodedata
from collections.abc import Iterator

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from faq_clustering.text import Language
from faq_clustering.text.morphemes import Morpheme, morphemes

# Words of every inquiry, which tell none apart.
_JAPANESE = """
する ある いる なる できる 出来る やる くださる 下さる ください いただく 頂く もらう くれる しまう おる ます
教える 知る 思う 言う いう つく 付く 行う おこなう よる 因る 願う わかる 分かる 申す 申し上げる 致す いたす
見る みる 来る くる 行く いく 聞く 伺う お願い こと もの ため 為 よう とき 時 場合 方法 何 なに どこ どれ いつ
誰 だれ どちら ござる うち 現在 必要 可能 教示 ご教示 自分 当方 弊社 御社 貴社 全部
これ それ あれ ここ そこ 私 わたし 方 ほう 件 質問 所 ところ の ん 的 際 中 後 前 以上 以下
"""
_ENGLISH = """
don doesn didn isn wasn won couldn shouldn can't don't doesn't didn't isn't wasn't won't i'm i've i'd it's
that's what's there's does did doing want need like know tell help just got use using way
make thanks hi hello hey
yes ok
"""
JAPANESE_STOPS = frozenset(_JAPANESE.split())
ENGLISH_STOPS = (ENGLISH_STOP_WORDS - {"bill", "fire", "system", "cry"}) | frozenset(_ENGLISH.split())
ENGLISH_TOKEN = re.compile(r"[a-z][a-z0-9]*(?:['-][a-z0-9]+)*|[.,;:!?()]")
COUNTERS = {"助数詞", "助数詞可能"}
NUMBER = re.compile(r"[\d.,:/%-]+")


def keywords_of(text: str, language: Language) -> frozenset[str]:
    """What the text could be found by."""
    text = unicodedata.normalize("NFKC", text)
    return frozenset(_japanese(text) if language == "ja" else _english(text.lower().replace("’", "'")))


def _japanese(text: str) -> Iterator[str]:
    nouns: list[Morpheme] = []
    for word in morphemes(text):
        # A prefix or a number opens a compound: 二段階認証 stays whole.
        if word.kind in ("接頭辞", "名詞") or (word.kind == "接尾辞" and "名詞的" in word.details and nouns):
            nouns.append(word)
            continue
        yield from _compound(nouns)
        nouns = []
        if word.kind == "動詞" and word.dictionary_form not in JAPANESE_STOPS:
            yield word.dictionary_form
    yield from _compound(nouns)


def _compound(nouns: list[Morpheme]) -> Iterator[str]:
    if len(nouns) > 1 and "数詞" in nouns[0].details and COUNTERS & set(nouns[1].details):
        # 3つ and 10月分 count or date something; they do not name it.
        return
    whole = "".join(noun.surface for noun in nouns)
    # Its parts as well: パスワード再発行 and パスワードの再発行 share words.
    for noun in [whole, *(noun.surface for noun in nouns if len(nouns) > 1)]:
        noun = noun.lower() if noun.isascii() else noun
        if len(noun) > 1 and not NUMBER.fullmatch(noun) and noun not in JAPANESE_STOPS:
            yield noun


def _english(text: str) -> Iterator[str]:
    before = ""
    for token in ENGLISH_TOKEN.findall(text):
        telling = token[0].isalpha() and len(token) > 1 and token not in ENGLISH_STOPS
        if telling:
            yield token
            if before:
                yield f"{before} {token}"
        before = token if telling else ""
