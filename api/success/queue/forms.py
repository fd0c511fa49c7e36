"""What is sent with a card, read and checked. Nothing here does I/O."""

from datetime import date, timedelta

from api.errors import Invalid
from api.success.playbooks.playbook import LONGEST

REASONS = ("known", "no_time", "wrong_time", "not_theirs", "other")
"""Why a card is skipped; `other` needs words."""
MOST_MINUTES = 8 * 60
FURTHEST = timedelta(days=90)
NOTE = 1000


class BadMinutes(Invalid):
    """Say how many minutes it took: 0 to 480."""


class ReasonNeeded(Invalid):
    """Say why it is skipped; “other” needs a few words."""


class BadDay(Invalid):
    """Choose a day from tomorrow to 90 days from now."""


class TextNeeded(Invalid):
    """The message is empty or longer than 2,000 characters."""


def read_minutes(text: str) -> int:
    """Return the minutes logged; raises `BadMinutes`."""
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_MINUTES):
        raise BadMinutes
    return int(text)


def read_reason(reason: str, words: str) -> str:
    """Return why a card is skipped: a known reason, or words; raises `ReasonNeeded`."""
    words = words.strip()[:NOTE]
    if reason not in REASONS or (reason == "other" and not words):
        raise ReasonNeeded
    return f"{reason}: {words}" if words else reason


def read_day(text: str, today: date) -> date:
    """Return until when a card sleeps; raises `BadDay`."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadDay from error
    if not today < day <= today + FURTHEST:
        raise BadDay
    return day


def read_text(text: str) -> str:
    """Return the words of a message; raises `TextNeeded`."""
    text = text.replace("\r\n", "\n").strip()
    if not 0 < len(text) <= LONGEST:
        raise TextNeeded
    return text
