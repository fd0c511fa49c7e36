"""The page "ask the bot": one question, what the bot would do, and why."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.access import Agent
from api.answers import asking
from api.answers.content import answer_in
from api.answers.serving import answers_of
from api.database import Transaction
from api.errors import Invalid, Unavailable
from api.faqs.markdown import html_of
from api.faqs.store import published
from api.web.problems import sentence
from api.web.render import language_of_page, page

router = APIRouter(prefix="/staff/answers/ask", include_in_schema=False)
EXAMPLES = 4


@router.get("")
def ask_page(
    request: Request, session: Transaction, staff: Agent, q: str | None = None, language: str = ""
) -> HTMLResponse:
    """Show what the bot would do with `q`; without one, questions to try."""
    asked, wrong, status = None, None, 200
    if q is not None:
        try:
            asked = asking.ask(answers_of(request.app), session, q, language)
        except (Invalid, Unavailable) as problem:
            if request.headers.get("hx-request"):
                raise
            wrong, status = sentence(request, problem), problem.status
    return page(
        request,
        "answers/ask.html",
        status=status,
        q=q or "",
        asked_in=language,
        asked=asked,
        wrong=wrong,
        because=asking.because(asked.explanation) if asked else None,
        examples=_examples(session, language_of_page(request)) if asked is None else [],
        html=lambda text: Markup(html_of(text)),
    )


def _examples(session: Transaction, language: str) -> list[str]:
    """Questions of published FAQs in the page's language, where they have it."""
    return [answer_in(version, language).question for version in published(session)[:EXAMPLES]]
