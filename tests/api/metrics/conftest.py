"""Episodes to count, told by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish
from api.metrics.asking import dashboard_for
from api.metrics.dashboard import Dashboard
from api.metrics.periods import period_of
from tests.api.metrics.stories import Stories


@pytest.fixture
def telling(house):
    """A transaction to tell stories in: `with telling() as stories`."""

    @contextmanager
    def open_one() -> Iterator[Stories]:
        with transaction(house.sessions) as session:
            yield Stories(session)

    return open_one


@pytest.fixture
def look(house, clock):
    """Compute the dashboard of the last `days` days."""

    def compute(days: int = 60) -> Dashboard:
        period = period_of(None, None, days=days, now=clock(), zone=house.settings.zone)
        with house.sessions() as session:
            return dashboard_for(house, session, period)

    return compute


@pytest.fixture
def long_ago(clock):
    """A moment whose episodes have matured."""
    return clock() - timedelta(days=30)


@pytest.fixture
def faqs(house) -> list[int]:
    """Publish five FAQs, whose ids are 1 to 5."""
    with transaction(house.sessions) as session:
        return [
            publish(
                session,
                None,
                Draft(question_ja=f"質問その{n}", answer_ja="画面から設定します。"),
                author_id=None,
                now=house.clock(),
            ).faq_id
            for n in range(1, 6)
        ]
