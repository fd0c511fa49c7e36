"""The whole product as `make run` starts it, and what its processes cost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from api.settings import ROOT

STARTS_WITHIN = 600


@dataclass(frozen=True)
class Running:
    """A system under load: where it listens, and its processes by name."""

    url: str
    processes: dict[str, list[psutil.Process]]

    def cpu(self) -> dict[str, float]:
        """Return the CPU seconds each program has used so far, user and system, children included."""
        return {
            name: sum(_seconds(one) for process in processes for one in _family(process))
            for name, processes in self.processes.items()
        }

    def memory(self) -> dict[str, float]:
        """Return each program's memory in MB; what processes share counts once."""
        return {
            name: round(sum(_memory(process) for process in processes) / 1e6, 1)
            for name, processes in self.processes.items()
        }


def _family(process: psutil.Process) -> list[psutil.Process]:
    """A process and those it has started by now: PostgreSQL starts one for each connection."""
    return [process, *process.children(recursive=True)]


def _memory(process: psutil.Process) -> float:
    """What the process and its children hold, shared pages by shares. PostgreSQL: its first process alone."""
    if process.name().startswith("postgres"):
        return float(process.memory_info().rss)
    return float(sum(one.memory_full_info().pss for one in _family(process)))


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    # The children are those that have ended.
    return float(times.user + times.system + times.children_user + times.children_system)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def product(data_dir: Path) -> Iterator[Running]:
    """Run the product on the sample data in `data_dir`."""
    port, log = free_port(), data_dir / "make-run.log"
    environment = os.environ | {"MADOGUCHI_DATA_DIR": str(data_dir), "MADOGUCHI_PORT": str(port)}
    with log.open("w") as file:
        launcher = subprocess.Popen(
            [sys.executable, "-m", "api.launch.run"],
            cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    try:
        end = time.monotonic() + STARTS_WITHIN
        while "Everything is ready" not in log.read_text():
            if launcher.poll() is not None or time.monotonic() > end:
                raise SystemExit(log.read_text())
            time.sleep(0.5)
        yield Running(f"http://127.0.0.1:{port}", _programs(launcher.pid))
    finally:
        if launcher.poll() is None:
            launcher.send_signal(signal.SIGINT)
        launcher.wait(90)


def _programs(launcher: int) -> dict[str, list[psutil.Process]]:
    signs = {"api": "serve", "worker": "worker", "bot": "bot/serve.py"}
    found: dict[str, list[psutil.Process]] = {name: [] for name in (*signs, "postgres")}
    for process in psutil.Process(launcher).children(recursive=True):
        line = process.cmdline()
        for name, sign in signs.items():
            if sign in line and process.parent() not in found[name]:
                found[name].append(process)
        if process.name().startswith("postgres") and not _of_postgres(process.parent()):
            found["postgres"].append(process)
    return found


def _of_postgres(process: psutil.Process | None) -> bool:
    return process is not None and process.name().startswith("postgres")
