"""Imported inquiries of a known customer become episodes of theirs, as any that another system tells of."""

import logging
from datetime import datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.chat.elsewhere import OURS, Told, bot_began, tell
from api.chat.models import Contact
from api.chat.receiving import LENGTH
from api.database import transaction
from api.errors import Problem
from api.house import House
from api.inquiries.models import Inquiry
from faq_clustering.text import normalise

log = logging.getLogger(__name__)
BATCH = 200
"""Inquiries a transaction: each holds two locks until its end."""
CHANNELS = {
    "phone": "phone tel telephone call 電話 でんわ お電話 架電 入電 受電",
    "mail": "mail email e-mail メール eメール 電子メール",
    "form": "form web フォーム ウェブ 問い合わせフォーム お問い合わせフォーム",
    "chat": "chat チャット",
    "counter": "counter 窓口 店頭 来店 来社 対面",
}
_CHANNEL_OF = {normalise(name): channel for channel, names in CHANNELS.items() for name in names.split()}


def tell_history(house: House, *, batches: int | None = None) -> int:
    """Turn imported inquiries that wait for it into episodes, up to `batches`; return how many."""
    told = 0
    for _ in count() if batches is None else range(batches):
        with transaction(house.sessions) as session:
            waiting = session.scalars(_WAITING).all()
            began = bot_began(session)
            for inquiry in waiting:
                told += _tell(session, house, inquiry, began=began)
        if len(waiting) < BATCH:
            break
    return told


def channel_of(written: str) -> str:
    """Return the channel as the figures name it: 「電話」 and "Phone" are one; others keep their names."""
    name = normalise(written).strip()
    # Nobody talked with our bot there: that would be an episode already.
    return _CHANNEL_OF.get(name, "other" if name in OURS or not name else name)


def _tell(session: Session, house: House, inquiry: Inquiry, *, began: datetime | None) -> bool:
    customer_id = inquiry.customer_id
    assert customer_id is not None
    told = Told(
        id=inquiry.external_key,
        channel=channel_of(inquiry.channel),
        opened_at=inquiry.received_at,
        # Masked: nobody talks on in it, so nobody needs the names.
        text=inquiry.text[:LENGTH],
        replied_at=inquiry.replied_at,
        closed_at=inquiry.closed_at,
    )
    try:
        episode, _ = tell(
            session, customer_id, told, near=(), began=began, now=house.clock(), inquiry=inquiry
        )
    except Problem as problem:
        # It stays an inquiry. Nobody would be helped by trying it again for ever.
        log.warning("inquiry %s is no episode: %s", inquiry.id, problem.detail)
        return False
    finally:
        inquiry.customer_id = None
    if inquiry.account_id is not None:
        contact = session.get_one(Contact, episode.contact_id)
        contact.account_id = contact.account_id or inquiry.account_id
    return True


# Two workers take different ones.
_WAITING = (
    select(Inquiry)
    .where(Inquiry.customer_id.is_not(None))
    .order_by(Inquiry.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
