"""`make run` starts, says what is wrong, and leaves nothing behind."""

import re
import signal
import socket
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.journeys.conftest import Madoguchi, free_port, start, stop

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]


def open_to_everybody(folder: Path) -> Path:
    """Let PostgreSQL's own account reach the folder."""
    for each in (folder, *folder.parents[:3]):
        each.chmod(each.stat().st_mode | 0o111)
    return folder


def test_a_taken_port_is_one_sentence_with_the_way_out(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = start(tmp_path, port, sample=False)
        assert running.launcher.wait(60) == 1
    lines = [line for line in running.log.read_text().splitlines() if line.strip()]
    assert re.search(rf"Port {port} is taken: .*make run PORT=\d+", " ".join(lines))
    assert "Traceback" not in running.log.read_text()


def test_the_second_start_in_a_folder_is_told_of_the_first(madoguchi: Madoguchi):
    log = madoguchi.log.read_text()
    second = start(madoguchi.data_dir, free_port(), sample=True)
    assert second.launcher.wait(60) == 1
    assert "already runs" in second.log.read_text()
    madoguchi.log.write_text(log)


def test_pages_are_up_before_the_bot_and_ctrl_c_leaves_nothing(tmp_path: Path):
    running = start(open_to_everybody(tmp_path), free_port(), sample=False)
    try:
        end = time.monotonic() + 90
        while "Demo page" not in running.log.read_text():
            assert running.launcher.poll() is None, running.log.read_text()
            assert time.monotonic() < end, running.log.read_text()
            time.sleep(0.1)
        assert httpx.get(f"{running.url}/demo").status_code == 200
        assert httpx.get(f"{running.url}/readyz").status_code == 503
        children = psutil.Process(running.launcher.pid).children(recursive=True)
        running.launcher.send_signal(signal.SIGINT)
        assert running.launcher.wait(60) == 0
    finally:
        stop(running)
    gone, alive = psutil.wait_procs(children, timeout=10)
    assert gone
    assert not alive
    left = {path.name for path in (tmp_path / "run").rglob("*") if not path.is_dir()}
    assert not {"lock", "supervisord.pid", "supervisord.conf", "supervisor.sock", ".s.PGSQL.5432"} & left
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
