"""What the form of an account says, checked. Nothing here does I/O."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from api.accounts.importing import values
from api.accounts.tiers import Stage, Tier
from api.errors import Invalid

NOTHING_WRITTEN = ""
LONGEST = 500
FIELDS = (
    "external_id",
    "name",
    "contract_yen",
    "renewal_on",
    "stage",
    "tier",
    "owner",
    "outcome_text",
    "outcome_unit",
    "outcome_start",
    "outcome_target",
    "outcome_measured",
)
"""The form's fields; the first only where an account is added."""


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


class AccountFieldsWrong(Invalid):
    """Something about the account cannot be read. Look at the fields that are marked."""

    def __init__(self, fields: Mapping[str, Invalid]) -> None:
        super().__init__()
        self.fields = fields
        """What is wrong, by field."""


def written_of(form: Mapping[str, Any]) -> dict[str, str]:
    """Return what a form says, every field of it."""
    return {name: str(form.get(name, "")).replace("\x00", "").strip() for name in FIELDS}


def account_values(text: Mapping[str, str], *, zone: ZoneInfo, owners: Collection[int]) -> dict[str, Any]:
    """Return the account's columns as the form says them; raises `AccountFieldsWrong`."""
    wrong: dict[str, Invalid] = {
        name: AccountTextTooLong() for name, value in text.items() if len(value) > LONGEST
    }

    def read(name: str, reader: Callable[[str], Any], problem: type[Invalid]) -> Any:
        try:
            return reader(text[name])
        except values.Unreadable:
            wrong.setdefault(name, problem())
            return None

    owner = int(text["owner"]) if text["owner"].isdecimal() and len(text["owner"]) < 10 else None
    if not text["name"]:
        wrong["name"] = AccountNameMissing()
    for name, known in (
        ("stage", text["stage"] in list(Stage)),
        ("tier", text["tier"] in ("", *Tier)),
        ("owner", not text["owner"] or owner in owners),
    ):
        if not known:
            wrong[name] = ChoiceUnknown()
    found: dict[str, Any] = {
        "name": text["name"],
        "contract_yen": read("contract_yen", values.amount, ContractUnreadable),
        "renewal_on": read("renewal_on", lambda cell: values.day(cell, zone), RenewalUnreadable),
        "stage": text["stage"],
        "tier_chosen": bool(text["tier"]),
        "owner_id": owner,
        "outcome_text": text["outcome_text"] or None,
        "outcome_unit": text["outcome_unit"] or None,
    }
    if text["tier"]:
        found["tier"] = text["tier"]
    for name in ("outcome_start", "outcome_target", "outcome_measured"):
        found[name] = read(name, values.number, OutcomeUnreadable) if text[name] else None
    if wrong:
        raise AccountFieldsWrong(wrong)
    return found
