"""Ask the answer index and see why it decided as it did."""

from fastapi import APIRouter, Request

from api.access import Agent
from api.answers import asking
from api.answers.asking_shapes import Decided, Question, decided_shape
from api.answers.serving import answers_of
from api.database import Transaction

router = APIRouter(prefix="/api/answers", tags=["answers"])


@router.post("/question")
def ask(request: Request, session: Transaction, staff: Agent, body: Question) -> Decided:
    """Decide on a question without asking it in a conversation. Nothing is recorded."""
    return decided_shape(asking.ask(answers_of(request.app), session, body.text, body.language or ""))
