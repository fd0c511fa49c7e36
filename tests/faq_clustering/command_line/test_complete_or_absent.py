"""A directory is there complete, or not at all; what is damaged later is said in a sentence."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import TEXTS, invoke, refused

ROOT = Path(__file__).parents[3]


def started(*arguments: object, limit: int | None = None) -> subprocess.Popen:
    """The command as a process of its own; `limit`: the largest file, in bytes, that it may write."""

    def lowered() -> None:
        # A shell's background job has Ctrl-C switched off, and so would what it starts.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "faq_clustering", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lowered,
    )


def test_a_disk_that_fills_up_while_writing_leaves_nothing(result, table, tmp_path):
    # The vectors, 768 bytes a row, are the file that does not fit; all that is embedded is known already.
    file = table([(text,) for _ in range(10) for text in TEXTS])
    run = started("run", file, "--out", tmp_path / "result", limit=200_000)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 2, said
    assert f"{tmp_path / 'result'} cannot be written" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_nothing(table, tmp_path, stop):
    file = table([(f"{n}番目の{text}",) for n in range(200) for text in TEXTS])
    run = started("run", file, "--out", tmp_path / "result", "--cache", tmp_path / "vectors.sqlite")
    while not (tmp_path / "vectors.sqlite").exists() and run.poll() is None:
        time.sleep(0.05)
    assert any(left.name.endswith(".unfinished") for left in tmp_path.iterdir())
    run.send_signal(stop)
    _, said = run.communicate(timeout=120)
    assert run.returncode not in (0, 2)
    assert "Traceback" not in said
    assert {left.name.partition("-")[0] for left in tmp_path.iterdir()} == {"vectors.sqlite"}


def test_a_leftover_of_a_killed_run_is_not_taken_for_a_result(result, tmp_path):
    leftover = tmp_path / ".madoguchi-x.unfinished"
    shutil.copytree(result, leftover, ignore=shutil.ignore_patterns("manifest.json"))
    assert "is not the result of a run" in refused(invoke("evaluate", leftover))


@pytest.mark.parametrize("command", ["assign", "evaluate", "map"])
def test_what_is_no_run_is_refused_by_every_command(source, tmp_path, command):
    for directory in (tmp_path, tmp_path / "missing", source):
        arguments = {
            "assign": [directory, source, "--out", tmp_path / "new.csv"],
            "evaluate": [directory, "--labels", source],
            "map": [directory, "--out", tmp_path / "map.html"],
        }[command]
        assert "is not the result of a run" in refused(invoke(command, *arguments))


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"[]", b"{}", b"null", b"text\n1\n", b"[[[1]]]"])
@pytest.mark.parametrize("name", ["assignments.csv", "clusters.json", "manifest.json", "vectors.npy"])
def test_a_damaged_file_is_named(result, tmp_path, name, content):
    broken = tmp_path / "result"
    shutil.copytree(result, broken)
    if content is None:
        (broken / name).unlink()
    else:
        (broken / name).write_bytes(content)
    for arguments in (["evaluate", broken], ["map", broken, "--out", tmp_path / "map.html"]):
        assert str(broken) in refused(invoke(*arguments))
    assert not (tmp_path / "map.html").exists()


@pytest.mark.parametrize("entry", [{"format": 2}, {"source": {}}, {"source": None}, {"counts": {"rows": 3}}])
def test_a_manifest_that_does_not_fit_is_refused(result, tmp_path, entry):
    broken = tmp_path / "result"
    shutil.copytree(result, broken)
    manifest = json.loads((broken / "manifest.json").read_text("utf-8"))
    (broken / "manifest.json").write_text(json.dumps(manifest | entry), "utf-8")
    assert str(broken) in refused(invoke("evaluate", broken))


def test_half_a_vector_file_is_refused(result, tmp_path):
    broken = tmp_path / "result"
    shutil.copytree(result, broken)
    vectors = (broken / "vectors.npy").read_bytes()
    (broken / "vectors.npy").write_bytes(vectors[: len(vectors) // 2])
    assert "vectors.npy is missing or damaged" in refused(invoke("evaluate", broken))
