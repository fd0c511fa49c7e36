"""Learning an index once for all API processes: who comes second takes what the first has learnt."""

import fcntl
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.answers.calibration_build import GLANCE, Material, Stopped, learn_beside
from faq_clustering.answering import AnswerIndex


def learn_once(material: Material, stopping: Callable[[], bool], folder: Path | None) -> AnswerIndex:
    """Return the index of `material`, whose version names all it is made of. Blocks; `Stopped` on `stopping`.

    `folder` is shared with the other processes, which run the same code and read the same database; it is
    theirs alone and goes with them.
    """
    if folder is None:
        return learn_beside(material, stopping)
    kept = folder / f"{material.version}.index"
    with _one_at_a_time(folder / "learning", stopping):
        if kept.exists():
            index: AnswerIndex = pickle.loads(kept.read_bytes())
            return index
        index = learn_beside(material, stopping)
        for older in folder.glob("*.index"):
            older.unlink()
        written = kept.with_suffix(".new")
        written.write_bytes(pickle.dumps(index, pickle.HIGHEST_PROTOCOL))
        written.rename(kept)
        return index


@contextmanager
def _one_at_a_time(path: Path, stopping: Callable[[], bool]) -> Iterator[None]:
    """Hold a lock that the kernel frees however its holder ends."""
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if stopping():
                    raise Stopped from None
                time.sleep(GLANCE)
        yield
