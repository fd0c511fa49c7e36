"""Sending one delivery, signed."""

import hashlib
import hmac

import httpx

from api.database import transaction
from api.faqs.hooks.store import delivery_for
from api.house import House

TIMEOUT = 5.0
"""Seconds to wait for the receiver."""


class NotDelivered(Exception):
    """The webhook's receiver did not take a delivery; it is tried again."""


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return what `Madoguchi-Signature` says: `v1=` and HMAC-SHA256 over timestamp, a dot and the body."""
    signed = f"{timestamp}.".encode() + body
    return f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def deliver(house: House, delivery_id: int) -> None:
    """Send a delivery and note how it went; raises `NotDelivered` unless the receiver said 2xx."""
    with transaction(house.sessions) as session:
        delivery = delivery_for(session, delivery_id)
        event, body = delivery.event, delivery.body.encode()
    status, error = _post(house, delivery_id, event, body)
    done = status is not None and 200 <= status < 300
    with transaction(house.sessions) as session:
        delivery, now = delivery_for(session, delivery_id), house.clock()
        delivery.tries += 1
        delivery.tried_at, delivery.status, delivery.error = now, status, error
        if done:
            delivery.delivered_at = now
    if not done:
        raise NotDelivered(f"delivery {delivery_id}: {status or error}")


def _post(house: House, delivery_id: int, event: str, body: bytes) -> tuple[int | None, str | None]:
    settings, timestamp = house.settings, int(house.clock().timestamp())
    if not settings.webhook_url:
        return None, "NoWebhook"
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Madoguchi",
        "Madoguchi-Event": event,
        "Madoguchi-Delivery": str(delivery_id),
        "Madoguchi-Timestamp": str(timestamp),
        "Madoguchi-Signature": signature(settings.webhook_secret, timestamp, body),
    }
    try:
        answer = httpx.post(
            settings.webhook_url, content=body, headers=headers, timeout=TIMEOUT, follow_redirects=False
        )
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        # Only its kind: the message may name the address with a key in it.
        return None, type(failure).__name__
    return answer.status_code, None
