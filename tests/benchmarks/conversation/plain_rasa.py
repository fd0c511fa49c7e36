"""A plain Rasa bot beside: DIET, the REST channel, trackers in memory, and rasa-sdk for its one action."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import yaml

from api.sample.written import read_faqs
from api.settings import ROOT
from tests.benchmarks.conversation.product import Running, free_port

PLAIN = Path(__file__).with_name("plain")
PYTHON = ROOT / ".venv-bot" / "bin" / "python"
# The same environment the product gives its bot: with Rasa's own defaults it would be several times slower.
QUIET = {
    "OMP_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
STARTS_WITHIN = 180


def write_project(folder: Path, *, lean: bool) -> None:
    """Write a project whose intents are the sample's FAQs and whose examples are their approved words.

    `lean` leaves the policies out that only stories need.
    """
    shutil.copytree(PLAIN, folder, dirs_exist_ok=True)
    nlu, rules, answers = [], [], {}
    for number, faq in enumerate(read_faqs(), 1):
        intent, draft = f"faq_{number}", faq.draft
        words = [draft.question_ja, *(one.text for one in draft.phrasings if one.language == "ja")]
        nlu.append(
            {"intent": intent, "examples": "".join(f"- {' '.join((w or '').split())}\n" for w in words)}
        )
        answers[intent] = draft.answer_ja
    stories = []
    for intent in (*answers, "nlu_fallback"):
        steps = [{"intent": intent}, {"action": "action_answer"}]
        rules.append({"rule": intent, "steps": steps})
        stories.append({"story": f"told by {intent}", "steps": steps})
    domain = {"version": "3.1", "intents": list(answers), "actions": ["action_answer"]}
    files = {"domain.yml": domain, "nlu.yml": {"version": "3.1", "nlu": nlu}}
    files["rules.yml"] = {"version": "3.1", "rules": rules}
    if lean:
        config = yaml.safe_load((folder / "config.yml").read_text(encoding="utf-8"))
        files["config.yml"] = config | {"policies": [{"name": "RulePolicy"}]}
    else:
        files["stories.yml"] = {"version": "3.1", "stories": stories}
    for name, content in files.items():
        (folder / name).write_text(
            yaml.safe_dump(content, allow_unicode=True, width=10_000), encoding="utf-8"
        )
    (folder / "answers.json").write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")


@contextmanager
def plain_rasa(folder: Path, *, lean: bool) -> Iterator[Running]:
    """Train the plain bot in `folder` and run it with its action server."""
    write_project(folder, lean=lean)
    actions, port = free_port(), free_port()
    environment = os.environ | QUIET | {"PLAIN_ACTIONS": f"http://127.0.0.1:{actions}/webhook"}
    log = (folder / "log.txt").open("wb")

    def command(*words: str) -> list[str]:
        return [str(PYTHON), "-m", *words]

    def start(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command(*words), cwd=folder, env=environment, stdout=log, stderr=log)

    data = [name for name in ("nlu.yml", "rules.yml", "stories.yml") if (folder / name).exists()]
    training = ("rasa", "train", "--data", *data, "--fixed-model-name", "plain")
    subprocess.run(command(*training), cwd=folder, env=environment, stdout=log, stderr=log, check=True)
    served = start(
        "rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port),
        "--model", "models/plain.tar.gz", "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
    )  # fmt: skip
    acting = start("rasa_sdk", "--actions", "actions", "--port", str(actions))
    try:
        url, end = f"http://127.0.0.1:{port}", time.monotonic() + STARTS_WITHIN
        while not _ready(url, f"http://127.0.0.1:{actions}"):
            if time.monotonic() > end or served.poll() is not None or acting.poll() is not None:
                raise SystemExit((folder / "log.txt").read_text(errors="replace")[-3000:])
            time.sleep(1)
        yield Running(url, {"bot": [psutil.Process(served.pid)], "actions": [psutil.Process(acting.pid)]})
    finally:
        for process in (served, acting):
            process.terminate()
            process.wait(30)
        log.close()


def _ready(url: str, actions: str) -> bool:
    try:
        if httpx.get(f"{actions}/health").status_code != 200:
            return False
        said = httpx.post(f"{url}/webhooks/rest/webhook", json={"sender": "warm", "message": "こんにちは"})
        return said.status_code == 200 and bool(said.json())
    except (httpx.HTTPError, ValueError):
        return False
