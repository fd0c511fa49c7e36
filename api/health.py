"""Health: `/healthz` says the process is alive, `/readyz` names each part it needs."""

import asyncio
from typing import Annotated

import httpx
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.answers.serving import index_state
from api.chat.watchdog import waiting_for_nobody
from api.house import House, house_of

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    status: Annotated[str, Field(examples=["ok"])] = "ok"


class Ready(BaseModel):
    """Each part by name: `ok`, or what is wrong with it."""

    ready: bool
    parts: Annotated[
        dict[str, str], Field(examples=[{"postgresql": "ok", "answer_index": "ok", "bot": "ok"}])
    ]
    waiting_for_nobody: Annotated[
        int | None,
        Field(description="Customers' messages without reply, turn or person; the watchdog is on its way."),
    ]


@router.get("/healthz")
async def healthz() -> Alive:
    """Say that the process is alive."""
    return Alive()


@router.get("/readyz", responses={503: {"model": Ready}})
async def readyz(request: Request, response: Response) -> Ready:
    """Say whether PostgreSQL, the answer index, the bot and the bot's tracker store work."""
    house = house_of(request)
    database, alone, bot = await asyncio.gather(
        asyncio.to_thread(_database, house), asyncio.to_thread(_alone, house), _bot(house)
    )
    parts = {"postgresql": database, "answer_index": index_state(request.app), **bot}
    ready = all(state == "ok" for state in parts.values())
    response.status_code = 200 if ready else 503
    return Ready(ready=ready, parts=parts, waiting_for_nobody=alone)


def _database(house: House) -> str:
    try:
        with house.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except Exception as error:
        return f"not reachable: {type(error).__name__}"
    return "ok"


def _alone(house: House) -> int | None:
    """Return how many messages wait for nobody; None while the database does not say."""
    try:
        return len(waiting_for_nobody(house))
    except SQLAlchemyError:
        return None


async def _bot(house: House) -> dict[str, str]:
    try:
        async with httpx.AsyncClient(timeout=2) as client:
            answer = await client.get(f"{house.settings.bot_url}/webhooks/health/")
            found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return {"bot": f"not reachable: {type(error).__name__}", "bot_tracker_store": "unknown"}
    return {"bot": found["model"], "bot_tracker_store": found["tracker_store"]}
