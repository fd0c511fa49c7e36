"""The SQL of the views of the queue that somebody keeps."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.candidates.queue import queue_of
from api.candidates.queue_models import QueueView
from api.errors import Conflict, Invalid, NotFound

LONGEST = 40
MOST = 20


class NoSuchView(NotFound):
    """There is no such view."""


class ViewNameMissing(Invalid):
    """Name the view, in 40 characters at most."""


class TooManyViews(Conflict):
    """There are 20 views already. Delete one first."""


def views_of(session: Session, staff_id: int) -> Sequence[QueueView]:
    """Return the views of a member of staff, by name."""
    return session.scalars(
        select(QueueView).where(QueueView.staff_id == staff_id).order_by(QueueView.name)
    ).all()


def save_view(session: Session, staff_id: int, *, name: str, address: str) -> QueueView:
    """Keep a queue under a name. The same name again is the new queue, the same queue again the new name.

    Raises `ViewNameMissing`, `TooManyViews`.
    """
    name, address = " ".join(name.split()), queue_of(address).at(1).address
    if not name or len(name) > LONGEST or "\0" in name:
        raise ViewNameMissing
    # One after the other: two tabs that save the same name leave one view.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext("queue_views"), staff_id)))
    kept = views_of(session, staff_id)
    view = next((one for one in kept if one.name == name), None)
    view = view or next((one for one in kept if one.address == address), None)
    if view is None:
        if len(kept) >= MOST:
            raise TooManyViews
        view = QueueView(staff_id=staff_id)
        session.add(view)
    view.name, view.address = name, address
    session.flush()
    return view


def remove_view(session: Session, staff_id: int, view_id: int) -> tuple[str, str]:
    """Delete a view of one's own and return its name and address. Raises `NoSuchView`."""
    view = session.scalar(select(QueueView).where(QueueView.id == view_id, QueueView.staff_id == staff_id))
    if view is None:
        raise NoSuchView
    session.delete(view)
    session.flush()
    return view.name, view.address
