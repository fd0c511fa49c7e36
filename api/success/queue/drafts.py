"""A mail as a draft: an .eml file that mail programs open for editing, and a mailto address."""

from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote


def eml(*, to: str | None, subject: str, body: str) -> bytes:
    """Return a mail that is not sent yet: `X-Unsent` makes mail programs open it for editing."""
    mail = EmailMessage()
    # A line break in a subject would begin a header of its own.
    mail["Subject"] = " ".join(subject.split())
    if to:
        mail["To"] = " ".join(to.split())
    mail["X-Unsent"] = "1"
    mail.set_content(body)
    return mail.as_bytes(policy=SMTP)


def mailto(*, to: str | None, subject: str, body: str) -> str:
    """Return an address that opens the mail in the reader's mail program."""
    return f"mailto:{quote(to or '', safe='@')}?subject={quote(subject)}&body={quote(body)}"
