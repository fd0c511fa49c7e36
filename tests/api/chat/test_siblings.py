"""Two API processes on one port: they share the customers, answer once and in order, and one may die."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from api.settings import ROOT
from tests.api.chat.customer import Customer, until
from tests.api.chat.small_rasa import SmallRasa
from tests.journeys.conftest import free_port

pytestmark = pytest.mark.timeout(240)
QUESTIONS = ("パスワードを忘れました。", "請求書はどこで見られますか?", "有給休暇を申請したいです。")
REPLIES = """
    SELECT m.conversation_id, m.seq, array_agg(r.seq ORDER BY r.seq) FILTER (WHERE r.author = 'bot')
    FROM messages m LEFT JOIN messages r ON r.in_reply_to = m.id
    WHERE m.author = 'customer' AND m.conversation_id = ANY(%s)
    GROUP BY m.id ORDER BY m.conversation_id, m.seq
"""


class Served:
    """The parent of two processes, and where they listen."""

    def __init__(self, parent: subprocess.Popen[bytes], url: str) -> None:
        self.parent, self.url = parent, url

    def pids(self) -> set[int]:
        """The processes that serve; what one of them has started for itself is not among them."""
        return {child.pid for child in psutil.Process(self.parent.pid).children()}

    def ports(self, pid: int) -> set[int]:
        """The ports of the customers who are connected to a process."""
        ours = int(self.url.rpartition(":")[2])
        connections = psutil.Process(pid).net_connections("tcp")
        return {one.raddr.port for one in connections if one.laddr.port == ours and one.raddr}


@pytest.fixture(scope="module")
def served(
    live_house, small_rasa: SmallRasa, faqs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    port, log = free_port(), tmp_path_factory.mktemp("two") / "log"
    settings = live_house.settings
    environment = os.environ | {
        "MADOGUCHI_DATABASE_URL": settings.database_url,
        "MADOGUCHI_DATA_DIR": str(settings.data_dir),
        "MADOGUCHI_SECRET_KEY": settings.secret_key,
        "MADOGUCHI_BOT_URL": settings.bot_url,
        "MADOGUCHI_PORT": str(port),
        "MADOGUCHI_API_PROCESSES": "2",
    }
    with log.open("wb") as file:
        parent = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve"], cwd=ROOT, env=environment, stdout=file, stderr=file
        )
    running = Served(parent, f"http://127.0.0.1:{port}")
    small_rasa.action_url = f"{running.url}/rasa/actions"
    try:
        until(lambda: parent.poll() is None and both_ready(log, 2), 90)
        yield running
    finally:
        parent.send_signal(signal.SIGTERM)
        parent.wait(30)


def both_ready(log: Path, times: int) -> bool:
    return log.read_text().count("Application startup complete") >= times


@pytest.fixture
def customers(served: Served, rasa: SmallRasa) -> list[Customer]:
    """Twelve, each with a connection of their own."""
    return [Customer(served.url) for _ in range(12)]


def replies(database_url: str, customers: list[Customer]) -> list[tuple[str, int, list[int] | None]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(REPLIES, ([customer.id for customer in customers],)).fetchall()


def all_answered(database_url: str, customers: list[Customer], each: int) -> Callable[[], bool]:
    def look() -> bool:
        rows = replies(database_url, customers)
        return len(rows) == each * len(customers) and all(said for _, _, said in rows)

    return look


def watch(customer: Customer, heard: list[str], ports: list[int]) -> None:
    """Follow the customer's stream on a connection of its own until the bot has spoken."""
    with (
        httpx.Client(base_url=str(customer.http.base_url), headers=customer.http.headers) as http,
        http.stream("GET", f"{customer.path}/events", timeout=30) as stream,
    ):
        ports.append(stream.extensions["network_stream"].get_extra_info("client_addr")[1])
        for line in stream.iter_lines():
            if line.startswith("data: ") and '"author":"bot"' in line:
                heard.append(line)
                return


def test_everybody_is_answered_once_and_in_order(served: Served, customers, rasa, database_url):
    def talk(customer: Customer) -> None:
        for question in QUESTIONS:
            customer.say(question)

    with ThreadPoolExecutor(len(customers)) as crowd:
        list(crowd.map(talk, customers))
    until(all_answered(database_url, customers, len(QUESTIONS)), 60)
    time.sleep(1)
    rows = replies(database_url, customers)
    assert [len(said) for _, _, said in rows if said] == [1] * len(rows)
    for customer in customers:
        said = [reply[0] for id_, _, reply in rows if id_ == customer.id and reply]
        assert said == sorted(said)
        assert rasa.heard(customer.id) == list(QUESTIONS)


def test_what_one_process_writes_is_seen_at_the_other(served: Served, customers, rasa):
    hanako = customers[0]
    heard: list[str] = []
    ports: list[int] = []
    streams = [threading.Thread(target=watch, args=(hanako, heard, ports), daemon=True) for _ in range(24)]
    for stream in streams:
        stream.start()
    until(lambda: len(ports) == len(streams), 20)
    shared = [served.ports(pid) & set(ports) for pid in served.pids()]
    assert len(shared) == 2, shared
    assert all(shared), "one process has every stream"
    hanako.say(QUESTIONS[0])
    for stream in streams:
        stream.join(20)
    assert len(heard) == len(streams)
    assert len(set(heard)) == 1


def test_one_dies_in_mid_turn_and_its_customers_are_answered_once(served, customers, rasa, database_url):
    before = served.pids()
    rasa.may_reply.clear()
    for customer in customers:
        customer.say(QUESTIONS[0])
    # A process takes eight turns at a time, so each of the two is at some of these.
    until(lambda: all(rasa.heard(customer.id) for customer in customers), 20)
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    until(lambda: any(len(rasa.heard(customer.id)) == 2 for customer in customers), 20)
    rasa.may_reply.set()
    until(all_answered(database_url, customers, 1), 60)
    time.sleep(2)
    assert [len(said) for _, _, said in replies(database_url, customers)] == [1] * len(customers)
    until(lambda: len(served.pids()) == 2 and killed not in served.pids(), 20)
    # The next one learns the index before it takes anybody: meanwhile the other does.
    for customer in customers:
        with suppress(httpx.TransportError):
            # A connection to the dead process is found to be closed once.
            customer.state()
        assert customer.ask(QUESTIONS[1])["content"]["act"] == "answer"


def test_where_the_parent_dies_the_others_end_too(served: Served):
    processes = [psutil.Process(pid) for pid in served.pids()]
    served.parent.kill()
    gone, alive = psutil.wait_procs(processes, timeout=20)
    assert len(gone) == 2, alive
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.url}/healthz")
