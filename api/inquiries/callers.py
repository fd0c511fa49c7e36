"""Who may send to the API: a member of staff in a browser, or a system that knows the key."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Header, Request

from api.access import RoleNeeded, signed_in
from api.database import Transaction
from api.errors import NotSignedIn
from api.house import house_of
from api.staff.models import Role


class WrongApiKey(NotSignedIn):
    """The API key is not right, or this installation has none."""


def key_or(role: Role) -> Callable[..., Awaitable[str]]:
    """Return a dependency that lets in who knows the key, and staff of `role` or higher in a browser."""

    async def check(
        request: Request,
        session: Transaction,
        key: Annotated[str | None, Header(alias="X-Madoguchi-Api-Key")] = None,
    ) -> str:
        """Return who asks, for idempotency keys: two callers may use the same one."""
        if key is not None:
            known = house_of(request).settings.api_key
            if not known or not hmac.compare_digest(key.encode(), known.encode()):
                raise WrongApiKey
            return "key"
        found = await signed_in(request, session)
        if Role(found.staff.role).rank < role.rank:
            raise RoleNeeded
        return f"staff {found.staff.id}"

    return check


Caller = Annotated[str, Depends(key_or(Role.EDITOR))]
