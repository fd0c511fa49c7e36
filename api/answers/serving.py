"""To be written."""

from fastapi import FastAPI


async def serve_answers(app: FastAPI) -> None:
    """To be written."""


def index_state(app: FastAPI) -> str:
    """To be written."""
    return "ok"
