"""Whom an FAQ may answer, and until when."""

from datetime import date

from sqlalchemy.orm import Session

from api.faqs.drafts import Audience
from api.faqs.models import FaqVersion
from api.policy.in_force import in_force


def today(session: Session) -> date:
    """Return the day it is in the pages' time zone."""
    house = in_force(session)
    return house.clock().astimezone(house.policy.hours.zone).date()


def expired(version: FaqVersion, day: date) -> bool:
    """Whether the last day on which the version was answered is over on `day`."""
    return version.valid_until is not None and version.valid_until < day


def for_customers(version: FaqVersion, day: date) -> bool:
    """Whether the version may be told to customers on `day`: published, not expired, not for staff only."""
    return version.faq.retired_at is None and version.audience != Audience.STAFF and not expired(version, day)


def may_read(version: FaqVersion, *, signed_in: bool) -> bool:
    """Whether a customer belongs to the version's audience."""
    return version.audience == Audience.EVERYONE or (version.audience == Audience.SIGNED_IN and signed_in)
