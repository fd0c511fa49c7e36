"""Sending the weekly mails: never two for one week, failures tried again and kept to be seen."""

import logging
import smtplib
from datetime import timedelta

from sqlalchemy.orm import Session

from api.database import transaction
from api.house import House
from api.mail import NoMailServer, send_mail
from api.metrics.periods import Period
from api.metrics.weekly.due import due_week, last_week, next_try
from api.metrics.weekly.letter import Letter, letter_for
from api.metrics.weekly.models import State, WeeklyMail
from api.metrics.weekly.store import put_in_line, readers, take_next
from api.staff.models import Staff

log = logging.getLogger(__name__)


def send_weekly(house: House) -> int:
    """Put in line what is due, then try what waits, each in a transaction of its own.

    Return how many went out.
    """
    with transaction(house.sessions) as session:
        for reader in readers(session):
            asked = reader.subscription
            week = due_week(house.clock(), asked.weekday, asked.since, house.settings.zone)
            if week is not None:
                put_in_line(session, reader.staff.id, week, now=house.clock())
    sent = 0
    while (went := _try_next(house)) is not None:
        sent += went
    return sent


def send_now(house: House, session: Session, staff: Staff) -> None:
    """Send the last week's mail at once, beside the weekly ones. Raises what `send_mail` raises."""
    letter = letter_for(house, session, last_week(house.clock(), house.settings.zone), staff.language)
    _send(house, staff.email, letter)


def _try_next(house: House) -> bool | None:
    """Try one mail: whether it went out; None when none waits."""
    now = house.clock()
    with transaction(house.sessions) as session:
        mail = take_next(session, now=now)
        if mail is None:
            return None
        staff = session.get_one(Staff, mail.staff_id)
        week = Period(first=mail.week, last=mail.week + timedelta(days=6), zone=house.settings.zone)
        try:
            letter = letter_for(house, session, week, staff.language)
        except Exception as error:
            log.exception("could not write the weekly mail of %s", mail.week)
            _failed(mail, error, house)
            return False
        # Kept before it is given away: whoever dies in between must not send it twice.
        mail.state, mail.tries, mail.tried_at, mail.error = State.SENDING, mail.tries + 1, now, None
        number, address = mail.id, staff.email
    failure: Exception | None = None
    try:
        _send(house, address, letter)
    except (NoMailServer, OSError, smtplib.SMTPException) as error:
        failure = error
    with transaction(house.sessions) as session:
        mail = session.get_one(WeeklyMail, number)
        if failure is None:
            mail.state, mail.next_try_at = State.SENT, None
        else:
            log.warning("the weekly mail of %s did not go out: %s", mail.week, failure)
            mail.tries -= 1
            _failed(mail, failure, house)
    return failure is None


def _failed(mail: WeeklyMail, error: Exception, house: House) -> None:
    mail.tries += 1
    mail.state, mail.tried_at = State.FAILED, house.clock()
    mail.error = f"{type(error).__name__}: {error}"[:500]
    mail.next_try_at = next_try(house.clock(), mail.tries)


def _send(house: House, address: str, letter: Letter) -> None:
    send_mail(house.settings, to=address, subject=letter.subject, text=letter.text, html=letter.html)
