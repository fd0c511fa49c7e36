"""Episodes told by hand, and all that is kept of them."""

import pytest
from sqlalchemy import select, text

from api.database import transaction
from api.outcomes.models import EpisodeSubject, Outcome, OutcomeAnswer, OutcomeHandOff, OutcomeRating
from api.outcomes.refreshing import refresh_all
from tests.api.metrics.conftest import long_ago, look, telling

__all__ = ["long_ago", "look", "telling"]
KEPT = (Outcome, OutcomeAnswer, OutcomeHandOff, OutcomeRating, EpisodeSubject)


@pytest.fixture
def kept(house):
    """Everything kept, drawn up to now: `kept()`; `kept(anew=True)` throws it away first."""

    def read(*, anew: bool = False) -> dict[str, list[tuple]]:
        if anew:
            with transaction(house.sessions) as session:
                session.execute(text("DELETE FROM outcomes"))
                session.execute(text("DELETE FROM episode_subjects"))
                session.execute(text("DELETE FROM outcome_drawings"))
        refresh_all(house)
        with house.sessions() as session:
            return {
                table.__tablename__: sorted(map(repr, session.execute(select(table.__table__)).all()))
                for table in KEPT
            }

    return read


@pytest.fixture
def outcome(house):
    """What an episode came to, drawn up to now."""

    def read(episode_id: int, definition: int = 2) -> Outcome | None:
        refresh_all(house)
        with house.sessions() as session:
            return session.get(Outcome, (definition, episode_id))

    return read
