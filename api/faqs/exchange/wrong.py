"""What can be wrong with a row. The pages and the command have a sentence for each."""

from dataclasses import dataclass
from enum import StrEnum

from api.errors import Invalid
from api.faqs.drafts import (
    FaqTooLong,
    HalfWritten,
    NothingPublished,
    QuestionMissing,
    TooManyLabels,
    UnknownAudience,
)


class Wrong(StrEnum):
    """Why a row cannot be imported."""

    JSON = "json"
    COLUMNS = "columns"
    UNREADABLE = "unreadable"
    NUL = "nul"
    ID = "id"
    VERSION = "version"
    STATE = "state"
    DATE = "date"
    OWNER = "owner"
    AUDIENCE = "audience"
    DRAFTS = "drafts"
    NOTHING_PUBLISHED = "nothing_published"
    QUESTION_MISSING = "question_missing"
    HALF_WRITTEN = "half_written"
    TOO_LONG = "too_long"
    LABELS = "labels"
    AMBIGUOUS = "ambiguous"
    TWICE = "twice"
    CHANGED_MEANWHILE = "changed_meanwhile"
    RETIRED = "retired"


@dataclass(frozen=True, kw_only=True, slots=True)
class WrongRow:
    """A row that cannot be imported."""

    line: int
    wrong: Wrong


class RowIsWrong(Exception):
    """Ends the reading of one row."""

    def __init__(self, wrong: Wrong) -> None:
        self.wrong = wrong
        super().__init__(wrong)


OF_DRAFT: dict[type[Invalid], Wrong] = {
    QuestionMissing: Wrong.QUESTION_MISSING,
    HalfWritten: Wrong.HALF_WRITTEN,
    NothingPublished: Wrong.NOTHING_PUBLISHED,
    FaqTooLong: Wrong.TOO_LONG,
    TooManyLabels: Wrong.LABELS,
    UnknownAudience: Wrong.AUDIENCE,
}
"""What a draft is refused for, as a row's reason."""
