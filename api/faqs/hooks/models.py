"""What was told to the webhook, and how it went."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class WebhookDelivery(Base):
    """One event for the webhook, and its newest try."""

    __tablename__ = "webhook_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    faq_id: Mapped[int | None] = mapped_column(ForeignKey("faqs.id", ondelete="SET NULL"))
    body: Mapped[str]
    """The JSON that is sent, byte for byte the same at every try."""
    created_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(server_default="0")
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None]
    """The receiver's HTTP status."""
    error: Mapped[str | None]
    """What went wrong instead. Never an address: it may hold a key."""
    delivered_at: Mapped[datetime | None]
