import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOT_PYTHON = ROOT / ".venv-bot" / "bin" / "python"

Parse = Callable[[list[str]], list[dict[str, object]]]


@pytest.fixture(scope="session")
def run_bot() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the bot's Python from its folder."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "RASA_TELEMETRY_ENABLED": "false"}
        return subprocess.run(
            [str(BOT_PYTHON), *arguments],
            cwd=ROOT / "bot",
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def trained(run_bot: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """A model made from what is here now; training takes half a minute and happens only after a change."""
    done = run_bot("train.py")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def parse(trained: None, run_bot: Callable[..., subprocess.CompletedProcess[str]]) -> Parse:
    """What the trained model makes of texts."""

    def parse_texts(texts: list[str]) -> list[dict[str, object]]:
        done = run_bot(str(ROOT / "tests" / "bot" / "parse.py"), stdin=json.dumps(texts))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return parse_texts
