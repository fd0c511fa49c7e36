"""The SQL of the week's queue."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.errors import Conflict, NotFound
from api.staff.models import Staff
from api.success.queue.models import SuccessAct, SuccessCard, SuccessWeek
from api.success.queue.standing import Act, State, newest, state_of


class NoSuchCard(NotFound):
    """There is no such card. The week may have been filled anew."""


class AlreadyActed(Conflict):
    """This card is done, skipped or snoozed already. Take that back first."""


class NothingActed(Conflict):
    """There is nothing to take back on this card."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A card as it was filled, and how it stands."""

    row: SuccessCard
    acts: tuple[Act, ...]
    state: State

    @property
    def frozen(self) -> dict[str, Any]:
        """What was kept of the account when the week was filled."""
        return self.row.frozen

    @property
    def act(self) -> Act | None:
        """The newest act that stands."""
        return newest(self.acts)


def week_row(session: Session, week: date) -> SuccessWeek | None:
    """Return a week that was filled."""
    return session.get(SuccessWeek, week, populate_existing=True)


def weeks_filled(session: Session) -> list[date]:
    """Return the weeks that were filled, the newest first."""
    return list(session.scalars(select(SuccessWeek.week).order_by(SuccessWeek.week.desc())))


def put_week(session: Session, week: date, *, budget_minutes: float, by: int | None, now: datetime) -> None:
    """Keep a week and what it may spend. Who fills the same week waits until this one is done."""
    values = {"budget_minutes": budget_minutes, "filled_by": by, "filled_at": now}
    session.execute(
        insert(SuccessWeek)
        .values(week=week, **values)
        .on_conflict_do_update(index_elements=["week"], set_=values)
    )


def cards_of(session: Session, week: date, *, today: date) -> list[Card]:
    """Return a week's cards, the worthiest first."""
    rows = session.scalars(
        select(SuccessCard).where(SuccessCard.week == week).order_by(SuccessCard.worth.desc(), SuccessCard.id)
    ).all()
    acts = _acts(session, [row.id for row in rows])
    return [Card(row=row, acts=tuple(acts[row.id]), state=state_of(acts[row.id], today)) for row in rows]


def card_for(session: Session, card_id: int, *, today: date) -> Card:
    """Return a card, its row locked. Raises `NoSuchCard`."""
    row = session.scalar(select(SuccessCard).where(SuccessCard.id == card_id).with_for_update())
    if row is None:
        raise NoSuchCard
    acts = _acts(session, [row.id])[row.id]
    return Card(row=row, acts=tuple(acts), state=state_of(acts, today))


def replace_cards(session: Session, week: date, kept: Sequence[int], rows: Sequence[SuccessCard]) -> None:
    """Put new cards in the place of those that nobody has worked on."""
    session.execute(delete(SuccessCard).where(SuccessCard.week == week, SuccessCard.id.not_in(kept)))
    session.add_all(rows)
    session.flush()


def act_on(
    session: Session,
    card: Card,
    kind: State,
    *,
    by: int,
    now: datetime,
    minutes: int = 0,
    note: str = "",
    until: date | None = None,
) -> None:
    """Write what was done with a card. Raises `AlreadyActed`."""
    if card.state is not State.OPEN:
        raise AlreadyActed
    session.add(
        SuccessAct(
            card_id=card.row.id,
            kind=kind.value,
            minutes=minutes,
            note=note,
            until=until,
            staff_id=by,
            at=now,
        )
    )


def take_back(session: Session, card: Card, *, now: datetime) -> None:
    """Take the newest act back. Raises `NothingActed`."""
    if card.act is None:
        raise NothingActed
    session.get_one(SuccessAct, card.act.id).undone_at = now


def snoozes_before(session: Session, week: date, *, today: date) -> dict[int, date]:
    """Return until when accounts of earlier weeks are to be left alone."""
    rows = session.execute(
        select(SuccessCard.account_id, SuccessAct.until)
        .join(SuccessAct, SuccessAct.card_id == SuccessCard.id)
        .where(
            SuccessCard.week < week,
            SuccessAct.kind == "snoozed",
            SuccessAct.undone_at.is_(None),
            SuccessAct.until > today,
        )
    )
    return {account_id: until for account_id, until in rows if until is not None}


def _acts(session: Session, card_ids: Sequence[int]) -> dict[int, list[Act]]:
    rows = session.execute(
        select(SuccessAct, Staff.name)
        .outerjoin(Staff, Staff.id == SuccessAct.staff_id)
        .where(SuccessAct.card_id.in_(card_ids))
        .order_by(SuccessAct.id)
    )
    found: dict[int, list[Act]] = defaultdict(list)
    for row, who in rows:
        found[row.card_id].append(
            Act(
                id=row.id,
                card_id=row.card_id,
                kind=State(row.kind),
                minutes=row.minutes,
                note=row.note,
                until=row.until,
                who=who,
                at=row.at,
                undone=row.undone_at is not None,
            )
        )
    return found
