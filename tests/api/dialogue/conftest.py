"""The same running application as the chat's tests."""

from tests.api.chat.conftest import (
    clock,
    database_url,
    facts,
    faqs,
    hanako,
    house,
    live_app,
    live_house,
    rasa,
    small_rasa,
)

__all__ = [
    "clock",
    "database_url",
    "facts",
    "faqs",
    "hanako",
    "house",
    "live_app",
    "live_house",
    "rasa",
    "small_rasa",
]
