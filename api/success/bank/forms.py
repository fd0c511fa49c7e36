"""What a manager sends to the bank, read and checked. Nothing here does I/O."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from api.errors import Invalid
from api.success.bank.ledger import Terms
from api.success.bank.what_if import Supposed

MOST_MINUTES = 24 * 60
MOST_HOURS = 1000


class BadTerms(Invalid):
    """Shares go from 0 to 100 %, minutes from 0 to 1,440, review hours from 0 to 1,000."""


class BadWeek(Invalid):
    """Choose a day between the bank's first week and eight weeks from now."""


def read_terms(sent: Mapping[str, str], before: Terms, *, earliest: date, this: date) -> Terms:
    """Return what the form sets on top of `before`; an empty field goes back to the ledger's figure.

    `minutes:<topic>` is a topic's; others stay as they were. Raises `BadTerms`, `BadWeek`.
    """
    minutes = dict(before.minutes)
    for name, text in sent.items():
        kind, _, topic = name.partition(":")
        if kind != "minutes" or not topic:
            continue
        value = _number(text, MOST_MINUTES)
        minutes.pop(topic, None)
        if value is not None:
            minutes[topic] = value
    return replace(
        before,
        from_week=_week(sent.get("from_week", ""), earliest=earliest, this=this),
        share=_share(sent.get("share", ""), before.share),
        week_share=_share(sent.get("week_share", ""), before.week_share),
        overall_minutes=_number(sent.get("overall_minutes", ""), MOST_MINUTES),
        review_hours=_number(sent.get("review_hours", ""), MOST_HOURS),
        minutes=minutes,
    )


def read_supposed(topics: list[str], solved: str, share: str, *, before: Supposed) -> Supposed:
    """Return what the sliders say; what they do not say stays as it is now."""
    return Supposed(
        topics=frozenset(topics), solved=_share(solved, before.solved), share=_share(share, before.share)
    )


def _week(text: str, *, earliest: date, this: date) -> date:
    if not text.strip():
        return this
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadWeek from error
    if not earliest <= day <= this + timedelta(weeks=8):
        raise BadWeek
    return day - timedelta(days=day.weekday())


def _share(text: str, before: float) -> float:
    value = _number(text, 100)
    return before if value is None else value / 100


def _number(text: str, most: float) -> float | None:
    """Read a number; nothing when the field is empty. Raises `BadTerms`."""
    if not text.strip():
        return None
    try:
        value = float(text.strip())
    except ValueError as error:
        raise BadTerms from error
    # A NaN is in no range.
    if not 0 <= value <= most:
        raise BadTerms
    return value
