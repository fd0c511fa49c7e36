"""Noting an event for the webhook in the transaction that makes it happen, so that none is lost."""

import json
from datetime import datetime

from sqlalchemy.orm import Session

from api.clock import aware
from api.faqs.hooks.models import WebhookDelivery
from api.faqs.hooks.store import defer
from api.faqs.models import FaqVersion
from api.faqs.shapes import version_shape

WEBHOOK = "webhook"
"""Of a session's `info`: whether a webhook is set. The house puts it there."""


def announce(session: Session, event: str, version: FaqVersion, *, now: datetime) -> None:
    """Note that `event` happened to the FAQ of `version`. The sample tells nobody."""
    if not session.info.get(WEBHOOK) or version.faq.sample:
        return
    said = {
        "event": event,
        "at": aware(now).isoformat(),
        "faq_id": version.faq_id,
        "version": version_shape(version).model_dump(mode="json"),
    }
    delivery = WebhookDelivery(
        event=event, faq_id=version.faq_id, body=json.dumps(said, ensure_ascii=False), created_at=now
    )
    session.add(delivery)
    session.flush()
    defer(session, delivery.id)
