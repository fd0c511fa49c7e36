"""What an action decided: what to say, what Rasa notes, and what must be asked of another system first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from api.chat.acts import Spoken
from api.dialogue.lookup_steps import Complete


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """`enquiry` is carried out after the database was let go: another system may take seconds."""

    acts: Sequence[Spoken] = ()
    events: Sequence[dict[str, Any]] = ()
    enquiry: Complete | None = None


Reply: TypeAlias = Sequence[Spoken] | Decided
