"""Accounts from other systems: `PUT /api/accounts/…`. The same request again changes nothing more."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlalchemy.orm import Session

from api.accounts import store
from api.accounts.models import Account
from api.accounts.score.saying import said, sentence
from api.accounts.shapes import (
    FORBIDDEN,
    AccountIn,
    AccountOut,
    ContactIn,
    ContactOut,
    HealthOut,
    PartOut,
    SignalsIn,
    SignalsOut,
)
from api.accounts.signals import Signal, monday_of, week_of
from api.accounts.up_to_date import health_of
from api.accounts.writing import add_account, change_account, mark_changed, put_contact, put_signals
from api.database import Transaction
from api.errors import Conflict, Invalid, NotFound
from api.house import house_of
from api.inquiries.callers import key_or
from api.staff.models import Role

router = APIRouter(prefix="/api/accounts", tags=["accounts"], dependencies=[Depends(key_or(Role.MANAGER))])
NEEDED = ("name", "contract_yen", "renewal_on")
Id = Annotated[str, Path(min_length=1, max_length=200)]


class AccountIncomplete(Invalid):
    """A new account needs its name, contract_yen and renewal_on."""


class UnknownOwner(Invalid):
    """No member of staff has this e-mail address."""


class FieldNeeded(Invalid):
    """This field cannot be empty."""


class WeekAhead(Invalid):
    """This week has not begun yet."""


class BadId(Invalid):
    """This id holds a character that cannot be kept."""


class NoHealth(NotFound):
    """Nothing is known of this account yet, so it has no health score."""


class ContactOfAnother(Conflict):
    """This contact belongs to another account. Take it out there first."""


@router.put("/{external_id}", responses={201: {"model": AccountOut, "description": "Added."}})
def put_account(
    request: Request, response: Response, session: Transaction, external_id: Id, body: AccountIn
) -> AccountOut:
    """Add an account, or write what is new of one."""
    house = house_of(request)
    account = _account(session, external_id, lock=True)
    values = body.model_dump(exclude_unset=True)
    if "tier" in values:
        values["tier_chosen"] = values["tier"] is not None
        values = {name: value for name, value in values.items() if name != "tier" or value is not None}
    if "owner" in values:
        values["owner_id"] = _owner(session, values.pop("owner"))
    for name in (*NEEDED, "stage"):
        if name in values and values[name] is None:
            raise FieldNeeded(f"{name} cannot be empty.")
    values = {name: str(value) if name in ("stage", "tier") else value for name, value in values.items()}
    now, zone = house.clock(), house.settings.zone
    if account is None:
        if any(name not in values for name in NEEDED):
            raise AccountIncomplete
        values = {"external_id": external_id, "stage": "onboarding"} | values
        account = add_account(session, values, now=now, zone=zone)
        response.status_code = 201
    else:
        changes = {name: value for name, value in values.items() if getattr(account, name) != value}
        if changes:
            change_account(session, account, changes, now=now, zone=zone)
    return AccountOut.of(account, store.email_of(session, account.owner_id))


@router.get("/{external_id}")
def get_account(session: Transaction, external_id: Id) -> AccountOut:
    """Return an account."""
    account = _there(session, external_id)
    return AccountOut.of(account, store.email_of(session, account.owner_id))


@router.put("/{external_id}/signals/{week}")
def put_week(
    request: Request, session: Transaction, external_id: Id, week: date, body: SignalsIn
) -> SignalsOut:
    """Write what an account did in the week that `week` is a day of."""
    house = house_of(request)
    now, monday = house.clock(), monday_of(week)
    if monday > week_of(now, house.settings.zone):
        raise WeekAhead
    account = _there(session, external_id, lock=True)
    told = body.model_dump(exclude_unset=True)
    before = store.signals_in(session, account.id, monday)
    changes = {kind: value for kind, value in told.items() if before.get(Signal(kind)) != value}
    if changes:
        put_signals(session, account.id, monday, changes)
        mark_changed(session, [account.id], now=now)
    return SignalsOut(week=monday, signals=store.signals_in(session, account.id, monday))


@router.put("/{external_id}/contacts/{contact_id}")
def put_person(
    request: Request, session: Transaction, external_id: Id, contact_id: Id, body: ContactIn
) -> ContactOut:
    """Say that a person belongs to an account. Their support episodes become its signals."""
    account = _there(session, external_id)
    _check_id(contact_id)
    contact = store.contact_by(session, contact_id)
    if contact is not None and contact.account_id not in (None, account.id):
        raise ContactOfAnother
    told = {"external_id": contact_id, "account_id": account.id} | body.model_dump(exclude_unset=True)
    if contact is None or any(getattr(contact, name) != value for name, value in told.items()):
        contact = put_contact(session, contact, told, now=house_of(request).clock())
    return ContactOut(
        external_id=contact_id, account=account.external_id, name=contact.name, email=contact.email
    )


@router.get("/{external_id}/health")
def get_health(request: Request, session: Transaction, external_id: Id, lang: str = "ja") -> HealthOut:
    """Return how well an account is, with every term."""
    house = house_of(request)
    account = _there(session, external_id)
    version, found = health_of(session, house, account.id)
    if found is None:
        raise NoHealth
    language = lang if lang in ("ja", "en") else "ja"
    return HealthOut(
        score=found.score,
        band=found.band,
        version=version.number,
        week=week_of(house.clock(), house.settings.zone),
        sentence=sentence(found, language),
        parts=[PartOut(of=str(p.of), points=p.points, said=said(p, language)) for p in found.parts],
    )


def _there(session: Session, external_id: str, *, lock: bool = False) -> Account:
    account = _account(session, external_id, lock=lock)
    if account is None:
        raise store.NoSuchAccount
    return account


def _account(session: Session, external_id: str, *, lock: bool = False) -> Account | None:
    _check_id(external_id)
    return store.account_by(session, external_id, lock=lock)


def _check_id(written: str) -> None:
    if FORBIDDEN.search(written):
        raise BadId


def _owner(session: Session, email: str | None) -> int | None:
    if email is None:
        return None
    found = store.staff_by_email(session, email)
    if found is None:
        raise UnknownOwner
    return found
