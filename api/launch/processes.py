"""The supervised processes: supervisord's configuration and its XML-RPC interface."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from configparser import RawConfigParser
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """One supervised process."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    directory: Path | None = None
    user: str | None = None
    stop_signal: str = "TERM"
    priority: int = 10
    """Higher ones stop first."""


def write_configuration(path: Path, *, socket: Path, logs: Path, programs: list[Program]) -> None:
    """Write supervisord's configuration for `programs`; nothing starts by itself."""
    logs.mkdir(parents=True, exist_ok=True)
    config = RawConfigParser()
    config["unix_http_server"] = {"file": str(socket), "chmod": "0600"}
    config["supervisord"] = {
        "nodaemon": "true",
        "silent": "true",
        "logfile": str(logs / "supervisor.log"),
        "logfile_maxbytes": "5MB",
        "logfile_backups": "1",
        "pidfile": str(path.with_suffix(".pid")),
        "childlogdir": str(logs),
        **({"user": "root"} if os.geteuid() == 0 else {}),
    }
    config["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    for program in programs:
        config[f"program:{program.name}"] = {
            "command": " ".join(_quoted(word) for word in program.command),
            "environment": ",".join(f"{k}={_quoted(v)}" for k, v in program.environment.items()),
            **({"directory": str(program.directory)} if program.directory else {}),
            **({"user": program.user} if program.user else {}),
            "autostart": "false",
            "autorestart": "true",
            "startsecs": "1",
            "startretries": "1000",
            "stopsignal": program.stop_signal,
            "stopwaitsecs": "15",
            "stopasgroup": "false",
            "killasgroup": "true",
            "priority": str(program.priority),
            "redirect_stderr": "true",
            "stdout_logfile": str(logs / f"{program.name}.log"),
            "stdout_logfile_maxbytes": "5MB",
            "stdout_logfile_backups": "2",
        }
    with path.open("w", encoding="utf-8") as file:
        config.write(file)
    path.chmod(0o600)


def _quoted(word: str) -> str:
    # supervisord reads "%" as a format sign.
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


class Supervisor:
    """A running supervisord, spoken to over its socket."""

    def __init__(self, configuration: Path, socket: Path) -> None:
        self._socket = socket
        self._process = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "-c", str(configuration)],
            # Ctrl-C is ours: we stop the processes in order.
            start_new_session=True,
            preexec_fn=_die_with_parent(),
        )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                self._call("getState")
                return
            except (OSError, HTTPException):
                time.sleep(0.05)
        raise RuntimeError("The process supervisor did not start; see its log in data/run/logs/.")

    def _call(self, method: str, *arguments: Any) -> Any:
        with ServerProxy(
            "http://127.0.0.1", transport=SupervisorTransport("", "", f"unix://{self._socket}")
        ) as proxy:
            return getattr(proxy.supervisor, method)(*arguments)

    def start(self, name: str) -> None:
        """Start one program."""
        self._call("startProcess", name, False)

    def alive(self) -> bool:
        """Whether supervisord itself runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Stop every program, then supervisord."""
        try:
            self._call("shutdown")
        except (OSError, HTTPException, Fault):
            self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _die_with_parent() -> Callable[[], object] | None:
    """Make the kernel stop supervisord when we are killed, so that nothing is left behind (Linux only)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    set_parent_death_signal = 1
    return lambda: prctl(set_parent_death_signal, signal.SIGTERM)
