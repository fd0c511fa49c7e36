"""The endpoint through which Rasa runs its custom actions (Rasa's action-server protocol)."""

import hmac
import logging
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.answers.serving import IndexLoading, answers_of
from api.chat.acts import NotReady, act_to_json
from api.database import autocommit
from api.dialogue.actions import ACTIONS, Action
from api.dialogue.asked import read_asked
from api.dialogue.carrying_out import Answered, carry_out
from api.dialogue.decided import Decided
from api.dialogue.knowledge import Knowledge
from api.dialogue.lookup_start import lookup_starts_of
from api.errors import Forbidden
from api.house import House, house_of

log = logging.getLogger(__name__)
router = APIRouter(prefix="/rasa", tags=["rasa"])


class WrongToken(Forbidden):
    """The action token is missing or wrong."""


class ActionCall(BaseModel):
    """What Rasa sends. With `selective_domain: true` it leaves the domain out."""

    next_action: Annotated[str, Field(examples=["action_answer"])]
    sender_id: Annotated[str, Field(examples=["pL3x0b5mQ1y8wZr2aVnK9A"])]
    tracker: Annotated[
        dict[str, Any],
        Field(
            examples=[{"latest_message": {"intent": {"name": "ask_question"}, "metadata": {"message_id": 7}}}]
        ),
    ] = {}


class ActionResult(BaseModel):
    """What Rasa reads: one response per act, and what opens and closes the form of look-ups.

    The tracker decides nothing else: what was said and asked is in the conversation's own messages.
    """

    events: Annotated[
        list[dict[str, Any]], Field(examples=[[{"event": "active_loop", "name": "lookup_form"}]])
    ] = []
    responses: Annotated[
        list[dict[str, Any]],
        Field(examples=[[{"custom": {"act": "small_talk", "text": "こんにちは。", "intent": "greet"}}]]),
    ] = []


class Failure(BaseModel):
    """An action that is not there (404) or failed (400)."""

    error: str
    action_name: str


@router.post(
    "/actions", response_model=ActionResult, responses={400: {"model": Failure}, 404: {"model": Failure}}
)
def run(request: Request, call: ActionCall, token: Annotated[str, Query()] = "") -> Response:
    """Run an action and return what the bot shall do. Nothing is written here."""
    house = house_of(request)
    expected = house.settings.action_token
    if expected and not hmac.compare_digest(token.encode(), expected.encode()):
        raise WrongToken
    action = ACTIONS.get(call.next_action)
    if action is None:
        return _failure(404, f"No registered action found for name '{call.next_action}'.", call)
    try:
        decided = _decide(house, request.app, action, call)
    except Exception as error:
        log.exception("%s failed", call.next_action)
        return _failure(400, str(error) or type(error).__name__, call)
    result = ActionResult(
        events=list(decided.events), responses=[{"custom": act_to_json(act)} for act in decided.acts]
    )
    # A response of our own: FastAPI would validate the result once more, in every turn.
    return Response(result.model_dump_json(), media_type="application/json")


def _decide(house: House, app: FastAPI, action: Action, call: ActionCall) -> Answered:
    serving = answers_of(app)
    if not serving.ready:
        return Answered(acts=[NotReady()])
    with autocommit(house.sessions) as session:
        asked = read_asked(session, call.sender_id, call.tracker)
        knowledge = Knowledge(
            session=session, serving=serving, lookups=house.lookups, starts=lookup_starts_of(app)
        )
        try:
            reply = action(asked, knowledge)
        except IndexLoading:
            return Answered(acts=[NotReady()])
    decided = reply if isinstance(reply, Decided) else Decided(acts=reply)
    return carry_out(decided, asked, ours=house.settings.own_url)


def _failure(status: int, error: str, call: ActionCall) -> JSONResponse:
    return JSONResponse(Failure(error=error, action_name=call.next_action).model_dump(), status)
