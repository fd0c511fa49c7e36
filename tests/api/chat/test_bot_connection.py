"""A connection to the bot is kept from turn to turn; one that the bot has closed costs no answer."""

import asyncio
import json

from api.chat.acts import Say
from api.chat.bot import ask, bot_client
from api.chat.turns import Waiting
from api.settings import Settings

TURN = Waiting(
    message_id=1,
    conversation_id="hanako",
    payload="パスワードを忘れました",
    asked="パスワードを忘れました",
    language="ja",
    attempts=0,
    told=False,
)


class Bot:
    """Answers over connections it keeps, but closes each at its `last` request without a word."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        for number in range(1, self.last + 1):
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
            await reader.readexactly(int(length.split(b":")[1]))
            if number < self.last:
                body = json.dumps([{"text": "はい。"}]).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                await writer.drain()
        writer.close()


def talked(bot: Bot, turns: int) -> list[list[object]]:
    async def talk() -> list[list[object]]:
        server = await asyncio.start_server(bot.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, bot_client(Settings(bot_url=f"http://127.0.0.1:{port}")) as client:
            return [list(await ask(client, TURN)) for _ in range(turns)]

    return asyncio.run(talk())


def test_one_connection_serves_many_turns():
    bot = Bot(last=9)
    assert talked(bot, 5) == [[Say(text="はい。", language="ja")]] * 5
    assert bot.connections == 1


def test_a_kept_connection_that_the_bot_closes_is_replaced():
    bot = Bot(last=2)
    assert talked(bot, 3) == [[Say(text="はい。", language="ja")]] * 3
    assert bot.connections == 3
