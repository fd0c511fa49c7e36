"""Which arm somebody is in. Nothing here does I/O."""

import hmac
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from typing import Any

from api.episodes.ledger import FactValue, Kind


class Arm(StrEnum):
    """What a contact meets first: a person, or the bot."""

    HOLDOUT = "holdout"
    BOT = "bot"


def key_of(secret: str) -> bytes:
    """Return the hold-out's own key, made of the installation's secret."""
    return hmac.digest(secret.encode(), b"holdout", sha256)


def arm_of(key: bytes, *, experiment: int, person: str, share: float) -> Arm:
    """Draw the arm: the same for the same person in the same experiment, and unrelated between experiments.

    A keyed hash (HMAC-SHA-256, RFC 2104) as a number from 0 to 1, so that nobody outside can tell or choose
    their arm, and nobody inside picks.
    """
    drawn = hmac.digest(key, f"{experiment}\n{person}".encode(), sha256)
    return Arm.HOLDOUT if int.from_bytes(drawn[:8], "big") < share * 2**64 else Arm.BOT


def person_of(external_id: str | None, contact_id: int) -> str:
    """Return whom the arm is drawn for: the identified person where known, else the contact."""
    return f"id:{external_id}" if external_id is not None else f"contact:{contact_id}"


def is_first_demand(facts: Iterable[FactValue], message_id: int) -> bool:
    """Whether a message is the first one of its episode that is no courtesy, and nothing was drawn before."""
    received: set[Any] = set()
    courtesies: set[Any] = set()
    for fact in facts:
        if fact.kind is Kind.MESSAGE_RECEIVED:
            received.add(fact.payload.get("message_id"))
        elif fact.kind is Kind.SMALL_TALK_REPLIED:
            courtesies.add(fact.payload.get("message_id"))
        elif fact.kind in {Kind.HOLDOUT_ASSIGNED, Kind.HANDOFF_REQUESTED}:
            return False
    return received - courtesies <= {message_id}
