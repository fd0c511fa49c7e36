"""The images hold the versions that `make run` installs."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.launch.environments import UV_VERSION
from api.launch.postgres import EmbeddedPostgres
from api.settings import ROOT
from tests.conftest import Server
from tests.deployment.conftest import OURS

IMAGES = {
    "api/Dockerfile": ("main", "requirements.lock"),
    "bot/Dockerfile": ("bot", "bot/requirements.lock"),
}


def dockerfile(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_our_services_are_built_from_these_files(services: dict[str, Any]) -> None:
    assert {services[name]["build"]["dockerfile"] for name in OURS} == set(IMAGES)


@pytest.mark.parametrize("path", IMAGES)
def test_python_is_the_one_of_make_run(path: str) -> None:
    environments = (ROOT / "api/launch/environments.py").read_text(encoding="utf-8")
    name, lock = IMAGES[path]
    wanted = re.search(rf'build\("{name}", "[^"]+", "([\d.]+)"', environments)
    assert wanted
    assert set(re.findall(r"^FROM python:(\d+\.\d+)-slim", dockerfile(path), re.MULTILINE)) == {wanted[1]}
    assert len(re.findall(r"^FROM ", dockerfile(path), re.MULTILINE)) == 2
    assert f"-r {lock}" in dockerfile(path)


@pytest.mark.parametrize("path", IMAGES)
def test_uv_is_the_one_of_make_run(path: str) -> None:
    assert re.findall(r"UV_VERSION=(\S+)", dockerfile(path)) == [UV_VERSION]


@pytest.mark.parametrize("path", IMAGES)
def test_nothing_runs_as_root(path: str) -> None:
    last_stage = dockerfile(path).rsplit("\nFROM ", 1)[1]
    assert re.findall(r"^USER (\S+)$", last_stage, re.MULTILINE) == ["madoguchi"]
    assert last_stage.index("USER ") < last_stage.index("CMD ")


def test_both_images_run_as_the_same_user_so_that_they_share_a_volume() -> None:
    numbers = {re.findall(r"--uid (\d+)", dockerfile(path))[0] for path in IMAGES}
    assert len(numbers) == 1


@pytest.mark.parametrize("path", IMAGES)
def test_everything_copied_is_there_and_let_through(path: str) -> None:
    allowed = [
        line[1:].rstrip("/") for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"
    ]
    for line in re.findall(r"^COPY (?!--from)(.*)$", dockerfile(path), re.MULTILINE):
        *sources, _ = [word for word in line.split() if not word.startswith("--")]
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(Path(source).is_relative_to(one) for one in allowed), source


def test_postgresql_is_the_embedded_ones_major_version(services: dict[str, Any], postgres: Server) -> None:
    embedded: EmbeddedPostgres = postgres.postgres
    said = subprocess.run(
        [str(embedded.binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    major = re.search(r"(\d+)\.", said)
    assert major
    assert services["postgres"]["image"] == f"postgres:{major[1]}"
