"""The SQL of the webhook's deliveries."""

import json
from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.errors import NotFound
from api.faqs.hooks.models import WebhookDelivery

TASK, QUEUE = "send_webhook", "webhooks"
# What procrastinate itself does to defer a job, but in our transaction.
_DEFER = text(
    """
    SELECT procrastinate_defer_jobs_v1(ARRAY[
        ROW(:queue, :task, 0, NULL, NULL, CAST(:args AS jsonb), NULL)::procrastinate_job_to_defer_v1
    ])
    """
)


class NoSuchDelivery(NotFound):
    """There is no such delivery."""


def defer(session: Session, delivery_id: int) -> None:
    """Have the worker send a delivery, once this transaction commits."""
    args = json.dumps({"delivery_id": delivery_id})
    session.execute(_DEFER, {"queue": QUEUE, "task": TASK, "args": args})


def delivery_for(session: Session, delivery_id: int) -> WebhookDelivery:
    """Return a delivery; raises `NoSuchDelivery`."""
    found = session.get(WebhookDelivery, delivery_id)
    if found is None:
        raise NoSuchDelivery
    return found


def newest_deliveries(session: Session, most: int = 100) -> Sequence[WebhookDelivery]:
    """Return the newest deliveries."""
    return session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id.desc()).limit(most)).all()
