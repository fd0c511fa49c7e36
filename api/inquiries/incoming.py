"""What comes in: one inquiry as its source tells it, and the reasons why one is not kept."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LONGEST = 20_000
LONGEST_NAME = 100
LONGEST_ID = 255


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


def in_order(
    received: datetime | None, replied: datetime | None, closed: datetime | None, *, latest: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return when it was replied to and closed; a time that cannot be is left out, as one that is unreadable.

    It cannot be before the inquiry, a close not before the reply, and neither after `latest`.
    """

    def possible(at: datetime | None, after: datetime | None) -> datetime | None:
        return at if at is not None and after is not None and after <= at <= latest else None

    replied = possible(replied, received)
    return replied, possible(closed, replied or received)


def short(written: str | None, most: int) -> str | None:
    """Return a name or an id without the space around it; nothing when it is empty or too long for one."""
    kept = (written or "").strip()
    return kept if 0 < len(kept) <= most else None


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
    closed_at: datetime | None = None
    handler: str | None = None
    """Who of the staff handled it."""
    customer_id: str | None = None
    """Who asked, as the company calls them: the `sub` of an identity."""
    account_id: int | None = None
    conversation_id: str | None = None
    episode_id: int | None = None
    line: int = 0

    @property
    def tells_an_episode(self) -> bool:
        """Whether it says whose it was, when it came, and that a person took care of it."""
        known = self.customer_id is not None and self.received_at is not None
        return known and (self.replied_at is not None or self.closed_at is not None)


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
