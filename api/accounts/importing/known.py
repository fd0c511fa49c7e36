"""What is there already, for a file to be checked against. Nothing here does I/O."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from api.accounts.importing.fields import Field
from api.accounts.models import Account
from api.chat.models import Contact
from faq_clustering.text import normalise


class Wrong(StrEnum):
    """Why a row cannot be imported. The pages have a sentence for each."""

    JSON = "json"
    COLUMNS = "columns"
    UNREADABLE = "unreadable"
    NUL = "nul"
    TOO_LONG = "too_long"
    NO_ACCOUNT = "no_account"
    UNKNOWN_ACCOUNT = "unknown_account"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"
    VALUE = "value"
    OWNER = "owner"
    AHEAD = "ahead"
    NO_SIGNAL = "no_signal"
    TWICE = "twice"


class RowIsWrong(Exception):
    """A row cannot be imported."""

    def __init__(self, wrong: Wrong, field: Field | None = None) -> None:
        self.wrong, self.field = wrong, field
        super().__init__(wrong)


@dataclass(frozen=True, kw_only=True)
class Known:
    """Accounts, what they did week by week, contacts by id, members of staff by name and address."""

    accounts: Sequence[Account] = ()
    signals: Mapping[tuple[int, date], Mapping[str, float]] = field(default_factory=dict)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    staff: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[str, Account]:
        return {account.external_id: account for account in self.accounts}

    @cached_property
    def _named(self) -> dict[str, list[Account]]:
        named: dict[str, list[Account]] = defaultdict(list)
        for account in self.accounts:
            named[normalise(account.name)].append(account)
        return named

    def account(self, cells: Mapping[Field, str]) -> Account | None:
        """Return the account that a row is about, by its id, else by its name; None for a new one."""
        written = cells.get(Field.EXTERNAL_ID, "")
        if written:
            return self._by_id.get(written)
        if not cells.get(Field.NAME):
            raise RowIsWrong(Wrong.NO_ACCOUNT)
        found = self._named.get(normalise(cells[Field.NAME]), [])
        if len(found) > 1:
            raise RowIsWrong(Wrong.AMBIGUOUS, Field.NAME)
        return found[0] if found else None

    def owner(self, written: str) -> int:
        """Return the member of staff whose name or address it is; raises `RowIsWrong`."""
        found = self.staff.get(normalise(written).replace(" ", ""))
        if found is None:
            raise RowIsWrong(Wrong.OWNER, Field.OWNER)
        return found
