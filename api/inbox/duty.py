"""Who looks at the inbox is on duty."""

from fastapi import Request

from api.access import Agent
from api.database import Transaction
from api.holdout.store import note_duty
from api.house import house_of


def at_the_inbox(request: Request, session: Transaction, staff: Agent) -> None:
    """Note that this member of staff is there."""
    note_duty(session, staff.staff_id, now=house_of(request).clock())
