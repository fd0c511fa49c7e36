"""What comes in: one inquiry as its source tells it, and the reasons why one is not kept."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LONGEST = 20_000


class Reason(StrEnum):
    """Why a row is refused. The pages have a sentence for each."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NUL = "nul"
    UNREADABLE = "unreadable"
    DATE = "date"
    FUTURE = "future"
    COLUMNS = "columns"
    JSON = "json"
    MINUTES = "minutes"
    OTHER_TEXT = "other_text"


SENTENCES = {
    Reason.EMPTY: "there is no text",
    Reason.TOO_LONG: f"the text is longer than {LONGEST:,} characters",
    Reason.NUL: "the text holds a NUL character",
    Reason.UNREADABLE: "some characters cannot be read in the file's encoding",
    Reason.DATE: "the date cannot be read",
    Reason.FUTURE: "the date lies in the future",
    Reason.COLUMNS: "there are more columns than the header has",
    Reason.JSON: "this is not a JSON object",
    Reason.MINUTES: "the minutes are not a number of 0 or more",
    Reason.OTHER_TEXT: "an inquiry with this id and another text is there already",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """One inquiry as it was written, unmasked.

    Without `received_at` it counts as received now. `external_key` is its id where it comes from; without
    one, source, text and time tell it from others. `line` is where it stood in the file or batch.
    """

    text: str
    received_at: datetime | None = None
    channel: str = "other"
    reply: str | None = None
    external_key: str | None = None
    handle_minutes: float | None = None
    replied_at: datetime | None = None
    account_id: int | None = None
    conversation_id: str | None = None
    episode_id: int | None = None
    line: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A row that was not kept. Its text is not repeated here: it may hold personal data."""

    line: int
    reason: Reason

    @property
    def sentence(self) -> str:
        """The reason in plain English."""
        return SENTENCES[self.reason]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What became of the rows. `ids` are the kept inquiries'."""

    kept: int = 0
    duplicates: int = 0
    refused: tuple[Refused, ...] = ()
    ids: tuple[int, ...] = field(default=(), repr=False)

    def __add__(self, other: "Report") -> "Report":
        return Report(
            kept=self.kept + other.kept,
            duplicates=self.duplicates + other.duplicates,
            refused=self.refused + other.refused,
            ids=self.ids + other.ids,
        )
