"""The queue of candidates as somebody looks at it: filters, order and page, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from api.candidates.models import State

PAGE = 50
ASLEEP = "snoozed"
STATES = (State.OPEN, ASLEEP, *(state for state in State if state != State.OPEN), "all")
SORTS = ("worth", "size", "trend", "newest")
LANGUAGES = ("", "ja", "en")
LONGEST = 200
"""Characters of a search."""
LARGEST = 10**6
"""The most that a size or a page number may be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """What is shown of the candidates, and in which order."""

    q: str = ""
    state: str = State.OPEN
    lang: str = ""
    mine: bool = False
    """Only what I have in work."""
    least: int = 0
    """The fewest inquiries of a candidate."""
    unanswered: bool = False
    """Only those with an inquiry that neither the bot nor a person answered."""
    sort: str = "worth"
    page: int = 1

    @property
    def address(self) -> str:
        """The query string; what is as usual is left out."""
        usual = Queue()
        said = {name: getattr(self, name) for name in self.__slots__}
        kept = {name: value for name, value in said.items() if value != getattr(usual, name)}
        return urlencode({name: int(value) if value is True else value for name, value in kept.items()})

    @property
    def narrowed(self) -> bool:
        """Whether a filter hides candidates that wait."""
        return replace(self, sort="worth", page=1) != Queue()

    def at(self, page: int) -> "Queue":
        """The same queue at another page."""
        return replace(self, page=page)


def read_queue(asked: Mapping[str, str]) -> Queue:
    """Return the queue that an address asks for; what makes no sense there is as usual."""
    state, sort, lang = asked.get("state", ""), asked.get("sort", ""), asked.get("lang", "")
    return Queue(
        q=" ".join(asked.get("q", "").replace("\0", "").split())[:LONGEST],
        state=state if state in STATES else State.OPEN,
        lang=lang if lang in LANGUAGES else "",
        mine=bool(asked.get("mine")),
        least=_number(asked.get("least", "")),
        unanswered=bool(asked.get("unanswered")),
        sort=sort if sort in SORTS else "worth",
        page=max(1, _number(asked.get("page", ""))),
    )


def queue_of(address: str) -> Queue:
    """Return the queue of a query string."""
    return read_queue(dict(parse_qsl(address)))


def _number(text: str) -> int:
    return min(int(text), LARGEST) if text.isascii() and text.isdigit() and len(text) < 10 else 0
