"""Sending mail by the company's own mail server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from api.errors import Conflict, Invalid
from api.settings import Settings

TIMEOUT = 20.0
"""Seconds to wait for the mail server."""


class NoMailServer(Conflict):
    """No mail can be sent from here: MADOGUCHI_SMTP_URL is not set."""


class NotAnAddress(Invalid):
    """This is no e-mail address."""


def address_of(text: str) -> str:
    """Return an e-mail address as it is written to; raises `NotAnAddress`."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise NotAnAddress from error


def send_mail(settings: Settings, *, to: str, subject: str, text: str, html: str | None = None) -> None:
    """Send one mail, as plain text and, where given, as HTML too.

    Raises `NoMailServer`; `OSError` or `smtplib.SMTPException` when it does not go out.
    """
    if not settings.smtp_url:
        raise NoMailServer
    url = urlsplit(settings.smtp_url)
    user = unquote(url.username or "")
    mail = EmailMessage()
    mail["From"] = settings.mail_from or user or f"madoguchi@{url.hostname}"
    mail["To"] = to
    # A line break in a header would begin another one.
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = make_msgid(domain=url.hostname)
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    with _server(url.scheme, url.hostname or "localhost", url.port) as server:
        if user:
            server.login(user, unquote(url.password or ""))
        server.send_message(mail)


def _server(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=context)
    server = smtplib.SMTP(host, port or 587, timeout=TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    return server
