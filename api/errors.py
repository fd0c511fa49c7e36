"""Errors as types: the class docstring is the message, the base class is the HTTP status."""

from typing import ClassVar


class Problem(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500

    def __init__(self, detail: str | None = None, **extra: object) -> None:
        self.detail = detail or type(self).__doc__ or ""
        self.extra = extra
        super().__init__(self.detail)

    @property
    def slug(self) -> str:
        """The error's stable name: `AlreadyApproved` → `already-approved`."""
        name = type(self).__name__
        return "".join("-" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))


class Invalid(Problem):
    """The request is not valid."""

    status = 422


class NotSignedIn(Problem):
    """Please sign in first."""

    status = 401


class Forbidden(Problem):
    """You may not do this."""

    status = 403


class NotFound(Problem):
    """There is nothing here."""

    status = 404


class Conflict(Problem):
    """Somebody else changed this first."""

    status = 409


class TooMany(Problem):
    """Too many requests. Please wait a moment."""

    status = 429


class Unavailable(Problem):
    """This is not available right now. Please try again in a moment."""

    status = 503
