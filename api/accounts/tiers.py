"""Which touch an account gets, by what it pays a year. Nothing here does I/O."""

from dataclasses import dataclass
from enum import StrEnum

from api.errors import Invalid

MOST = 10**12
"""Yen; more than that is a slip of the finger."""


class Tier(StrEnum):
    """How an account is looked after."""

    HIGH = "high"
    LOW = "low"
    TECH = "tech"


class Stage(StrEnum):
    """Where an account stands on its way."""

    ONBOARDING = "onboarding"
    ADOPTION = "adoption"
    RETENTION = "retention"
    RENEWAL = "renewal"


class TiersOutOfOrder(Invalid):
    """High touch must begin at a larger amount than low touch, and both at 0 yen or more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TierAmounts:
    """From how many yen a year an account is high touch and low touch; below both it is tech touch."""

    high_from: int
    low_from: int

    def __post_init__(self) -> None:
        if not 0 <= self.low_from < self.high_from <= MOST:
            raise TiersOutOfOrder

    def tier(self, contract_yen: int) -> Tier:
        """Return the tier of an amount."""
        if contract_yen >= self.high_from:
            return Tier.HIGH
        return Tier.LOW if contract_yen >= self.low_from else Tier.TECH
