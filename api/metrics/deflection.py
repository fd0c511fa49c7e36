"""What the bot took off people's hands, from the flattering figure to the honest one."""

from api.episodes.labels import Label
from api.episodes.summary import EpisodeSummary
from api.metrics.metric import EpisodeRate


class MaturedRate(EpisodeRate):
    """A rate over eligible episodes whose re-contact window has passed."""

    def over(self, episode: EpisodeSummary) -> bool:
        """Whether the episode is eligible and matured."""
        return episode.eligible and episode.matured


class VerifiedDeflection(MaturedRate):
    """(confirmed + assumed) with no re-contact ÷ eligible, over matured episodes only."""

    slug = "verified_deflection"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Claimed, and the contact did not come back about it."""
        return episode.claimed and not episode.recontacted


class ClaimedDeflection(EpisodeRate):
    """(confirmed + assumed) ÷ eligible. Early: some of these contacts may still come back."""

    slug = "claimed_deflection"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Confirmed or assumed."""
        return episode.claimed


class Containment(EpisodeRate):
    """Eligible episodes no human took part in ÷ eligible. It counts those who gave up, so it flatters."""

    slug = "containment"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Whether no human took part."""
        return episode.label is not Label.ESCALATED


class Abandonment(EpisodeRate):
    """Abandoned ÷ eligible."""

    slug = "abandonment"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Whether the contact gave up."""
        return episode.label is Label.ABANDONED


class Blocked(EpisodeRate):
    """Episodes the bot could not serve and no human took over ÷ eligible."""

    slug = "blocked"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Whether the bot was away or refused."""
        return episode.label is Label.BLOCKED


class Recontact(MaturedRate):
    """Claimed episodes whose contact opened another about the same topic within the window ÷ claimed.

    Matured episodes only.
    """

    slug = "recontact"

    def over(self, episode: EpisodeSummary) -> bool:
        """Claimed and matured."""
        return episode.claimed and episode.matured

    def counts(self, episode: EpisodeSummary) -> bool:
        """Whether the contact came back about the same topic."""
        return episode.recontacted


class FalseDeflection(Recontact):
    """Claimed but re-contacted, or the contact reached a human, within the window ÷ claimed, matured only."""

    slug = "false_deflection"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Whether the contact came back, or reached a human."""
        return episode.false_deflection


class AnswerCoverage(EpisodeRate):
    """Episodes with at least one answer or lookup shown ÷ eligible."""

    slug = "answer_coverage"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Whether an answer was shown."""
        return bool(episode.answers)


class Unanswered(EpisodeRate):
    """Episodes that got no answer ÷ eligible; listed by topic."""

    slug = "unanswered"

    def counts(self, episode: EpisodeSummary) -> bool:
        """Whether no answer was shown."""
        return not episode.answers
