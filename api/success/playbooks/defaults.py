"""The playbooks a house begins with."""

import json
from functools import cache
from pathlib import Path

from api.success.playbooks.playbook import Content, checked

FILE = Path(__file__).with_name("defaults.json")


@cache
def defaults() -> tuple[Content, ...]:
    """Return the usual playbooks, in the order they are tried."""
    return tuple(checked(Content(**one)) for one in json.loads(FILE.read_text(encoding="utf-8")))
