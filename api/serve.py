"""Serve the pages and the API with uvicorn."""

import gc
import socket
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import uvicorn

from api.app import create_app
from api.house import House
from api.siblings import Siblings, listen, wanted
from faq_clustering.embedding import load_embedder

GARBAGE = 10_000
"""New objects until Python looks for garbage among them; its own 700 are a few queries' worth."""


class Server(uvicorn.Server):
    """uvicorn, but it ends our streams first: it would wait for them for ever."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        super().__init__(config)
        self._house = house

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note the signal."""
        self._house.live.stop()
        super().handle_exit(sig, frame)


def serve(house: House) -> None:
    """Serve until a signal ends it, in as many processes as the settings say."""
    settings = house.settings
    # A question is as fast on one thread, and costs a quarter less.
    house = replace(house, embedder=load_embedder(str(settings.model_dir), threads=1))
    count = wanted(settings.api_processes)
    if count == 1:
        _serve_here(house)
        return
    listening = listen(settings.host, settings.port)
    with TemporaryDirectory(prefix="madoguchi-") as folder:
        shared = replace(house, shared_dir=Path(folder))
        Siblings(count, lambda others: _serve_here(shared, listening, patient=others)).run()


def _serve_here(house: House, listening: socket.socket | None = None, *, patient: bool = False) -> None:
    """Serve in this process, on a socket that is there or one of its own."""
    settings = house.settings
    config = uvicorn.Config(
        create_app(house, patient=patient),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        access_log=settings.log_level == "debug",
        timeout_graceful_shutdown=5,
        proxy_headers=False,
    )
    look_for_less_garbage()
    Server(config, house).run(sockets=[listening] if listening else None)


def look_for_less_garbage() -> None:
    """Let Python pass over what was loaded by now, which stays, and look at the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
