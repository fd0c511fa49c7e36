"""What the command line says instead of a traceback."""

from pathlib import Path


class BadInput(ValueError):
    """A file cannot be used; the message is a sentence that says which and why."""


def content_of(path: Path) -> bytes:
    """The bytes of a file that must be there."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
