"""Being called back: what a customer leaves who asked for a person when nobody was there."""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import phonenumbers
from sqlalchemy.orm import Session

from api.chat.handoffs import open_hand_off
from api.chat.language import language_or
from api.chat.messages import append_message
from api.chat.models import Conversation
from api.chat.store import locked_conversation
from api.database import notify
from api.episodes.ledger import Kind, record
from api.errors import Conflict, Invalid
from api.mail import NotAnAddress, address_of
from api.policy.in_force import in_force
from api.policy.wording import opening
from api.web.texts import translate

PHONE = re.compile(r"\+?[\d\s().-]+")
HYPHENS = re.compile("[ー−‐‑–—]")
"""What people type for a hyphen and NFKC leaves: the long vowel, minus and dashes."""
REGION = "JP"
"""Where a telephone number without a country code is."""


class BadEmail(Invalid):
    """This is no e-mail address. Please check it."""


class BadPhone(Invalid):
    """This is no telephone number. Please check it."""


class NoContact(Invalid):
    """Please leave an e-mail address or a telephone number."""


class NobodyAskedFor(Conflict):
    """Ask for a person first; then you can leave how to reach you."""


class PeopleAreThere(Conflict):
    """We are open: a person will answer you here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Callback:
    """How a customer wants to be reached."""

    email: str | None
    phone: str | None
    note: str | None

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept with the hand-off."""
        return {"email": self.email, "phone": self.phone, "note": self.note}


def callback_of(*, email: str | None, phone: str | None, note: str | None, language: str) -> Callback:
    """Check and tidy what was typed; raises `NoContact`, `BadEmail` or `BadPhone` in `language`."""
    mail, number = _folded(email), _folded(phone)
    if not mail and not number:
        raise NoContact(translate(language, "policy.no_contact"))
    return Callback(
        email=_email(mail, language) if mail else None,
        phone=_phone(number, language) if number else None,
        note=(note or "").replace("\x00", "").strip() or None,
    )


def leave(session: Session, conversation: Conversation, callback: Callback, *, now: datetime) -> None:
    """Keep how to reach the customer with the open hand-off, and say so in the conversation, once.

    Raises `NobodyAskedFor` without an open hand-off, and `PeopleAreThere` when it was requested in business
    hours and it is still business hours: who began to type before we opened may send it after.
    """
    language = language_or(conversation.language)
    locked_conversation(session, conversation.id)
    hand_off = open_hand_off(session, conversation.id)
    if hand_off is None:
        raise NobodyAskedFor(translate(language, "policy.nobody_asked_for"))
    hours = in_force(session).policy.hours
    state = hours.state(now)
    if state.open and hours.state(hand_off.requested_at).open:
        raise PeopleAreThere(translate(language, "policy.people_are_there"))
    if hand_off.callback == callback.to_json():
        return
    hand_off.callback = callback.to_json()
    by = [way for way in ("email", "phone") if hand_off.callback[way]]
    # The address itself stays out of the facts: they can never be deleted.
    record(session, hand_off.episode_id, Kind.CALLBACK_LEFT, at=now, key=str(hand_off.id), by=by)
    when = opening(state.opens_at, now=now, zone=hours.zone, language=language)
    append_message(
        session,
        conversation,
        author="system",
        text=translate(
            language,
            "policy.callback_kept_open" if state.open else "policy.callback_kept",
            when=when,
            contact=" / ".join(filter(None, (callback.phone, callback.email))),
        ),
        content={"act": "callback_left", "language": language},
        episode_id=hand_off.episode_id,
        now=now,
    )
    notify(session, "inbox")


def _folded(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").strip()


def _email(text: str, language: str) -> str:
    try:
        # Whether it arrives only an e-mail can tell.
        return address_of(text)
    except NotAnAddress as error:
        raise BadEmail(translate(language, "policy.bad_email")) from error


def _phone(text: str, language: str) -> str:
    typed = HYPHENS.sub("-", text)
    number = None
    with suppress(phonenumbers.NumberParseException):
        number = phonenumbers.parse(typed, REGION)
    if number is None or not PHONE.fullmatch(typed) or not phonenumbers.is_possible_number(number):
        raise BadPhone(translate(language, "policy.bad_phone"))
    own = number.country_code == phonenumbers.country_code_for_region(REGION)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if own else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)
