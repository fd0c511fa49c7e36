"""What the documents promise is there."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from api.settings import PREFIX, ROOT, SECRETS, Settings
from tests.deployment.conftest import rows_of

READMES = ("README.md", "README.ja.md")
# In pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = tuple(f"/{name}/" for name in ("work", "root", "home", "Users"))
HOSTS = tuple(
    ".".join(p) for p in (("pypi", "org"), ("pythonhosted", "org"), ("ghcr", "io"), ("docker", "io"))
)


def shown(value: Any) -> str:
    """A setting's default as the document writes it."""
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}`"
    if value in ("", []):
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_its_line_with_its_default(name: str) -> None:
    default = Settings.model_fields[name].get_default(call_default_factory=True)
    row = rows_of("docs/settings.md")[f"{PREFIX}{name.upper()}"]
    assert row.split("|")[0].strip() == shown(default)


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_is_said_to_be_readable_from_a_file(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}_FILE`" in (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def test_every_dependency_has_a_line_with_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    bot = (ROOT / "bot/requirements.in").read_text(encoding="utf-8").splitlines()
    asked += [line for line in bot if line and not line.startswith("#")]
    rows = rows_of("docs/dependencies.md")
    names = {re.split(r"[\[=<>~!]", line)[0] for line in asked}
    assert names == set(rows)
    assert [name for name, reason in rows.items() if len(reason.split("|")[0].split()) < 4] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_commands_of_a_readme_exist(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"^    make (\w+)", text, re.MULTILINE))
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("readme", READMES)
def test_the_links_of_a_readme_lead_to_files(readme: str) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_file_names_a_path_or_a_registry_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file() or b"\0" in (raw := path.read_bytes()):
            continue
        text = raw.decode("utf-8", errors="replace")
        found = [word for word in HOSTS if word in text]
        # A path begins a word: the same within an address is part of a page.
        found += [word for word in MACHINE_PATHS if re.search(rf"(?<![\w.]){word}", text)]
        assert found == [], f"{name}: {found}"
