"""The policy in force: frozen, read once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from api.policy.hours import BusinessHours
from api.policy.topics import Topic
from api.policy.wording import opening


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """When people are there, what they take over at once, and what customers are told."""

    hours: BusinessHours
    topics: tuple[Topic, ...]
    at_once: frozenset[str]
    """The reasons for which the bot hands over by itself where it would else offer a person."""
    languages: tuple[str, ...]
    """The languages our people answer in."""
    outside_hours: Mapping[str, str]
    """What a customer is told outside the hours, by language; `{when}` is when we open again."""

    def sensitive(self, text: str) -> Topic | None:
        """Return the sensitive topic of a message; of several one that goes straight to a person."""
        found = [topic for topic in self.topics if topic.mentioned(text)]
        straight = [topic for topic in found if topic.straight(text)]
        return next(iter([*straight, *found]), None)

    def closed_words(self, now: datetime, language: str) -> str | None:
        """Return what to say to who asks for a person at `now`, or None while we are open."""
        state = self.hours.state(now)
        if state.open:
            return None
        when = opening(state.opens_at, now=now, zone=self.hours.zone, language=language)
        return self.outside_hours[language].replace("{when}", when)
