"""What a page or a program shows of the corrected rate."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.asking_later.store import share_in_force
from api.house import House
from api.metrics.filters import NONE, Filters, scope
from api.metrics.followed.estimate import Followed
from api.metrics.followed.store import followed, somebody_asked
from api.metrics.periods import Period
from api.outcomes.refreshing import catch_up

NOBODY = Followed(eligible=0, confirmed=0, assumed=0, asked=0, yes=0, no=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """The rate of a period, and how many of the silent are asked now."""

    found: Followed
    share: float

    @property
    def state(self) -> str:
        """Which sentence belongs to it: off, nobody, few or enough."""
        if self.found.enough:
            return "enough"
        if self.found.asked:
            return "few"
        return "nobody" if self.share else "off"


def corrected_for(house: House, session: Session, period: Period, filters: Filters = NONE) -> Corrected:
    """Return the corrected rate of `period`, with the same filters as every other figure.

    Where nobody was asked since the period began there is nothing to count.
    """
    catch_up(session, house)
    asked = somebody_asked(session, period.start)
    return Corrected(
        found=followed(session, scope(period, filters), now=house.clock()) if asked else NOBODY,
        share=share_in_force(session, default=house.settings.follow_up_share),
    )
