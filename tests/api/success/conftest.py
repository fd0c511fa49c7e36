"""Episodes of past weeks, told by hand."""

from datetime import datetime, time, timedelta

import pytest

from api.database import transaction
from api.success.bank.counting import Counted, CountedTerm
from api.success.bank.store import close_week
from tests.api.metrics.stories import Stories


@pytest.fixture
def noon(clock, house):
    """The noon of a Monday so many weeks ago."""

    def of(weeks: int) -> datetime:
        today = clock().astimezone(house.settings.zone).date()
        monday = today - timedelta(days=today.weekday(), weeks=weeks)
        return datetime.combine(monday, time(12), house.settings.zone)

    return of


@pytest.fixture
def freed(house, noon):
    """Let the bot solve `n` episodes of a week: each frees the overall handle time."""

    def tell(n: int, *, weeks: int = 4, topic: int = 1) -> None:
        with transaction(house.sessions) as session:
            stories = Stories(session)
            for _ in range(n):
                stories.episode(noon(weeks)).asks().answered(topic).says("solved")

    return tell


@pytest.fixture
def banked(house, noon):
    """Put a closed week into the bank in which the bot solved `n` questions, a default handle time each."""

    def put(n: int) -> None:
        minutes = house.settings.default_handle_minutes
        term = CountedTerm(topic="faq:1", episodes=n, minutes=minutes, source="setting")
        with transaction(house.sessions) as session:
            close_week(session, noon(4).date(), Counted(terms=(term,), minutes=minutes), now=noon(2))

    return put
