"""What the routes of merge, split, removal, move and snooze take and give, in JSON."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from api.candidates.previews import Merged, Parted
from api.candidates.recounting import Named
from api.candidates.regrouping import MOST_PARTS
from api.candidates.shapes import Revision

MOST = 5_000
InquiryIds = Annotated[list[int], Field(min_length=1, max_length=MOST, examples=[[12, 15]])]


class Seen(BaseModel):
    """Another candidate, and the revision of it that you saw."""

    candidate_id: int
    revision: Revision


class Merge(BaseModel):
    """The candidates that are the same topic as this one. Their inquiries come here."""

    revision: Revision
    others: Annotated[list[Seen], Field(min_length=1, max_length=20)]


class Split(BaseModel):
    """The parts that become candidates of their own. What is in none of them stays."""

    revision: Revision
    parts: Annotated[list[InquiryIds], Field(min_length=1, max_length=MOST_PARTS - 1)]


class Removal(BaseModel):
    """Inquiries that do not belong to the candidate."""

    revision: Revision
    inquiry_ids: InquiryIds


class Move(Removal):
    """Inquiries that belong to another candidate."""

    to: Seen


class Snooze(BaseModel):
    """Until when a candidate sleeps: a time, so many inquiries more, or whichever of the two comes first."""

    revision: Revision
    until: Annotated[AwareDatetime | None, Field(description="Within a year")] = None
    grows_by: Annotated[int | None, Field(description="Inquiries more than now", examples=[10])] = None


class GroupShape(BaseModel):
    """A group of inquiries as it would read."""

    size: int
    question: str | None
    keywords: list[str]
    typical: list[str]


class MergePreview(BaseModel):
    """What a merge would make."""

    result: GroupShape
    sides: list["SideShape"]


class SideShape(GroupShape):
    """One of the candidates; `cosine` and `shared` say why the last run offers it, if it does."""

    candidate_id: int
    revision: int
    cosine: float | None
    shared: float | None


class PartShape(GroupShape):
    """A part of a split. The first stays in the candidate."""

    inquiry_ids: list[int]


def merge_preview(found: Merged) -> MergePreview:
    """Return the preview of a merge."""
    return MergePreview(
        result=GroupShape(**_group(found.size, found.name)),
        sides=[
            SideShape(
                **_group(side.row.cluster.size, side.name),
                candidate_id=side.row.candidate.id,
                revision=side.row.candidate.revision,
                cosine=side.why.cosine if side.why else None,
                shared=side.why.shared if side.why else None,
            )
            for side in found.sides
        ],
    )


def part_shape(part: Parted) -> PartShape:
    """Return one part of a split's preview."""
    return PartShape(**_group(part.size, part.name), inquiry_ids=list(part.inquiry_ids))


def _group(size: int, name: Named | None) -> dict[str, object]:
    return {
        "size": size,
        "question": name.representative if name else None,
        "keywords": list(name.keywords) if name else [],
        "typical": [member.text for member in name.typical] if name else [],
    }
