"""Build the Python environments from their lock files, with uv. Standard library only: it runs first.

Usage: python3 api/launch/environments.py all|main|bot|tests
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UV_VERSION = "0.13.9"
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")


class SetupFailed(Exception):
    """The set-up cannot go on; the message says what to do."""


def main(what: str) -> int:
    """Build what is missing. Return the exit status."""
    try:
        if what in {"all", "main", "tests"}:
            build("main", ".venv", "3.11", ROOT / "requirements.lock")
        if what in {"all", "bot", "tests"}:
            build("bot", ".venv-bot", "3.10", ROOT / "bot" / "requirements.lock")
        if what == "tests":
            install_browser()
    except SetupFailed as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def build(name: str, folder: str, version: str, lock: Path) -> None:
    """Create the environment in `folder` and fill it from `lock`, unless that was done before."""
    begun = time.monotonic()
    environment = ROOT / folder
    stamp = environment / "made-from"
    wanted = hashlib.sha256(lock.read_bytes() + version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and (environment / "bin" / "python").exists():
        return
    print(f"… Python environment {folder} (the first time takes minutes)", flush=True)
    uv = find_uv()
    python = find_python(version)
    stamp.unlink(missing_ok=True)
    run([uv, "venv", "--quiet", "--clear", "--python", python, str(environment)], "create the environment")
    install = [uv, "pip", "install", "--quiet", "--python", str(environment / "bin" / "python")]
    if name == "main":
        # The product itself, so that its command and its modules are found from any folder.
        run([*install, "-r", str(lock)], "install the packages of requirements.lock")
        run([*install, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], "install madoguchi")
    else:
        run([*install, "-r", str(lock)], "install the packages of bot/requirements.lock")
    stamp.write_text(wanted)
    print(f"✓ Python environment {folder}, {python}: {time.monotonic() - begun:.1f} s", flush=True)


def find_uv() -> str:
    """Return uv: from PATH, or fetched from PyPI into .uv/."""
    own = ROOT / ".uv" / "bin" / "uv"
    if own.exists():
        return str(own)
    found = shutil.which("uv")
    if found:
        return found
    folder = ROOT / ".uv"
    # Debian's Python comes without ensurepip; any pip will do to fetch one wheel.
    for pip in ([sys.executable, "-m", "pip"], [shutil.which("pip3") or "pip3"]):
        target = folder / "package"
        command = [*pip, "install", "--quiet", "--target", str(target), f"uv=={UV_VERSION}"]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        own.parent.mkdir(parents=True, exist_ok=True)
        own.symlink_to(target / "bin" / "uv")
        return str(own)
    raise SetupFailed(
        "uv is missing and could not be fetched: install pip (apt install python3-pip) or uv, then repeat."
    )


def find_python(version: str) -> str:
    """Return an interpreter of `version` that runs: from PATH, from pyenv, or a version for uv to fetch."""
    shims = shutil.which(f"python{version}")
    pyenv = os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))
    found = [shims, sys.executable if sys.version_info[:2] == tuple(map(int, version.split("."))) else None]
    found += sorted(map(str, Path(pyenv).glob(f"versions/{version}.*/bin/python")), reverse=True)
    for candidate in found:
        if candidate and works(candidate, version):
            return candidate
    fetched = subprocess.run([find_uv(), "python", "install", version], capture_output=True, text=True)
    if fetched.returncode == 0:
        return version
    raise SetupFailed(
        f"Python {version} is missing, and uv could not fetch it: install it (pyenv install {version}),"
        " then repeat."
    )


def works(python: str, version: str) -> bool:
    """Whether `python` starts and is of `version`; a pyenv shim may be there and not work."""
    check = f"import sys; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"
    try:
        return subprocess.run([python, "-c", check], capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install_browser() -> None:
    """Install Debian's Chromium and Japanese fonts for the browser tests, where that is allowed."""
    if os.environ.get("MADOGUCHI_CHROMIUM") or shutil.which("chromium"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("Chromium is missing: browser tests will be skipped (apt install chromium fonts-noto-cjk).")
        return
    print("… Chromium and Japanese fonts", flush=True)
    unasked = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *BROWSER_PACKAGES]):
        if subprocess.run(["apt-get", "-qq", *command], env=unasked, capture_output=True).returncode:
            print("Chromium could not be installed: browser tests will be skipped.")
            return


def run(command: list[str], purpose: str) -> None:
    """Run one step of the set-up; raises `SetupFailed` with the end of its output."""
    settings = os.environ | uv_settings()
    done = subprocess.run(command, env=settings, capture_output=True, text=True)
    if done.returncode:
        end = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        raise SetupFailed(f"Could not {purpose}:\n{end}")


def uv_settings() -> dict[str, str]:
    """Return where uv finds torch: pip's local wheels if there are some, else the CPU build."""
    links = os.environ.get("UV_FIND_LINKS") or os.environ.get("PIP_FIND_LINKS", "")
    if links and any(Path(place).glob("torch-*") for place in links.split() if Path(place).is_dir()):
        return {"UV_FIND_LINKS": ",".join(links.split())}
    return {"UV_TORCH_BACKEND": os.environ.get("UV_TORCH_BACKEND", "cpu")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
