"""A company's system on a port of its own: the bundled demo service."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.lookups import Lookups, demo, load_lookups
from api.settings import ROOT


@contextmanager
def running_company() -> Iterator[str]:
    """Serve the demo; return its address."""
    app = FastAPI()
    app.include_router(demo.router)
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


def lookups_at(company: str, folder: Path, *, stock: str | None = None) -> Lookups:
    """Return our own look-ups, asked of `company`; `stock` is where the stock's system is instead."""
    declared = (ROOT / "data" / "lookups.yml").read_text(encoding="utf-8")
    if stock:
        declared = declared.replace("url: /demo/lookups/stock", f"url: {stock}/stock")
    path = folder / "lookups.yml"
    path.write_text(declared.replace("url: /demo", f"url: {company}/demo"), encoding="utf-8")
    return load_lookups(path)
