"""To be written."""

from fastapi import FastAPI


async def dispatch_turns(app: FastAPI) -> None:
    """To be written."""
