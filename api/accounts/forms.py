"""What the form of an account says, checked. Nothing here does I/O."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from api.accounts.importing import values
from api.accounts.tiers import Stage, Tier
from api.errors import Invalid

NOTHING_WRITTEN = ""
LONGEST = 500


class AccountNameMissing(Invalid):
    """Write the account's name."""


class ContractUnreadable(Invalid):
    """Write the contract amount in yen, such as 1,200,000 or 120万."""


class RenewalUnreadable(Invalid):
    """Write the renewal date, such as 2027/03/31."""


class OutcomeUnreadable(Invalid):
    """Write the outcome's figures as numbers."""


class ChoiceUnknown(Invalid):
    """Choose the stage, the tier and the owner from the lists."""


class AccountTextTooLong(Invalid):
    """A text can have 500 characters."""


def account_values(written: Mapping[str, str], *, zone: ZoneInfo, owners: Collection[int]) -> dict[str, Any]:
    """Return the account's columns as the form says them; raises what is wrong."""
    text = {name: value.replace("\x00", "").strip() for name, value in written.items()}
    if max(map(len, text.values())) > LONGEST:
        raise AccountTextTooLong
    if not text["name"]:
        raise AccountNameMissing
    owner = int(text["owner"]) if text["owner"].isdecimal() and len(text["owner"]) < 10 else None
    if (
        text["stage"] not in list(Stage)
        or text["tier"] not in ("", *Tier)
        or (text["owner"] and owner not in owners)
    ):
        raise ChoiceUnknown
    found: dict[str, Any] = {
        "name": text["name"],
        "contract_yen": _read(values.amount, text["contract_yen"], ContractUnreadable),
        "renewal_on": _read(lambda cell: values.day(cell, zone), text["renewal_on"], RenewalUnreadable),
        "stage": text["stage"],
        "tier_chosen": bool(text["tier"]),
        "owner_id": owner,
        "outcome_text": text["outcome_text"] or None,
        "outcome_unit": text["outcome_unit"] or None,
    }
    if text["tier"]:
        found["tier"] = text["tier"]
    for name in ("outcome_start", "outcome_target", "outcome_measured"):
        found[name] = _read(values.number, text[name], OutcomeUnreadable) if text[name] else None
    return found


def _read(reader: Callable[[str], Any], written: str, problem: type[Invalid]) -> Any:
    try:
        return reader(written)
    except values.Unreadable:
        raise problem from None
