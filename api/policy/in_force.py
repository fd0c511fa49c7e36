"""The policy of this process, where a database session is at hand: the house puts it into every session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.clock import Clock
from api.policy.policy import Policy

KEY = "policy"


@dataclass(frozen=True, kw_only=True, slots=True)
class InForce:
    """The policy, and the clock its hours are read by."""

    policy: Policy
    clock: Clock

    def closed_words(self, language: str, now: datetime | None = None) -> str | None:
        """Return what to say to who asks for a person now, or None while we are open."""
        return self.policy.closed_words(now or self.clock(), language)


def session_info(policy: Policy, clock: Clock) -> dict[str, Any]:
    """Return what the house's sessions carry."""
    return {KEY: InForce(policy=policy, clock=clock)}


def in_force(session: Session) -> InForce:
    """Return the policy of the house that opened `session`."""
    found: InForce = session.info[KEY]
    return found
