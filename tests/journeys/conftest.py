"""The whole product as `make run` starts it: real PostgreSQL, api, worker and Rasa, on the sample data."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, sync_playwright

from api.settings import ROOT
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.journeys.people import Colleague, Customer, Outsider

STARTS_WITHIN = 400


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Madoguchi:
    """The running product."""

    url: str
    port: int
    launcher: subprocess.Popen[str]
    log: Path
    data_dir: Path

    def process(self, name: str) -> psutil.Process:
        """Return the process of one program: api, worker or bot."""
        sign = {"api": "serve", "worker": "worker", "bot": "bot/serve.py"}[name]
        for child in psutil.Process(self.launcher.pid).children(recursive=True):
            # One that was just killed may still be listed until its parent has seen its end.
            with suppress(psutil.NoSuchProcess):
                if sign in child.cmdline():
                    return child
        raise LookupError(f"{name} does not run")

    def kill(self, name: str) -> None:
        """Kill a program as a crash would."""
        process = self.process(name)
        process.kill()
        process.wait(10)


def start(data_dir: Path, port: int, *, sample: bool) -> Madoguchi:
    log = data_dir / "make-run.log"
    # People are on duty at whatever hour the tests run.
    policy = data_dir / "policy.yml"
    policy.write_text("hours: always\n")
    environment = os.environ | {
        "MADOGUCHI_DATA_DIR": str(data_dir),
        "MADOGUCHI_PORT": str(port),
        "MADOGUCHI_POLICY_FILE": str(policy),
        "MADOGUCHI_SAMPLE": "1" if sample else "0",
        "COLUMNS": "200",
    }
    with log.open("w") as file:
        launcher = subprocess.Popen(
            [sys.executable, "-m", "api.launch.run"],
            cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    return Madoguchi(f"http://127.0.0.1:{port}", port, launcher, log, data_dir)


def stop(running: Madoguchi) -> None:
    if running.launcher.poll() is None:
        running.launcher.send_signal(signal.SIGINT)
    running.launcher.wait(90)


@pytest.fixture(scope="session")
def madoguchi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Madoguchi]:
    data_dir = tmp_path_factory.mktemp("journey")
    for folder in (data_dir, *data_dir.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o111)
    running = start(data_dir, free_port(), sample=True)
    try:
        end = time.monotonic() + STARTS_WITHIN
        while "Everything is ready" not in running.log.read_text():
            assert running.launcher.poll() is None, running.log.read_text()
            assert time.monotonic() < end, running.log.read_text()
            time.sleep(0.5)
        yield running
    finally:
        stop(running)


# A module long: while Playwright runs, no other test of this thread can run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("No Chromium found: put `chromium` on PATH, or name it in MADOGUCHI_CHROMIUM.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def hanako(madoguchi: Madoguchi) -> Iterator[Customer]:
    with closing(Customer(madoguchi.url)) as customer:
        yield customer


@pytest.fixture
def suzuki(madoguchi: Madoguchi) -> Iterator[Colleague]:
    with closing(Colleague(madoguchi.url, "suzuki@hinata.example")) as editor:
        yield editor


@pytest.fixture
def sato(madoguchi: Madoguchi) -> Iterator[Colleague]:
    with closing(Colleague(madoguchi.url, "sato@hinata.example")) as agent:
        yield agent


@pytest.fixture
def mori(madoguchi: Madoguchi) -> Iterator[Colleague]:
    with closing(Colleague(madoguchi.url, "mori@hinata.example")) as manager:
        yield manager


@pytest.fixture
def kuro(madoguchi: Madoguchi) -> Iterator[Outsider]:
    with closing(Outsider(madoguchi.url)) as outsider:
        yield outsider
