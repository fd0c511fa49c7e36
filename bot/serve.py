"""Serve the trained bot over HTTP, for the gateway alone.

Usage: python bot/serve.py [--port 5005] [--host 127.0.0.1]

Needs MADOGUCHI_ACTION_URL and RASA_TRACKER_URL; takes MADOGUCHI_ACTION_TOKEN, and MADOGUCHI_REDIS_URL when
several bot processes run. Each of SECRETS may come from a file: RASA_TRACKER_URL_FILE and so on.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import runtime

SECRETS = ("RASA_TRACKER_URL", "MADOGUCHI_REDIS_URL", "MADOGUCHI_ACTION_TOKEN")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5005)
    # Rasa's REST channel asks for no token, so by default only this machine may reach it.
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    read_secrets()
    add_token()
    runtime.settle()
    sys.path.insert(0, str(runtime.BOT))

    from tracker_schema import prepare

    prepare(os.environ.get("RASA_TRACKER_URL", ""))

    from components.thrift import be_thrifty

    be_thrifty()

    import rasa.__main__

    sys.argv = ["rasa", "run", "--enable-api", "--interface", arguments.host, "--port", str(arguments.port)]
    sys.argv += ["--model", str(runtime.MODELS / f"{runtime.MODEL_NAME}.tar.gz"), "--endpoints", endpoints()]
    rasa.__main__.main()


def read_secrets() -> None:
    """Put secrets that were given as files where Rasa looks for them: in the environment."""
    for name in SECRETS:
        path = os.environ.get(f"{name}_FILE")
        if path:
            try:
                os.environ[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                sys.exit(f"{name}_FILE: {path} cannot be read ({error.strerror}).")


def add_token() -> None:
    """Show the action endpoint its token: Rasa keeps the query of the address."""
    token = os.environ.get("MADOGUCHI_ACTION_TOKEN")
    if token:
        os.environ["MADOGUCHI_ACTION_URL"] += f"?token={quote(token, safe='')}"


def endpoints() -> str:
    """The endpoints file; with Redis, after naming the parts of its URL the way Rasa wants them."""
    redis = os.environ.get("MADOGUCHI_REDIS_URL")
    if not redis:
        return "endpoints.yml"
    url = urlsplit(redis)
    os.environ["RASA_REDIS_HOST"] = url.hostname or "localhost"
    os.environ["RASA_REDIS_PORT"] = str(url.port or 6379)
    os.environ["RASA_REDIS_DB"] = url.path.strip("/") or "1"
    os.environ["RASA_REDIS_PASSWORD"] = unquote(url.password or "")
    return "endpoints.production.yml"


if __name__ == "__main__":
    main()
