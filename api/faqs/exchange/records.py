"""What a file says of one FAQ, field by field as text; every format is read into this and written from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from api.errors import Invalid
from faq_clustering.text import normalise


class Field(StrEnum):
    """What a file can say of an FAQ, in the order in which it is written."""

    ID = "id"
    VERSION = "version"
    STATE = "state"
    QUESTION_JA = "question_ja"
    ANSWER_JA = "answer_ja"
    PHRASINGS_JA = "phrasings_ja"
    QUESTION_EN = "question_en"
    ANSWER_EN = "answer_en"
    PHRASINGS_EN = "phrasings_en"
    DRAFTS = "drafts"
    CATEGORY = "category"
    TAGS = "tags"
    AUDIENCE = "audience"
    VALID_UNTIL = "valid_until"
    OWNER = "owner"
    REVIEW_ON = "review_on"


LISTS = {Field.PHRASINGS_JA: "\n", Field.PHRASINGS_EN: "\n", Field.TAGS: ", ", Field.DRAFTS: ", "}
"""Fields that hold several things, and what stands between them."""

HEADERS = {
    Field.ID: "id faq_id 番号 faq番号",
    Field.VERSION: "version 版",
    Field.STATE: "state 状態",
    Field.QUESTION_JA: "question_ja question 質問 質問(日本語) 質問文 問い q",
    Field.ANSWER_JA: "answer_ja answer 答え 回答 答え(日本語) 回答(日本語) 回答文 a",
    Field.PHRASINGS_JA: "phrasings_ja phrasings 言い回し 言い回し(日本語) 類義質問 言い換え",
    Field.QUESTION_EN: "question_en 質問(英語)",
    Field.ANSWER_EN: "answer_en 答え(英語) 回答(英語)",
    Field.PHRASINGS_EN: "phrasings_en 言い回し(英語)",
    Field.DRAFTS: "drafts draft 下書き 下書きの言語",
    Field.CATEGORY: "category カテゴリ カテゴリー 分類",
    Field.TAGS: "tags tag タグ",
    Field.AUDIENCE: "audience 公開範囲 対象",
    Field.VALID_UNTIL: "valid_until 有効期限",
    Field.OWNER: "owner 担当者 担当",
    Field.REVIEW_ON: "review_on 見直し日",
}
ALIASES = {normalise(name): one for one, names in HEADERS.items() for name in names.split()}


class NoFaqColumns(Invalid):
    """No column looks like a question. Name the columns question_ja and answer_ja (or 質問 and 答え)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One FAQ of a file; `line` is where it begins. A field the file does not have keeps what is there."""

    values: Mapping[Field, str] = field(default_factory=dict)
    line: int = 0

    def parts(self, name: Field) -> list[str]:
        """Return what a field that holds several things has."""
        parts = self.values.get(name, "").split(LISTS[name].strip(" "))
        return [part.strip() for part in parts if part.strip()]


def columns_of(columns: Sequence[str]) -> dict[str, Field]:
    """Return which column is what; unknown ones are passed over. Raises `NoFaqColumns`."""
    found: dict[str, Field] = {}
    for column in columns:
        known = ALIASES.get(normalise(column))
        if known is not None and known not in found.values():
            found[column] = known
    if not {Field.QUESTION_JA, Field.QUESTION_EN, Field.ID} & set(found.values()):
        raise NoFaqColumns(f"{NoFaqColumns.__doc__} There are: {', '.join(columns)}.", columns=list(columns))
    return found
