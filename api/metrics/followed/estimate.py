"""How many of those who left in silence were really helped. Nothing here does I/O."""

from dataclasses import dataclass
from math import sqrt

from api.metrics.intervals import wilson

FEW = 10
"""Under so many answers nothing is corrected."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """Matured eligible episodes, and what became of those nobody came back about."""

    eligible: int
    confirmed: int
    """Said "solved", and did not come back."""
    assumed: int
    """Left in silence after an answer, and did not come back."""
    asked: int
    """Of the assumed ones: asked later, drawn at random."""
    yes: int
    no: int

    @property
    def answered(self) -> int:
        """How many of those asked answered."""
        return self.yes + self.no

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to correct by."""
        return self.answered >= FEW and self.eligible > 0

    @property
    def value(self) -> float | None:
        """The share of the eligible that the bot solved, by the sample.

        Who answered is known; of the rest the same share is taken to be solved as of those who answered
        (two-phase sampling; Neyman, J. (1938), Contribution to the theory of sampling human populations).
        """
        if not self.enough:
            return None
        silent = self.assumed - self.answered
        return (self.confirmed + self.yes + silent * self.yes / self.answered) / self.eligible

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95 % interval: the rate's own uncertainty and that of the sample, put together.

        The sum of two independent parts by the square root of the sum of their squared distances to their
        own limits (Zou, G. Y. & Donner, A. (2008), Construction of confidence limits about effect measures,
        Statistics in Medicine 27, 1693-1702). Only the silent are uncertain because of the sample.
        """
        value = self.value
        if value is None:
            return None
        low, high = wilson(round(value * self.eligible), self.eligible)
        solved = self.yes / self.answered
        solved_low, solved_high = wilson(self.yes, self.answered)
        weight = (self.assumed - self.answered) / self.eligible
        below = sqrt((value - low) ** 2 + (weight * (solved - solved_low)) ** 2)
        above = sqrt((high - value) ** 2 + (weight * (solved_high - solved)) ** 2)
        return max(0.0, value - below), min(1.0, value + above)
