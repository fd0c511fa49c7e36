"""What the bot took off people's hands, from the flattering figure to the honest one."""

from typing import Any

from api.episodes.labels import Label
from api.metrics.metric import EpisodeRate


class MaturedRate(EpisodeRate):
    """A rate over eligible episodes whose re-contact window has passed."""

    def over(self, episode: Any) -> Any:
        """Whether the episode is eligible and matured."""
        return episode.eligible & episode.matured


class VerifiedDeflection(MaturedRate):
    """(confirmed + assumed) with no re-contact ÷ eligible, over matured episodes only."""

    slug = "verified_deflection"

    def counts(self, episode: Any) -> Any:
        """Claimed, and the contact did not come back about it."""
        return episode.claimed & episode.stayed_away


class ClaimedDeflection(EpisodeRate):
    """(confirmed + assumed) ÷ eligible. Early: some of these contacts may still come back."""

    slug = "claimed_deflection"

    def counts(self, episode: Any) -> Any:
        """Confirmed or assumed."""
        return episode.claimed


class Containment(EpisodeRate):
    """Eligible episodes no human took part in ÷ eligible. It counts those who gave up, so it flatters."""

    slug = "containment"

    def counts(self, episode: Any) -> Any:
        """Whether no human took part."""
        return episode.label != Label.ESCALATED.value


class Abandonment(EpisodeRate):
    """Abandoned ÷ eligible."""

    slug = "abandonment"

    def counts(self, episode: Any) -> Any:
        """Whether the contact gave up."""
        return episode.label == Label.ABANDONED.value


class Blocked(EpisodeRate):
    """Episodes the bot could not serve and no human took over ÷ eligible."""

    slug = "blocked"

    def counts(self, episode: Any) -> Any:
        """Whether the bot was away or refused."""
        return episode.label == Label.BLOCKED.value


class Recontact(MaturedRate):
    """Claimed episodes whose contact opened another about the same topic within the window ÷ claimed.

    Matured episodes only.
    """

    slug = "recontact"

    def over(self, episode: Any) -> Any:
        """Claimed and matured."""
        return episode.claimed & episode.matured

    def counts(self, episode: Any) -> Any:
        """Whether the contact came back about the same topic."""
        return episode.recontacted


class FalseDeflection(Recontact):
    """Claimed but re-contacted, or the contact reached a human, within the window ÷ claimed, matured only."""

    slug = "false_deflection"

    def counts(self, episode: Any) -> Any:
        """Whether the contact came back, or reached a human."""
        return episode.false_deflection


class AnswerCoverage(EpisodeRate):
    """Episodes with at least one answer or lookup shown ÷ eligible."""

    slug = "answer_coverage"

    def counts(self, episode: Any) -> Any:
        """Whether an answer was shown."""
        return episode.answered


class Unanswered(EpisodeRate):
    """Episodes that got no answer ÷ eligible; listed by topic."""

    slug = "unanswered"

    def counts(self, episode: Any) -> Any:
        """Whether no answer was shown."""
        return episode.unanswered
