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
# A job of a worker that died says "doing" for ever; a failed one was tried often enough.
_LOST = text(
    """
    SELECT d.id FROM webhook_deliveries d
    WHERE d.delivered_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
        WHERE j.task_name = :task AND (j.args->>'delivery_id')::int = d.id AND (
            j.status IN ('todo', 'failed')
            OR j.status = 'doing' AND w.last_heartbeat > now() - interval '2 minutes'
        )
    )
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


def defer_lost(session: Session) -> int:
    """Have those sent again whose worker died; return how many."""
    lost = session.scalars(_LOST, {"task": TASK}).all()
    for delivery_id in lost:
        defer(session, delivery_id)
    return len(lost)
