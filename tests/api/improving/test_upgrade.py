"""A database of the version before keeps its rows, and the migrations make what the models say."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from api.database import make_engine
from api.models import metadata
from api.settings import ROOT

OURS = {"proposed_phrasings", "removed_phrasings"}


@pytest.fixture
def engine(database_url):
    made = make_engine(database_url)
    yield made
    made.dispose()


def move(connection, step: str) -> None:
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["connection"] = connection
    getattr(command, "upgrade" if step == "head" else "downgrade")(config, step)
    connection.commit()


def test_a_database_with_data_upgrades(engine):
    with engine.connect() as connection:
        move(connection, "0002")
        connection.execute(text("INSERT INTO faqs (id) VALUES (7)"))
        connection.execute(
            text("INSERT INTO faq_versions (id, faq_id, number, created_at) VALUES (8, 7, 1, now())")
        )
        connection.execute(
            text("INSERT INTO phrasings (version_id, language, text) VALUES (8, 'ja', 'ログインできない')")
        )
        connection.commit()
        move(connection, "head")
        assert connection.scalar(text("SELECT text FROM phrasings")) == "ログインできない"
        assert [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in sorted(OURS)] == [0, 0]


def test_the_tables_are_what_the_models_say(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_schemas": False})
        found = [str(change) for change in compare_metadata(context, metadata)]
    assert [change for change in found if any(table in change for table in OURS)] == []
