"""Staff accounts: adding, finding, checking passwords."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.errors import Conflict, Invalid
from api.staff.models import Role, Staff

hasher = PasswordHasher()
# Checked when the address is unknown, so that both answers take as long.
_NOBODY = hasher.hash("nobody")


class AddressTaken(Conflict):
    """A member of staff with this e-mail address is there already."""


class WeakPassword(Invalid):
    """The password needs at least 8 characters."""


def add_staff(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    language: str = "ja",
    sample: bool = False,
) -> Staff:
    """Add a member of staff; raises `AddressTaken` or `WeakPassword`."""
    if len(password) < 8:
        raise WeakPassword
    email = email.strip().lower()
    if session.scalar(select(Staff.id).where(Staff.email == email)) is not None:
        raise AddressTaken
    staff = Staff(
        email=email,
        name=name,
        role=role.value,
        password_hash=hasher.hash(password),
        language=language,
        sample=sample,
    )
    session.add(staff)
    session.flush()
    return staff


def staff_by_password(session: Session, email: str, password: str) -> Staff | None:
    """Return the active member of staff with this address and password."""
    staff = session.scalar(select(Staff).where(Staff.email == email.strip().lower(), Staff.active))
    try:
        hasher.verify(staff.password_hash if staff else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return staff
