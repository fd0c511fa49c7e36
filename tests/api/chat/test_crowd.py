"""More people at one moment than there are connections: they wait for a moment, nobody is refused."""

import asyncio
from collections import Counter
from uuid import uuid4

import httpx

from tests.api.chat.customer import KEY

CROWD = 200
"""Three times the connections to the database, five times the threads for requests."""


async def opened_and_written(http: httpx.AsyncClient) -> int:
    opened = await http.post("/widget/conversations", json={"language": "ja"})
    if opened.status_code != 201:
        return opened.status_code
    path = f"/widget/conversations/{opened.json()['conversation_id']}"
    headers = {"Authorization": f"Bearer {opened.json()['visitor_token']}"}
    listening = asyncio.create_task(first_event(http, path, headers))
    read = await http.get(path, headers=headers)
    if read.status_code != 200:
        return read.status_code
    body = {"client_id": uuid4().hex, "text": "パスワードを忘れました"}
    written = await http.post(f"{path}/messages", json=body, headers=headers)
    return written.status_code if await listening else 0


async def first_event(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> bool:
    async with http.stream("GET", f"{path}/events", headers=headers, timeout=60) as stream:
        return stream.status_code == 200 and bool(await anext(stream.aiter_lines()))


def test_everybody_of_a_crowd_is_served(live_app, rasa):
    async def crowd() -> list[int]:
        # A connection kept alive may be closed by the server just when it is used again.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        async with httpx.AsyncClient(base_url=live_app, headers=KEY, timeout=60, limits=limits) as http:
            return await asyncio.gather(*(opened_and_written(http) for _ in range(CROWD)))

    assert Counter(asyncio.run(crowd())) == {202: CROWD}
