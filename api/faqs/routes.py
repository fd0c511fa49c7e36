"""FAQs in JSON: read, publish, roll back, retire."""

from typing import Literal

from fastapi import APIRouter, Request

from api.access import Agent, Editor
from api.database import Transaction
from api.faqs import store
from api.faqs.languages import approved, withdraw
from api.faqs.publishing import draft_of, publish, retire, roll_back, unretire
from api.faqs.shapes import FaqDraft, FaqShape, VersionShape, faq_shape, version_shape
from api.faqs.waiting import public_part
from api.house import house_of
from api.second_look.looking import look_twice

router = APIRouter(prefix="/api/faqs", tags=["FAQs"])
Language = Literal["ja", "en"]


@router.get("")
def read_faqs(
    session: Transaction,
    staff: Agent,
    q: str = "",
    state: Literal["published", "retired", "all"] = "published",
) -> list[FaqShape]:
    """List FAQs with their newest version, the latest change first."""
    return [
        FaqShape(
            id=version.faq_id,
            retired_at=version.faq.retired_at,
            owner_id=version.faq.owner_id,
            review_on=version.faq.review_on,
            versions=[version_shape(version)],
        )
        for version in store.search_faqs(session, query=q, state=state)
    ]


@router.post("", status_code=201)
def create_faq(request: Request, session: Transaction, staff: Editor, body: FaqDraft) -> VersionShape:
    """Publish a new FAQ. The bot answers with it within two seconds."""
    return _publish(request, session, staff, None, body)


@router.get("/{faq_id}")
def read_faq(session: Transaction, staff: Agent, faq_id: int) -> FaqShape:
    """Read one FAQ with every version, newest first."""
    store.faq_for(session, faq_id)
    return faq_shape(store.versions_of(session, faq_id))


@router.post("/{faq_id}/versions", status_code=201)
def change_faq(
    request: Request, session: Transaction, staff: Editor, faq_id: int, body: FaqDraft
) -> VersionShape:
    """Publish a new version of an FAQ."""
    return _publish(request, session, staff, faq_id, body)


@router.post("/{faq_id}/versions/{number}/restoration", status_code=201)
def restore_version(
    request: Request, session: Transaction, staff: Editor, faq_id: int, number: int
) -> VersionShape:
    """Roll back: what version `number` said becomes the newest version."""
    version = roll_back(
        session,
        faq_id,
        number,
        author_id=staff.staff_id,
        now=house_of(request).clock(),
        note=f"Version {number} again",
    )
    return version_shape(version, staff.staff.name)


@router.post("/{faq_id}/languages/{language}/approval", status_code=201)
def approve_language(
    request: Request, session: Transaction, staff: Editor, faq_id: int, language: Language
) -> VersionShape:
    """Publish the draft in one language. The other stays as it is."""
    draft = approved(session, faq_id, language)
    look_twice(request, session, public_part(draft), faq_id)
    version = publish(session, faq_id, draft, author_id=staff.staff_id, now=house_of(request).clock())
    return version_shape(version, staff.staff.name)


@router.delete("/{faq_id}/languages/{language}/approval")
def withdraw_language(
    request: Request, session: Transaction, staff: Editor, faq_id: int, language: Language
) -> VersionShape:
    """Take one language out of the answers; it is a draft again. The other stays published."""
    now = house_of(request).clock()
    version = withdraw(session, faq_id, language, author_id=staff.staff_id, now=now)
    return version_shape(version, staff.staff.name)


@router.post("/{faq_id}/retirement", status_code=204)
def retire_faq(request: Request, session: Transaction, staff: Editor, faq_id: int) -> None:
    """Take an FAQ out of the answers. Its history stays."""
    retire(session, faq_id, by=staff.staff_id, now=house_of(request).clock())


@router.delete("/{faq_id}/retirement", status_code=204)
def unretire_faq(session: Transaction, staff: Editor, faq_id: int) -> None:
    """Bring a retired FAQ back."""
    unretire(session, faq_id)


def _publish(
    request: Request, session: Transaction, staff: Editor, faq_id: int | None, body: FaqDraft
) -> VersionShape:
    before = draft_of(store.newest_version(session, faq_id)) if faq_id else None
    look_twice(request, session, public_part(body.draft(before)), faq_id)
    version = publish(
        session,
        faq_id,
        body.draft(before),
        author_id=staff.staff_id,
        now=house_of(request).clock(),
        note=body.note,
        based_on=body.based_on,
    )
    return version_shape(version, staff.staff.name)
