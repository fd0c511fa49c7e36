"""When to learn the index anew: once changes have been quiet, however many there were."""

import threading
import time

from api.answers.models import Why

QUIET, LONGEST = 2.0, 30.0
"""Seconds without a change to wait for, and the most to put it off while changes go on."""


class Agenda:
    """What was changed since the index was last learnt. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._why: Why | None = None
        self._soonest = self._latest = 0.0

    def add(self, why: Why, *, delay: float = QUIET, at_once: bool = False) -> None:
        """Note a change; `delay` seconds without another one make it due."""
        with self._lock:
            now = time.monotonic()
            if self._why is None:
                self._latest = now + max(delay, LONGEST)
            self._why = self._why or why
            self._soonest = now + (0.0 if at_once else delay)

    def is_due(self) -> bool:
        """Whether it is time to learn."""
        with self._lock:
            return self._why is not None and time.monotonic() >= min(self._soonest, self._latest)

    def take(self) -> Why | None:
        """Return why the index is to be learnt, and forget it."""
        with self._lock:
            why, self._why = self._why, None
            return why
