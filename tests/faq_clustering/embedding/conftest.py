from pathlib import Path

import pytest

from faq_clustering.embedding import Embedder, load_embedder
from faq_clustering.embedding.obtain import complete

FOLDER = Path(__file__).parents[3] / "models" / "multilingual-e5-small"


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    if not complete(FOLDER):
        pytest.fail(f"first run: python -m faq_clustering.embedding.obtain models/{FOLDER.name}")
    return load_embedder(str(FOLDER), threads=1).load()
