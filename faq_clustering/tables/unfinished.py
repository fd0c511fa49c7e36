"""Results that are there complete, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from faq_clustering.tables.bad_input import BadInput

PREFIX, ENDING = ".madoguchi-", ".unfinished"
"""A run that was killed leaves such a name behind; without its manifest, written last, it is no result."""


@contextmanager
def new_directory(out: Path) -> Iterator[Path]:
    """A folder to write to. It becomes `out` at the end, or goes without a trace when anything fails."""
    if os.path.lexists(out):
        raise BadInput(f"{out} exists already. Name a directory that does not.")
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=ENDING, dir=out.parent))
    try:
        yield folder
        with writing(out):
            folder.chmod(0o777 & ~_umask())
            folder.rename(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_file(out: Path, *, reads: tuple[Path, ...] = ()) -> Iterator[Path]:
    """A file to write, likewise. At the end it takes the place of an older `out`.

    `reads` are files that must not be written over.
    """
    with writing(out):
        if out.is_dir():
            raise BadInput(f"{out} is a directory. Name a file.")
        if any(out.resolve() == file.resolve() for file in reads):
            raise BadInput(f"{out} is read by this command. Name another file to write.")
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=ENDING, dir=out.parent)
        os.close(handle)
    file = Path(name)
    try:
        yield file
        with writing(out):
            file.chmod(0o666 & ~_umask())
            file.replace(out)
    finally:
        with suppress(OSError):
            file.unlink()


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """A full disk or a place without permission becomes a sentence about `out`."""
    try:
        yield
    except OSError as error:
        raise BadInput(f"{out} cannot be written: {error.strerror or error}.") from error


def _umask() -> int:
    # The mode of a temporary file is private; the finished one follows the user's umask.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
