"""The topics of a period."""

from sqlalchemy.orm import Session

from api.house import House
from api.metrics.filters import NONE, Filters
from api.metrics.minutes import minutes_in
from api.metrics.periods import Period
from api.metrics.topics.counting import Column, TopicRow
from api.metrics.topics.store import counts_by_topic
from api.outcomes.refreshing import catch_up


def topics_for(house: House, session: Session, period: Period, filters: Filters = NONE) -> list[TopicRow]:
    """Return a row for each topic asked about in `period`, in no order. Their sums are the dashboard's."""
    catch_up(session, house)
    counts = counts_by_topic(session, period, filters, now=house.clock())
    minutes = minutes_in(session, period, house.settings.default_handle_minutes, filters)
    whole = sum(found[Column.ASKED] for found in counts.values())
    return [
        TopicRow(
            topic=topic,
            counts=found,
            share=found[Column.ASKED] / whole,
            hours=found[Column.VERIFIED] * minutes.of(topic) / 60,
        )
        for topic, found in counts.items()
    ]
