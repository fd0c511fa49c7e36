"""What narrows every figure: channel, language, segment, topic. In the address, so a link keeps it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy import ColumnElement, and_, false, select

from api.accounts.models import Account
from api.chat.models import Contact
from api.episodes.definitions import CURRENT
from api.metrics.periods import Period
from api.outcomes.models import Outcome

NO_TOPIC = "none"
"""Stands for episodes about nothing known."""
SEGMENTS = ("high", "low", "tech")
"""The tiers of accounts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Each narrows when it is set."""

    channel: str | None = None
    language: str | None = None
    segment: str | None = None
    """The tier of the contact's account."""
    topic: str | None = None
    """`faq:7`, `cluster:3`, `text:<key>`, or `none`."""

    @property
    def query(self) -> Mapping[str, str]:
        """Those that are set, as they stand in an address."""
        return {name: value for name, value in asdict(self).items() if value}

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what an outcome must fulfil."""
        # A made-up address may hold what no column can: it meets nothing.
        if any("\x00" in value for value in self.query.values()):
            return [false()]
        found: list[ColumnElement[bool]] = []
        if self.channel:
            found.append(Outcome.channel == self.channel)
        if self.language:
            found.append(Outcome.language == self.language)
        if self.segment:
            theirs = select(Contact.id).join(Account, Account.id == Contact.account_id)
            found.append(Outcome.contact_id.in_(theirs.where(Account.tier == self.segment)))
        if self.topic:
            found.append(Outcome.topic.is_(None) if self.topic == NO_TOPIC else Outcome.topic == self.topic)
        return found


NONE = Filters()


def asked_filters(
    channel: Annotated[str | None, Query(description="Only this channel", examples=["widget"])] = None,
    language: Annotated[str | None, Query(description="Only this language", examples=["ja"])] = None,
    segment: Annotated[str | None, Query(description="Only accounts of this tier", examples=["high"])] = None,
    topic: Annotated[str | None, Query(description="Only this topic", examples=["faq:7"])] = None,
) -> Filters:
    """Return the filters of the address."""
    return Filters(
        channel=channel or None, language=language or None, segment=segment or None, topic=topic or None
    )


AskedFilters = Annotated[Filters, Depends(asked_filters)]


def scope(period: Period, filters: Filters = NONE, definition: int = CURRENT) -> ColumnElement[bool]:
    """Return the condition on outcomes: opened in `period`, narrowed, under one definition."""
    return and_(
        Outcome.definition == definition,
        Outcome.opened_at >= period.start,
        Outcome.opened_at < period.end,
        *filters.conditions(),
    )
