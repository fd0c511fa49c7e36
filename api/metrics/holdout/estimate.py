"""The hold-out's result: human contact in both arms, and the difference. Nothing here does I/O."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.holdout.arms import Arm
from api.metrics.holdout.difference import contacts_needed, newcombe
from api.metrics.intervals import ENOUGH, wilson

RECENT = timedelta(weeks=4)
"""The weekly number of contacts is that of this time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One contact in an experiment, as of the first episode that was assigned: the unit of the comparison."""

    contact_id: int
    episode_id: int
    assigned_at: datetime
    arm: Arm
    """The arm they were given, whatever they met afterwards: intention to treat."""
    human: bool
    """Whether a person took part in anything of theirs within the window."""
    matured: bool
    topic: str | None
    """What they asked about, as in `EpisodeSummary.topic`; never what was shown, which only one arm has."""
    sample: bool
    known: bool = False
    """Whether the site had said who they are by then: their calls and other browsers are seen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """Human contact in one arm, with its 95 % Wilson interval."""

    human: int
    contacts: int

    @property
    def value(self) -> float | None:
        """The share; nothing of nobody."""
        return self.human / self.contacts if self.contacts else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its interval."""
        return wilson(self.human, self.contacts) if self.contacts else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """Incremental deflection: P(human contact | hold-out) - P(human contact | bot), matured contacts only."""

    topic: str | None
    holdout: Rate
    bot: Rate
    weeks: float | None
    """Weeks until there are 30 in each arm and it is known to within 10 points; none when nobody comes."""

    @property
    def enough(self) -> bool:
        """Whether there are enough in both arms to say something."""
        return min(self.holdout.contacts, self.bot.contacts) >= ENOUGH

    @property
    def value(self) -> float | None:
        """The difference."""
        one, other = self.holdout.value, self.bot.value
        return None if one is None or other is None else one - other

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95 % interval by Newcombe's method 10."""
        if self.value is None:
            return None
        return newcombe(self.holdout.human, self.holdout.contacts, self.bot.human, self.bot.contacts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """An experiment's result, overall and by topic; `waiting` were assigned but have not matured."""

    overall: Estimate
    known: Estimate
    """Of those known when they were assigned. A call by somebody else is seen in neither arm, but comes from
    the bot's: overall, the bot looks better than it is."""
    topics: tuple[Estimate, ...]
    waiting: int
    samples: int


def result(
    held: Sequence[Held], *, share: float, weekly: float | None, now: datetime, window: timedelta
) -> Result:
    """Compare the arms. `weekly`: contacts to expect a week while nobody was assigned yet."""

    def estimate(topic: str | None, group: Sequence[Held], expected: float | None) -> Estimate:
        matured = [one for one in group if one.matured]
        rates = {
            arm: Rate(
                human=sum(one.human for one in matured if one.arm is arm),
                contacts=sum(1 for one in matured if one.arm is arm),
            )
            for arm in Arm
        }
        pace = _weekly(group, now) or expected
        return Estimate(
            topic=topic,
            holdout=rates[Arm.HOLDOUT],
            bot=rates[Arm.BOT],
            weeks=_weeks(rates, len(group), share=share, weekly=pace, window=window),
        )

    by_topic: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        if one.topic is not None:
            by_topic[one.topic].append(one)
    largest = sorted(by_topic.items(), key=lambda item: (-len(item[1]), item[0]))
    return Result(
        overall=estimate(None, held, weekly),
        known=estimate(None, [one for one in held if one.known], None),
        topics=tuple(estimate(topic, group, None) for topic, group in largest),
        waiting=sum(not one.matured for one in held),
        samples=sum(one.sample for one in held),
    )


def _weekly(group: Sequence[Held], now: datetime) -> float | None:
    recent = [one.assigned_at for one in group if one.assigned_at > now - RECENT]
    if not recent:
        return None
    # An experiment of some days has no four weeks to look back on.
    first = min(one.assigned_at for one in group)
    span = min(RECENT, max(now - first, timedelta(weeks=1)))
    return len(recent) / (span / timedelta(weeks=1))


def _weeks(
    rates: dict[Arm, Rate], assigned: int, *, share: float, weekly: float | None, window: timedelta
) -> float | None:
    one, other = rates[Arm.HOLDOUT], rates[Arm.BOT]
    if share <= 0:
        return None
    needed = contacts_needed(one.human, one.contacts, other.human, other.contacts, share=share)
    if one.contacts + other.contacts >= needed and min(one.contacts, other.contacts) >= ENOUGH:
        return 0.0
    if not weekly:
        return None
    # Who comes last still has to mature.
    return max(0.0, needed - assigned) / weekly + window / timedelta(weeks=1)
