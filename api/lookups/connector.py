"""Asking a company's system, within the seconds that a customer waits."""

import logging
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Literal

from api.lookups.declared import Lookup
from api.lookups.fetching import NoReply, fetch
from api.lookups.json_path import first_at
from api.lookups.request import MissingSecret
from api.lookups.wording import NoValue, worded
from faq_clustering.answering import Language

log = logging.getLogger(__name__)

BUDGET = 3.5
"""Seconds for all tries together: the customer must hear something within five."""

# A resolver that hangs obeys no time-out, so a thread is waited for, not the request.
_threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="lookup")


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What came of a look-up. `values` are worded; `status` is None when no answer came."""

    kind: Literal["found", "not_found", "failed"]
    values: Mapping[str, str]
    status: int | None
    ms: int


def look_up(lookup: Lookup, values: Mapping[str, str], language: Language, *, ours: str) -> Result:
    """Ask the system; `ours` is the address of this application, for URLs that begin with a slash.

    Never raises: what goes wrong is logged without the customer's values, and the result says `failed`.
    """
    begun = time.monotonic()
    result = partial(Result, values={}, status=None, ms=0)
    asked = _threads.submit(_ask, lookup, dict(values), language, ours, begun + BUDGET)
    try:
        found = asked.result(timeout=BUDGET)
    except NoReply as failure:
        log.warning("the look-up %s failed: %s, status %s", lookup.name, failure, failure.status)
        found = result(kind="failed", status=failure.status)
    except TimeoutError:
        asked.cancel()
        log.warning("the look-up %s failed: no reply in %s s", lookup.name, BUDGET)
        found = result(kind="failed")
    except MissingSecret as failure:
        log.warning("the look-up %s failed: %s", lookup.name, failure)
        found = result(kind="failed")
    ms = round((time.monotonic() - begun) * 1000)
    return Result(kind=found.kind, values=found.values, status=found.status, ms=ms)


def _ask(lookup: Lookup, values: Mapping[str, str], language: Language, ours: str, until: float) -> Result:
    status, reply = fetch(lookup.request, values, ours=ours, until=until)
    if status in lookup.not_found.status:
        return Result(kind="not_found", values={}, status=status, ms=0)
    if not 200 <= status < 300:
        raise NoReply("no answer", status)
    if lookup.not_found.empty and first_at(lookup.not_found.empty, reply) in (None, "", [], {}):
        return Result(kind="not_found", values={}, status=status, ms=0)
    try:
        return Result(kind="found", values=worded(lookup, reply, language), status=status, ms=0)
    except NoValue as lacking:
        raise NoReply(str(lacking), status) from lacking
