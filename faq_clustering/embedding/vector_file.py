"""A SQLite file of vectors by model and text key. Two processes may use it at once (WAL)."""

import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

# "MDGV": what SQLite calls the application's id, so that no other program's file is written to.
APPLICATION, SCHEMA = 0x4D444756, 1
BUSY_SECONDS = 60
KEYS_A_QUERY = 500

# Half precision: half the size, and a cosine moves by less than 1e-6, when int8 itself moves it by 1e-3.
Stored = np.dtype("<f2")


class NotAVectorFile(ValueError):
    """The file belongs to another program or to another version; it is left as it is."""


class VectorFile:
    """Opens or makes the file at `path`; a damaged one is set aside. Raises `OSError` or `sqlite3.Error`.

    A vector that was written is there for good, also when the process is killed the next moment.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.set_aside: Path | None = None
        try:
            self._database = _open(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self.set_aside = _set_aside(path)
            self._database = _open(path)

    def read(self, model: str, keys: Sequence[str], dimension: int) -> dict[str, npt.NDArray[np.float32]]:
        """Vectors (dimension,) float32 of unit length by key; those that are not there are left out."""
        found: dict[str, npt.NDArray[np.float32]] = {}
        for first in range(0, len(keys), KEYS_A_QUERY):
            part = [bytes.fromhex(key) for key in keys[first : first + KEYS_A_QUERY]]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, vector FROM vectors WHERE model = ? AND key IN ({marks})"
            with self._lock:
                rows = self._database.execute(query, (model, *part)).fetchall()
            for key, blob in rows:
                if len(blob) == dimension * Stored.itemsize:
                    found[key.hex()] = as_read(np.frombuffer(blob, Stored))
        return found

    def write(self, model: str, vectors: Iterable[tuple[str, npt.NDArray[np.float32]]]) -> None:
        """Keeps vectors by key, in one transaction."""
        rows = [(model, bytes.fromhex(key), vector.astype(Stored).tobytes()) for key, vector in vectors]
        with self._lock, self._database:
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        self._database.close()


def as_read(vector: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """The vector as it comes back from the file: rounded to half precision, then of unit length again."""
    rounded = vector.astype(Stored).astype(np.float32)
    unit: npt.NDArray[np.float32] = rounded / np.float32(max(float(np.linalg.norm(rounded)), 1e-12))
    return unit


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        _prepare(database, path)
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    with database:
        # Locked at once: two processes that start together must not both make the table.
        database.execute("BEGIN IMMEDIATE")
        found = tuple(
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if found == (0, 0) and tables == 0:
            database.execute(
                "CREATE TABLE vectors (model TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL,"
                " PRIMARY KEY (model, key)) WITHOUT ROWID"
            )
            database.execute(f"PRAGMA application_id = {APPLICATION}")
            database.execute(f"PRAGMA user_version = {SCHEMA}")
        elif found != (APPLICATION, SCHEMA):
            raise NotAVectorFile(
                f"{path} is not a file of vectors of this version. Name another place for the cache,"
                " or move that file away."
            )
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError(f"{path} is damaged")


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return path.replace(aside)
