"""Several API processes on one port, started, watched and stopped by a parent that does nothing else.

They listen on one socket: who is free takes the next connection, and where one dies those that still wait in
the queue go to another. All else they share is the database, as processes on different machines would.
"""

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType

log = logging.getLogger(__name__)
MOST = 2
"""Processes by default: enough for the cores that Rasa and PostgreSQL leave on a small machine."""
PAUSE = 1.0
"""Seconds until another takes the place of one that died: one that cannot start is not tried without end."""
BINDS_WITHIN = 10.0
"""Seconds to wait for the port: the processes of a parent that was killed may still be going."""
GOES_WITHIN = 12.0
"""Seconds a process has to end its streams and requests."""
BACKLOG = 2048


def wanted(setting: int) -> int:
    """Return how many processes `MADOGUCHI_API_PROCESSES` asks for; 0: one a core, two at most."""
    if setting:
        return setting
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, cores)


def listen(host: str, port: int) -> socket.socket:
    """Return the socket that all of them listen on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    end = time.monotonic() + BINDS_WITHIN
    while True:
        try:
            return socket.create_server((host, port), family=family, backlog=BACKLOG)
        except OSError as error:
            if time.monotonic() > end:
                raise SystemExit(f"Port {port} cannot be listened on: {error.strerror}.") from error
            time.sleep(0.2)


class Siblings:
    """`count` processes that do `work`. It is told whether it may wait until it can answer questions.

    The first begins to serve at once, so that the pages are there; who comes later leaves new connections to
    the others until then.
    """

    def __init__(self, count: int, work: Callable[[bool], None]) -> None:
        self._work = work
        # Forked: what was imported is there at once, and once in memory. The parent has no threads.
        self._context = multiprocessing.get_context("fork")
        # Nothing is ever sent. Its end tells the processes that their parent is gone.
        self._ours, self._theirs = self._context.Pipe()
        self._places: list[ForkProcess | None] = [None] * count
        self._stopping = False

    def run(self) -> None:
        """Start them, put another in the place of each that dies, and stop them on a signal."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        # What is there by now stays: nobody need look at it, or copy it by looking.
        gc.collect()
        gc.freeze()
        while not self._stopping:
            for place, process in enumerate(self._places):
                if process is None or not process.is_alive():
                    self._places[place] = self._begin(process)
            wait([process.sentinel for process in self._places if process])
            if not self._stopping:
                time.sleep(PAUSE)
        self._end()

    def _begin(self, before: ForkProcess | None) -> ForkProcess:
        if before is not None:
            log.error("API process %s ended (%s), another takes its place", before.pid, before.exitcode)
        others = any(process is not None and process.is_alive() for process in self._places)
        process = self._context.Process(target=self._in_child, args=(others,), name="api")
        process.start()
        return process

    def _in_child(self, others: bool) -> None:
        self._ours.close()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        threading.Thread(target=_end_with, args=(self._theirs,), name="parent", daemon=True).start()
        self._work(others)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        for process in self._places:
            if process is not None and process.is_alive():
                process.terminate()

    def _end(self) -> None:
        end = time.monotonic() + GOES_WITHIN
        for process in self._places:
            if process is not None:
                # One that was started as the signal came has not heard of it.
                process.terminate()
                process.join(max(0.0, end - time.monotonic()))
                if process.is_alive():
                    process.kill()


def _end_with(parent: Connection) -> None:
    """Stop this process in order when its parent is gone, however that ended."""
    try:
        parent.recv()
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGTERM)
