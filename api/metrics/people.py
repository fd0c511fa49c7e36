"""How people took over, and how quickly. There are no business hours to set yet: every hour counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.episodes.labels import Label
from api.episodes.summary import EpisodeSummary
from api.metrics.metric import Duration, EpisodeRate, Rate, Unit


class EscalationRate(EpisodeRate):
    """Escalated ÷ eligible; split by the reason of the first hand-off."""

    slug = "escalation_rate"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Whether a hand-off was requested or a human took part."""
        return episode.label is Label.ESCALATED


class AnswerRate(Rate):
    """Hand-offs that a human replied to ÷ hand-offs requested."""

    slug = "answer_rate"
    unit = "hand_offs"

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each hand-off; its value is the seconds until a human's first reply."""
        for hand_off in episode.hand_offs:
            replied = hand_off.replied_at
            waited = (replied - hand_off.requested_at).total_seconds() if replied else None
            yield Unit(episode=episode, at=hand_off.requested_at, value=waited)

    def holds(self, unit: Unit) -> bool:
        """Whether a human replied."""
        return unit.value is not None


@dataclass(frozen=True)
class ServiceLevel(AnswerRate):
    """Hand-offs first replied to within the target (60 s unless set otherwise) ÷ hand-offs requested."""

    slug = "service_level"
    seconds: int = 60

    def holds(self, unit: Unit) -> bool:
        """Whether a human replied in time."""
        return unit.value is not None and unit.value <= self.seconds


class FirstResponseOfHuman(Duration):
    """From a hand-off to the first human reply, at any hour. Hand-offs without a reply are left out."""

    slug = "first_response_human"
    unit = "hand_offs"

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each hand-off that a human replied to."""
        return (unit for unit in AnswerRate().units(episode) if unit.value is not None)


class HandleTime(Duration):
    """Per closed hand-off: claim → release, less the time idle over 5 minutes at a stretch.

    Wrap-up is not logged yet and counts 0.
    """

    slug = "handle_time"
    unit = "hand_offs"

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each hand-off that a person claimed and closed."""
        for hand_off in episode.hand_offs:
            if hand_off.handle_seconds is not None:
                yield Unit(episode=episode, at=hand_off.requested_at, value=hand_off.handle_seconds)
