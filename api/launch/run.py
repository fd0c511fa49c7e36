"""`make run`: set up what is missing, start everything, print where to click, stop cleanly."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import httpx

from api.launch.plan import Plan
from api.launch.postgres import embedded_url, prepare_postgres, run_folder
from api.launch.processes import Supervisor, write_configuration
from api.launch.steps import console, step
from api.settings import ROOT, BadSetting, Settings, load_settings


class CannotRun(Exception):
    """The start cannot go on; the message is one sentence with the way out."""


class Stopped(Exception):
    """Somebody asked us to stop."""


def main() -> int:
    """Run until Ctrl-C. Return the exit status."""
    # A second Ctrl-C while stopping changes nothing.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        settings = load_settings()
        with _alone_in(settings.data_dir):
            _run(settings)
    except (CannotRun, BadSetting) as error:
        # The end of a failed step's output may hold brackets, which are no markup.
        console.print(str(error), style="red", markup=False)
        return 1
    except Stopped:
        pass
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    for every in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(every, signal.SIG_IGN)
    raise Stopped


@contextmanager
def _alone_in(data_dir: Path) -> Iterator[None]:
    """Hold the lock of this folder; the kernel frees it however we end."""
    path = data_dir / "run" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotRun(
                "Madoguchi already runs in this folder: stop it there with Ctrl-C first."
            ) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _run(settings: Settings) -> None:
    _check_port(settings)
    with step("Embedding model"):
        _call([sys.executable, "-m", "faq_clustering.embedding.obtain", str(settings.model_dir)])
    postgres = None
    if not settings.database_url:
        with step("PostgreSQL's folder"):
            postgres = prepare_postgres(settings.data_dir)
    plan = Plan(
        settings=settings,
        database_url=settings.database_url or embedded_url(settings.data_dir),
        bot_port=_bot_port(settings.port + 1),
        postgres=postgres,
    )
    folder, logs = run_folder(settings.data_dir), settings.data_dir / "run" / "logs"
    configuration, socket_path = folder / "supervisord.conf", folder / "supervisor.sock"
    write_configuration(configuration, socket=socket_path, logs=logs, programs=plan.programs())
    supervisor = Supervisor(configuration, socket_path)
    try:
        _start(plan, supervisor)
        _serve(supervisor)
    finally:
        console.print("Stopping …")
        supervisor.stop()
        for left in (configuration, socket_path):
            left.unlink(missing_ok=True)
        console.print("Stopped.")


def _start(plan: Plan, supervisor: Supervisor) -> None:
    if plan.postgres:
        with step("PostgreSQL"):
            supervisor.start("postgres")
            plan.postgres.wait_until_ready()
    environment = os.environ | {"MADOGUCHI_DATABASE_URL": plan.database_url}
    with step("Database schema"):
        _call([sys.executable, "-m", "api.cli", "migrate"], environment)
    if plan.settings.sample:
        with step("Sample data"):
            _call([sys.executable, "-m", "api.cli", "sample", "load", "--once"], environment)
    with step("Pages"):
        supervisor.start("api")
        supervisor.start("worker")
        _wait_for(f"http://127.0.0.1:{plan.settings.port}/healthz", 90)
    with step("Bot's training"):
        _call(
            [str(ROOT / ".venv-bot/bin/python"), "bot/train.py"],
            os.environ | {"MADOGUCHI_MODEL_DIR": str(plan.settings.model_dir)},
        )
    supervisor.start("bot")
    _print_addresses(plan.settings)
    with step("Bot (until then customers are told that it is starting)"):
        _wait_for(f"http://127.0.0.1:{plan.settings.port}/readyz", 180)
    console.print("Everything is ready. Ctrl-C stops it.")


def _serve(supervisor: Supervisor) -> None:
    while supervisor.alive():
        time.sleep(0.5)
    raise CannotRun("The process supervisor ended: see data/run/logs/supervisor.log, then start again.")


def _check_port(settings: Settings) -> None:
    if not _free(settings.host, settings.port):
        raise CannotRun(
            f"Port {settings.port} is taken: choose another one with `make run PORT={settings.port + 1000}`."
        )


def _bot_port(wanted: int) -> int:
    """Return the bot's port: the one after the pages', else any that is free. Only we speak to it."""
    if wanted <= 65535 and _free("127.0.0.1", wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _wait_for(url: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise CannotRun(f"{url} did not answer within {seconds:.0f} s: see the logs in data/run/logs/.")


def _call(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        end = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise CannotRun(f"This step failed:\n{end}")


def _print_addresses(settings: Settings) -> None:
    console.print()
    console.print(f"  Demo page with the widget   {settings.url}/demo")
    console.print(f"  Staff console               {settings.url}/staff")
    console.print(f"  Manager's dashboard         {settings.url}/staff/dashboard")
    if settings.sample:
        console.print("\n  Demo accounts, password [bold]madoguchi[/bold]:")
        for line in (ROOT / "data/sample/staff.csv").read_text(encoding="utf-8").splitlines()[1:]:
            email, name, role, _ = line.split(",")
            console.print(f"    {role:8} {email}  {name}")
    else:
        console.print("\n  Add yourself: .venv/bin/madoguchi staff add you@example.com")
    console.print()


if __name__ == "__main__":
    sys.exit(main())
