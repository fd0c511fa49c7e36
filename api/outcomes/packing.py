"""An outcome in 70 bytes: all that a page counts by, so that it reads one column of an index and no rows.

The database packs (`PACKED`, a generated column) and numpy unpacks (`LAYOUT`); both follow `FIELDS`.
"""

import numpy as np

from api.episodes.labels import Label

LABELS = tuple(label.value for label in Label)
"""By their code."""
FLAGS = ("eligible", "claimed", "answered", "recontacted", "reached_human", "sample")
"""By their bit."""
COUNTS = (
    "answers",
    "reactions",
    "solved",
    "bot_ratings",
    "bot_satisfied",
    "agent_ratings",
    "agent_satisfied",
)


def named(column: str) -> str:
    """Return the SQL of the number that stands for a text: 64 bits of a hash, the same in every database."""
    return f"hashtextextended({column}, 0)"


def _sent(column: str) -> str:
    """Send the number of a text, 0 for none."""
    return f"int8send(coalesce({named(column)}, 0))"


_LABEL = "CASE label " + " ".join(f"WHEN '{one}' THEN {n}" for n, one in enumerate(LABELS)) + " END"
_HELD = {flag: flag for flag in FLAGS} | {"recontacted": "(recontacted_by IS NOT NULL)"}
_FLAGS = " + ".join(f"{1 << n} * {_HELD[flag]}::int" for n, flag in enumerate(FLAGS))
_NOTHING = "'NaN'::float8"

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("opened_at", ">i8", "timestamptz_send(opened_at)"),
    ("matures_at", ">i8", "timestamptz_send(matures_at)"),
    ("topic", ">i8", _sent("topic")),
    ("reason", ">i8", _sent("reason")),
    ("first_response_seconds", ">f8", f"float8send(coalesce(first_response_seconds, {_NOTHING}))"),
    ("resolution_seconds", ">f8", f"float8send(coalesce(resolution_seconds, {_NOTHING}))"),
    ("label", ">i2", f"int2send(({_LABEL})::smallint)"),
    ("flags", ">i2", f"int2send(({_FLAGS})::smallint)"),
    *((name, ">i2", f"int2send({name})") for name in COUNTS),
    ("shown_faq_id", ">i4", "int4send(coalesce(shown_faq_id, 0))"),
)
"""Name, numpy's type, and the SQL that sends it: PostgreSQL's binary format is big-endian."""
PACKED = " || ".join(sql for _, _, sql in FIELDS)
LAYOUT = np.dtype([(name, kind) for name, kind, _ in FIELDS])
EPOCH = np.datetime64("2000-01-01T00:00:00", "us")
"""Moments are microseconds since then."""
