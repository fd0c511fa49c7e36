"""A replay as a reviewer looks at it: the figures with names, and inquiries to open."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.replays.comparing import Group, Result
from api.replays.store import Example, examples_of, questions_of
from api.second_look.models import Replay
from api.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """A replay with what its ids stand for. `taken_from` names each FAQ that would lose inquiries."""

    id: int
    at: datetime
    candidate_id: int | None
    faq_id: int | None
    result: Result
    troubles: tuple[str, ...]
    target: float
    taken_from: tuple[tuple[int, str, int], ...]
    examples: dict[str, tuple[Example, ...]]

    @property
    def groups(self) -> list[tuple[str, int, tuple[Example, ...]]]:
        """What happened, how often, and examples: in the order of the page."""
        return [(str(group), self.result.counts[group], self.examples[group]) for group in Group]


def look_at(session: Session, replay: Replay, settings: Settings) -> Looked:
    """Read what a replay found."""
    result = Result.of_json(replay.result)
    found = examples_of(session, {id_ for ids in result.examples.values() for id_ in ids})
    names = questions_of(session, [faq for faq, _ in result.taken_from])
    return Looked(
        id=replay.id,
        at=replay.at,
        candidate_id=replay.candidate_id,
        faq_id=replay.faq_id,
        result=result,
        troubles=tuple(replay.troubles),
        target=settings.target_precision,
        taken_from=tuple((faq, names.get(faq, f"FAQ {faq}"), n) for faq, n in result.taken_from),
        examples={
            group: tuple(found[id_] for id_ in ids if id_ in found) for group, ids in result.examples.items()
        },
    )
