"""What a merge or a split would make, before anybody does it; and which other candidates are near."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from api.candidates.constraint_store import inquiry_ids_of
from api.candidates.copies import with_copies
from api.candidates.models import DivisibleTopic, State
from api.candidates.news import Alike, alike_topics
from api.candidates.recounting import Named, name_groups
from api.candidates.regrouping import (
    GroupsChanged,
    NoInquiriesChosen,
    NothingLeft,
    NothingToMerge,
    TwoPartsNeeded,
)
from api.candidates.review import AlreadyDecided
from api.candidates.store import Row, candidate_for, members_of
from api.house import House
from api.inquiries.store import Floats
from api.inquiries.vectors import vectors_for


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of the candidates that would be merged. `why` it is offered, if the last run did."""

    row: Row
    name: Named | None
    why: Alike | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """What a merge would make of its sides, the candidate that stays first."""

    size: int
    name: Named | None
    sides: tuple[Side, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parted:
    """A part of a split; `inquiry_ids` are all that go with it."""

    inquiry_ids: tuple[int, ...]
    name: Named | None

    @property
    def size(self) -> int:
        """How many inquiries it would have."""
        return len(self.inquiry_ids)


def preview_merge(session: Session, house: House, row: Row, other_ids: Collection[int]) -> Merged:
    """Return what a merge of open candidates would make. Raises `NothingToMerge`, `AlreadyDecided`."""
    others = [candidate_for(session, id_) for id_ in dict.fromkeys(other_ids)]
    if not others or any(other.candidate.id == row.candidate.id for other in others):
        raise NothingToMerge
    rows = [row, *others]
    if any(one.candidate.state != State.OPEN for one in rows):
        raise AlreadyDecided
    members = [members_of(session, one.cluster.id) for one in rows]
    language = row.cluster.language
    (whole,) = name_groups(session, house, [[one for group in members for one in group]], language, 4)
    why = {one.topic.candidate_id: one for one in alike_topics(session, row.cluster.id)}
    sides = zip(rows, name_groups(session, house, members, language), strict=True)
    return Merged(
        size=sum(one.cluster.size for one in rows),
        name=whole,
        sides=tuple(Side(row=one, name=name, why=why.get(one.candidate.id)) for one, name in sides),
    )


def preview_split(session: Session, house: House, row: Row, ticked: Collection[int]) -> tuple[Parted, ...]:
    """Return the parts of a split, what stays first: by `ticked` inquiries, or as the last run offers.

    Inquiries of the same words go together; what is between the offered parts goes to the nearest.
    """
    if row.candidate.state != State.OPEN:
        raise AlreadyDecided
    here = inquiry_ids_of(session, row.cluster.id)
    if ticked:
        chosen = with_copies(session, row.cluster.id, ticked)
        if not set(ticked) <= set(chosen):
            raise GroupsChanged
        parts = [[id_ for id_ in here if id_ not in set(chosen)], chosen]
        if not parts[0]:
            raise NothingLeft
    else:
        parts = _offered(session, house, row, here)
    members = {one.id: one for one in members_of(session, row.cluster.id)}
    groups = [[members[id_] for id_ in part if id_ in members] for part in parts]
    names = name_groups(session, house, groups, row.cluster.language, 4)
    return tuple(Parted(inquiry_ids=tuple(part), name=name) for part, name in zip(parts, names, strict=True))


def _offered(session: Session, house: House, row: Row, here: Sequence[int]) -> list[list[int]]:
    found = session.get(DivisibleTopic, row.cluster.id)
    if found is None:
        raise NoInquiriesChosen
    left = set(here)
    parts = [[id_ for id_ in part if id_ in left] for part in found.parts]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        raise TwoPartsNeeded
    keys = {member.id: member.text_key for member in members_of(session, row.cluster.id)}
    vectors = vectors_for(session, list(keys.values()), house.embedder.model_id)
    centres = [_centre([vectors[keys[id_]] for id_ in part if keys.get(id_) in vectors]) for part in parts]
    placed = {keys[id_]: number for number, part in enumerate(parts) for id_ in part if id_ in keys}
    for id_ in left - {id_ for part in parts for id_ in part}:
        key = keys.get(id_, "")
        # What is not embedded stays where most are.
        near = int(np.argmax([vectors[key] @ centre for centre in centres])) if key in vectors else 0
        parts[placed.get(key, near)].append(id_)
        placed.setdefault(key, near)
    return sorted(parts, key=lambda part: -len(part))


def _centre(rows: Sequence[Floats]) -> Floats:
    centre: Floats = np.mean(rows, axis=0, dtype=np.float32) if rows else np.zeros(1, np.float32)
    return centre
