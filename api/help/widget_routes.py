"""The widget's suggested questions, and FAQs found while a customer types."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from api.answers.serving import answers_of
from api.chat.door import known_key
from api.database import Transaction
from api.faqs.markdown import html_of
from api.help.popular import popular
from api.help.searching import search
from api.help.shelving import shelf_of
from api.house import house_of

router = APIRouter(prefix="/widget", tags=["widget"], dependencies=[Depends(known_key)])
SUGGESTED, FOUND = 4, 5

Spoken = Annotated[Literal["ja", "en"], Query()]


class SuggestedQuestion(BaseModel):
    """An FAQ's question, to be asked by a click."""

    faq_id: int
    version_id: int
    question: Annotated[str, Field(examples=["請求書はどこで見られますか?"])]


class FoundFaq(SuggestedQuestion):
    """An FAQ with its answer as safe HTML."""

    answer_html: Annotated[str, Field(examples=["<p>請求の画面にあります。</p>"])]


@router.get("/suggestions")
def suggestions(
    request: Request,
    session: Transaction,
    language: Spoken = "ja",
    page_url: Annotated[str, Query(max_length=2000)] = "",
) -> list[SuggestedQuestion]:
    """Return the questions answered most this week, those asked on the same page first, then the newest."""
    shelf = shelf_of(request.app, session)
    now = house_of(request).clock()
    asked = popular(request.app, session, shelf, language, page_url=page_url, now=now)
    newest = sorted(shelf.entries[language].values(), key=lambda entry: -entry.faq_id)
    top = list({entry.faq_id: entry for entry in [*asked, *newest]}.values())[:SUGGESTED]
    return [
        SuggestedQuestion(faq_id=entry.faq_id, version_id=entry.version_id, question=entry.question)
        for entry in top
    ]


@router.get("/faqs")
def faqs(
    request: Request,
    session: Transaction,
    q: Annotated[str, Query(max_length=4000)] = "",
    language: Spoken = "ja",
) -> list[FoundFaq]:
    """Return the FAQs that what is being typed may mean. Nothing of it is recorded."""
    found = search(answers_of(request.app), shelf_of(request.app, session), q, language, most=FOUND)
    return [
        FoundFaq(
            faq_id=entry.faq_id,
            version_id=entry.version_id,
            question=entry.question,
            answer_html=html_of(entry.answer),
        )
        for entry in found
    ]
