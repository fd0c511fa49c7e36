"""How good and how quick the answers are, and what customers say of them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, case

from api.episodes.summary import EpisodeSummary
from api.metrics.metric import Duration, Rate, Unit
from api.outcomes.models import Outcome, OutcomeAnswer, OutcomeRating


class ReactionRate(Rate):
    """Answers that got a reaction ÷ answers shown."""

    slug = "reaction_rate"
    summed = ("reactions", "answers")
    unit = "answers"
    table = OutcomeAnswer
    at = OutcomeAnswer.__table__.c.at
    value = case((OutcomeAnswer.reaction == "solved", 1.0), (OutcomeAnswer.reaction == "not_solved", 0.0))

    @property
    def held(self) -> ColumnElement[bool]:
        """Whether the contact reacted."""
        return OutcomeAnswer.reaction.in_(["solved", "not_solved"])

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each answer; its value is 1 for solved, 0 for not solved, nothing without a reaction."""
        values = {"solved": 1.0, "not_solved": 0.0}
        for answer in episode.answers:
            yield Unit(episode=episode, at=answer.at, value=values.get(answer.reaction or ""))

    def holds(self, unit: Unit) -> bool:
        """Whether the contact reacted."""
        return unit.value is not None


class ConfirmedPrecision(ReactionRate):
    """ "Solved" ÷ answers that got a reaction."""

    slug = "confirmed_precision"
    summed = ("solved", "reactions")

    @property
    def counted(self) -> ColumnElement[bool]:
        """Answers that got a reaction."""
        return super().held

    @property
    def held(self) -> ColumnElement[bool]:
        """Whether it was "solved"."""
        return OutcomeAnswer.reaction == "solved"

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each answer that got a reaction."""
        return (unit for unit in super().units(episode) if unit.value is not None)

    def holds(self, unit: Unit) -> bool:
        """Whether the contact said it solved the problem."""
        return unit.value == 1


class CsatOfBot(Rate):
    """Ratings of 4 or 5 ÷ ratings, of episodes without a human."""

    slug = "csat_bot"
    summed = ("bot_satisfied", "bot_ratings")
    unit = "ratings"
    about = "bot"
    table = OutcomeRating
    at = OutcomeRating.__table__.c.at
    value = OutcomeRating.__table__.c.rating

    @property
    def counted(self) -> ColumnElement[bool]:
        """Ratings of the bot, or of an agent."""
        return OutcomeRating.about == self.about

    @property
    def held(self) -> ColumnElement[bool]:
        """Whether the contact was satisfied."""
        return OutcomeRating.rating >= 4

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """Each rating; its value is the rating."""
        for rating in episode.ratings:
            if rating.about == self.about:
                yield Unit(episode=episode, at=rating.at, value=rating.rating)

    def holds(self, unit: Unit) -> bool:
        """Whether the contact was satisfied."""
        return unit.value is not None and unit.value >= 4


class CsatOfAgent(CsatOfBot):
    """Ratings of 4 or 5 ÷ ratings, of episodes a human helped in."""

    slug = "csat_agent"
    summed = ("agent_satisfied", "agent_ratings")
    about = "agent"


class FirstResponseOfBot(Duration):
    """From the contact's first message to the bot's first reply, an episode each."""

    slug = "first_response_bot"
    value = Outcome.__table__.c.first_response_seconds

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """The episode, when the bot replied."""
        if episode.first_response_seconds is not None:
            yield Unit(episode=episode, at=episode.opened_at, value=episode.first_response_seconds)


class ResolutionTime(Duration):
    """From the opening to "solved" or to a person's resolution. Quiet ends have no such moment: left out."""

    slug = "resolution_time"
    value = Outcome.__table__.c.resolution_seconds

    def units(self, episode: EpisodeSummary) -> Iterable[Unit]:
        """The episode, when it was resolved."""
        if episode.resolution_seconds is not None:
            yield Unit(episode=episode, at=episode.opened_at, value=episode.resolution_seconds)
