"""The compose file as it is, and what its services inherit."""

import re
from typing import Any

import pytest
import yaml

from api.settings import ROOT

ONE_SHOTS = {"model", "train", "migrate"}
OURS = {"model", "train", "migrate", "api", "worker", "bot"}


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    return compose["services"]


def rows_of(document: str) -> dict[str, str]:
    """The lines of a document's tables by the name in backquotes that begins them."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return {found[1]: found[2] for found in re.finditer(r"^\| `([^`]+)` \|(.*)\|$", text, re.MULTILINE)}
