"""The sample, loaded once for all tests that only look at it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from api.database import transaction
from api.house import House, build_house
from api.sample.loading import Loaded, load_rows
from api.settings import ROOT, load_settings
from faq_clustering.embedding import Embedder
from tests.conftest import MovableClock, Server, fresh_database


@dataclass(frozen=True)
class LoadedHouse:
    """A house with the sample's rows in it; its topics have not been looked for."""

    house: House
    loaded: Loaded


@pytest.fixture(scope="session")
def sample_house(
    postgres: Server, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LoadedHouse]:
    folder: Path = tmp_path_factory.mktemp("sample")
    with fresh_database(postgres) as url:
        settings = load_settings(
            database_url=url,
            data_dir=folder,
            model_dir=ROOT / "models" / "multilingual-e5-small",
            bot_url="http://127.0.0.1:9",
            secret_key="test",
        )
        house = replace(build_house(settings, clock=MovableClock()), embedder=embedder)
        with transaction(house.sessions) as session:
            loaded = load_rows(session, house)
        yield LoadedHouse(house, loaded)
        house.engine.dispose()
