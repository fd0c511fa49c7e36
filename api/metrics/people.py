"""How people took over, and how quickly: in business hours, from the second definition on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from api.episodes.labels import Label
from api.episodes.summary import EpisodeSummary
from api.metrics.metric import Duration, EpisodeRate, Rate, Unit
from api.outcomes.models import OutcomeHandOff


class EscalationRate(EpisodeRate):
    """Escalated ÷ eligible; split by the reason of the first hand-off."""

    slug = "escalation_rate"

    def counts(self, episode: Any) -> Any:
        """Whether a hand-off was requested or a human took part."""
        return episode.label == Label.ESCALATED.value


class AnswerRate(Rate):
    """Hand-offs that a human replied to ÷ hand-offs requested."""

    slug = "answer_rate"
    unit = "hand_offs"
    table = OutcomeHandOff
    at = OutcomeHandOff.__table__.c.requested_at
    value = OutcomeHandOff.__table__.c.waited_seconds

    @property
    def held(self) -> ColumnElement[bool]:
        """Whether a human replied."""
        return OutcomeHandOff.waited_seconds.is_not(None)

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each hand-off; its value is the seconds until a human's first reply."""
        for hand_off in episode.hand_offs:
            yield Unit(episode=episode, at=hand_off.requested_at, value=hand_off.waited_seconds)

    def holds(self, unit: Unit) -> bool:
        """Whether a human replied."""
        return unit.value is not None


@dataclass(frozen=True)
class ServiceLevel(AnswerRate):
    """Hand-offs first replied to within the target (60 s unless set otherwise) ÷ hand-offs requested.

    Waiting counts in business hours.
    """

    slug = "service_level"
    seconds: int = 60

    @property
    def held(self) -> ColumnElement[bool]:
        """Whether a human replied in time."""
        return OutcomeHandOff.waited_seconds <= self.seconds

    def holds(self, unit: Unit) -> bool:
        """Whether a human replied in time."""
        return unit.value is not None and unit.value <= self.seconds


class FirstResponseOfHuman(Duration):
    """From a hand-off to the first human reply, in business hours. Hand-offs without a reply are left out."""

    slug = "first_response_human"
    unit = "hand_offs"
    table = OutcomeHandOff
    at = OutcomeHandOff.__table__.c.requested_at
    value = OutcomeHandOff.__table__.c.waited_seconds

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each hand-off that a human replied to."""
        return (unit for unit in AnswerRate().units(episode) if unit.value is not None)


class HandleTime(Duration):
    """Per closed hand-off: claim → release, less the time idle over 5 minutes at a stretch.

    Wrap-up is not logged yet and counts 0.
    """

    slug = "handle_time"
    unit = "hand_offs"
    table = OutcomeHandOff
    at = OutcomeHandOff.__table__.c.requested_at
    value = OutcomeHandOff.__table__.c.handle_seconds

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each hand-off that a person claimed and closed."""
        for hand_off in episode.hand_offs:
            if hand_off.handle_seconds is not None:
                yield Unit(episode=episode, at=hand_off.requested_at, value=hand_off.handle_seconds)
