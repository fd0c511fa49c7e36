"""Who a customer is, as the company's own site says it: a JWT signed with the key both know."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import jwt
from jwt.types import Options
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from api.chat.receiving import storable
from api.errors import NotSignedIn

LONGEST = timedelta(hours=24)
# Times are compared with the house's own clock, so the library shall not.
OWN_CHECKS: Options = {
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_sub": False,
    "verify_aud": False,
}
LEEWAY = timedelta(seconds=60)
"""Two servers' clocks differ by less."""
WRONG = {
    "sub": "The identity names nobody: its claim sub must be a text of 1 to 255 characters.",
    "exp": "The identity does not say when it expires: its claim exp must be a time in seconds.",
    "iat": "The identity's claim iat is not a time in seconds.",
    "nbf": "The identity's claim nbf is not a time in seconds.",
    "name": "The identity's claim name must be a text of at most 200 characters.",
    "email": "The identity's claim email must be a text of at most 320 characters.",
}


class IdentityRefused(NotSignedIn):
    """This identity cannot be accepted."""


Seconds = Annotated[float, Field(gt=0, lt=1e11, allow_inf_nan=False)]


class Identity(BaseModel):
    """The claims of an identity that are read."""

    model_config = ConfigDict(frozen=True, strict=True)

    sub: Annotated[str, Field(min_length=1, max_length=255)]
    exp: Seconds
    iat: Seconds | None = None
    nbf: Seconds | None = None
    name: Annotated[str, Field(max_length=200)] | None = None
    email: Annotated[str, Field(max_length=320)] | None = None

    @field_validator("sub", "name", "email")
    @classmethod
    def _keepable(cls, value: str | None) -> str | None:
        if value is not None and (value != storable(value) or not value.strip()):
            raise ValueError("blank, or holds what the database cannot keep")
        return value


def read_identity(token: str, key: str, *, now: datetime) -> Identity:
    """Return whom a signed identity names. Raises `IdentityRefused` with a sentence that says why."""
    if not key:
        raise IdentityRefused("Nobody can be identified here: MADOGUCHI_IDENTITY_KEY is not set.")
    identity = _claims(_verified(token, key))
    expires = datetime.fromtimestamp(identity.exp, UTC)
    if expires <= now - LEEWAY:
        raise IdentityRefused("The identity has expired.")
    if expires > now + LONGEST + LEEWAY:
        raise IdentityRefused("The identity is valid for too long: exp may be at most 24 hours ahead.")
    for claim in (identity.iat, identity.nbf):
        if claim is not None and datetime.fromtimestamp(claim, UTC) > now + LEEWAY:
            raise IdentityRefused("The identity is from the future: compare the clocks.")
    return identity


def _verified(token: str, key: str) -> dict[str, Any]:
    try:
        # The list of algorithms is what keeps "none" and public keys out.
        return jwt.decode(token, key, algorithms=["HS256"], options=OWN_CHECKS)
    except jwt.InvalidAlgorithmError as error:
        raise IdentityRefused("The identity must be signed with HS256.") from error
    except jwt.InvalidSignatureError as error:
        raise IdentityRefused("The identity's signature does not match.") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise IdentityRefused("The identity is not a signed JWT.") from error


def _claims(claims: dict[str, Any]) -> Identity:
    try:
        return Identity.model_validate(claims)
    except ValidationError as error:
        raise IdentityRefused(WRONG[str(error.errors()[0]["loc"][0])]) from error
