"""The inbox hears of customers at once."""

from collections.abc import Iterator

import httpx

from tests.api.chat.conftest import running
from tests.api.chat.customer import Customer
from tests.conftest import PASSWORD


def counts(stream: httpx.Response) -> Iterator[int]:
    """Read how many wait, change by change."""
    for line in stream.iter_lines():
        if line.startswith("data: "):
            yield int(line.removeprefix("data: "))


def test_the_inbox_hears_of_a_customer_who_asks_and_of_what_they_write(house):
    with running(house) as url, httpx.Client(base_url=url, timeout=10) as sato:
        sato.post("/staff/sign-in", data={"email": "sato@example.com", "password": PASSWORD})
        hanako = Customer(url)
        address = f"/staff/inbox/events?conversation={hanako.id}"
        with sato.stream("GET", address) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            changes = counts(stream)
            assert next(changes) == 0
            hanako.http.post(f"{hanako.path}/hand-off")
            while next(changes) != 1:
                pass
            hanako.say("急いでいます")
            assert next(changes) == 1
