"""Serve the pages and the API with uvicorn."""

from types import FrameType

import uvicorn

from api.app import create_app
from api.house import House


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
    """Serve until a signal ends it."""
    settings = house.settings
    config = uvicorn.Config(
        create_app(house),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        access_log=settings.log_level == "debug",
        timeout_graceful_shutdown=5,
        proxy_headers=False,
    )
    Server(config, house).run()
