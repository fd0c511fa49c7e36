import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from faq_clustering.embedding import CachedEmbedder, Embedder, load_embedder
from faq_clustering.embedding.cache import default_path
from faq_clustering.embedding.vector_file import NotAVectorFile, VectorFile

ROOT = Path(__file__).parents[3]
TEXTS = ["パスワードを忘れました", "Where is my order?", "領収書がほしい😀", "nul\0 in the middle", ""]


class Heard(list[tuple[int, int]]):
    """What a progress callback was told."""

    def __call__(self, done: int, every: int) -> None:
        self.append((done, every))

    @property
    def embedded(self) -> int:
        """Rows that were not known at the start."""
        return self[0][1] - self[0][0]


def test_the_second_run_embeds_nothing_and_returns_the_same_bytes(embedder: Embedder, tmp_path: Path) -> None:
    first, second = Heard(), Heard()
    made = CachedEmbedder(embedder, tmp_path / "v.sqlite").encode(TEXTS, on_progress=first)
    read = CachedEmbedder(embedder, tmp_path / "v.sqlite").encode(TEXTS, on_progress=second)
    assert (first.embedded, second.embedded) == (5, 0)
    assert made.tobytes() == read.tobytes()
    assert np.allclose(np.linalg.norm(read, axis=1), 1, atol=1e-6)


def test_half_precision_moves_no_vector_noticeably(embedder: Embedder, tmp_path: Path) -> None:
    cosines = (CachedEmbedder(embedder, tmp_path / "v").encode(TEXTS) * embedder.encode(TEXTS)).sum(axis=1)
    assert cosines.min() > 1 - 1e-6


def test_ten_thousand_equal_texts_are_one(embedder: Embedder, tmp_path: Path) -> None:
    cached, heard = CachedEmbedder(embedder, tmp_path / "v"), Heard()
    vectors = cached.encode(
        ["送料はいくら"] * 9_999 + ["  送料は　いくら".replace("　", "")], on_progress=heard
    )
    assert heard == [(0, 10_000), (10_000, 10_000)]
    assert (vectors == vectors[0]).all()


def test_a_known_text_does_not_load_the_model(embedder: Embedder, tmp_path: Path) -> None:
    CachedEmbedder(embedder, tmp_path / "v").encode(TEXTS)
    code = (
        "import sys; from pathlib import Path; from faq_clustering.embedding import *;"
        "e = CachedEmbedder(load_embedder(sys.argv[1]), Path(sys.argv[2]));"
        "print(e.encode(['Where is my order?']).shape, 'torch' in sys.modules)"
    )
    folder = ROOT / "models" / "multilingual-e5-small"
    command = [sys.executable, "-c", code, str(folder), str(tmp_path / "v")]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert output.strip() == "(1, 384) False"


def test_another_prompt_has_its_own_vectors(embedder: Embedder, tmp_path: Path) -> None:
    folder, heard = str(ROOT / "models" / "multilingual-e5-small"), Heard()
    CachedEmbedder(embedder, tmp_path / "v").encode(TEXTS)
    other = load_embedder(folder, threads=1, prompt="passage: ")
    CachedEmbedder(other, tmp_path / "v").encode(TEXTS[:1], on_progress=heard)
    assert heard.embedded == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from faq_clustering.embedding import CachedEmbedder, load_embedder

def told(done, every):
    if done >= every // 2:
        os.kill(os.getpid(), signal.SIGKILL)

texts = [f"注文 {number} 番はいつ届きますか" for number in range(120)]
CachedEmbedder(load_embedder(sys.argv[1], threads=1), Path(sys.argv[2])).encode(texts, on_progress=told)
"""


def test_what_a_killed_run_embedded_stays(embedder: Embedder, tmp_path: Path) -> None:
    folder = ROOT / "models" / "multilingual-e5-small"
    command = [sys.executable, "-c", KILLED, str(folder), str(tmp_path / "v")]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    heard, texts = Heard(), [f"注文 {number} 番はいつ届きますか" for number in range(120)]
    resumed = CachedEmbedder(embedder, tmp_path / "v").encode(texts, on_progress=heard)
    assert 0 < heard.embedded <= 60
    assert ((resumed * embedder.encode(texts)).sum(axis=1) > 0.999).all()


WRITER = """
import sys
from pathlib import Path
import numpy as np
from faq_clustering.embedding.vector_file import VectorFile

file, start = VectorFile(Path(sys.argv[1])), int(sys.argv[2])
for number in range(start, start + 300):
    file.write("m", [(f"{number % 400:064x}", np.ones(4, np.float32))])
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "v")]
    both = [subprocess.Popen([*command, start], cwd=ROOT) for start in ("0", "100")]
    assert [process.wait(60) for process in both] == [0, 0]
    keys = [f"{number:064x}" for number in range(500)]
    assert list(VectorFile(tmp_path / "v").read("m", keys, 4)) == keys[:400]


def test_threads_share_one_cache(embedder: Embedder, tmp_path: Path) -> None:
    cached = CachedEmbedder(embedder, tmp_path / "v")
    found: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: found.append(cached.encode(TEXTS))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(((vectors * found[0]).sum(axis=1) > 0.9999).all() for vectors in found)


@pytest.mark.parametrize(
    "damage", [lambda data: b"not a database " * 600, lambda data: data[:5000] + b"\xa5" * 3000]
)
def test_a_damaged_file_is_set_aside(damage, embedder: Embedder, tmp_path: Path, caplog) -> None:
    path = tmp_path / "v.sqlite"
    file = VectorFile(path)
    file.write("m", [(f"{number:064x}", np.ones(384, np.float32)) for number in range(100)])
    file.close()
    path.write_bytes(damage(path.read_bytes()))
    CachedEmbedder(embedder, path).encode(TEXTS)
    assert "v.sqlite was damaged and is now v.sqlite.damaged-" in caplog.text
    heard = Heard()
    CachedEmbedder(embedder, path).encode(TEXTS, on_progress=heard)
    assert heard.embedded == 0


def test_another_programs_database_is_left_alone(embedder: Embedder, tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(NotAVectorFile, match=r"theirs\.sqlite is not a file of vectors of this version"):
        CachedEmbedder(embedder, path)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_does_not_stop_the_run(
    embedder: Embedder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    vectors = CachedEmbedder(embedder, tmp_path / "file" / "v.sqlite").encode(TEXTS)
    assert vectors.shape == (5, 384)
    assert caplog.text.count("Vectors are not kept") == 1


def test_vectors_lie_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_path() == tmp_path / "madoguchi" / "vectors.sqlite"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_path() == tmp_path / ".cache" / "madoguchi" / "vectors.sqlite"
