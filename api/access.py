"""Who is asking: staff by session cookie, with roles and CSRF protection."""

import hmac
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from api.database import Transaction
from api.errors import Forbidden, NotSignedIn
from api.house import house_of
from api.staff.models import Role, StaffSession
from api.staff.sessions import COOKIE, session_for

SAFE = {"GET", "HEAD", "OPTIONS"}


class WrongOrigin(Forbidden):
    """This form was sent from another site. Open the page again and repeat."""


class StaleForm(Forbidden):
    """This form is too old. Open the page again and repeat."""


class RoleNeeded(Forbidden):
    """Your role does not allow this. Ask an administrator."""


def same_origin(request: Request) -> None:
    """Refuse unsafe requests that another site's page sent (the browser says so in `Origin`)."""
    origin = request.headers.get("origin")
    if request.method not in SAFE and origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise WrongOrigin


async def signed_in(request: Request, session: Transaction) -> StaffSession:
    """Return the session of the signed-in member of staff; unsafe requests need its CSRF token too."""
    token = request.cookies.get(COOKIE)
    found = session_for(session, token, now=house_of(request).clock()) if token else None
    if found is None:
        raise NotSignedIn
    if request.method not in SAFE:
        same_origin(request)
        sent = request.headers.get("x-csrf-token")
        if sent is None and "form" in request.headers.get("content-type", ""):
            value = (await request.form()).get("csrf")
            sent = value if isinstance(value, str) else None
        if not hmac.compare_digest(sent or "", found.csrf_token):
            raise StaleForm
    request.state.staff_session = found
    return found


def require(role: Role) -> Callable[[StaffSession], StaffSession]:
    """Return a dependency that lets in staff of `role` or higher."""

    def check(found: Annotated[StaffSession, Depends(signed_in)]) -> StaffSession:
        if Role(found.staff.role).rank < role.rank:
            raise RoleNeeded
        return found

    return check


Agent = Annotated[StaffSession, Depends(require(Role.AGENT))]
Editor = Annotated[StaffSession, Depends(require(Role.EDITOR))]
Manager = Annotated[StaffSession, Depends(require(Role.MANAGER))]
Admin = Annotated[StaffSession, Depends(require(Role.ADMIN))]
