"""The migration makes what the models say, and the way back leaves merged candidates open."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from api.database import make_engine
from api.models import metadata
from api.settings import ROOT

OURS = ("decision_parties", "moved_inquiries", "constrained_inquiries", "'candidates'")


@pytest.fixture
def engine(database_url):
    made = make_engine(database_url)
    yield made
    made.dispose()


def test_the_tables_are_what_the_models_say(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_schemas": False})
        found = [str(change) for change in compare_metadata(context, metadata)]
    assert [change for change in found if any(table in change for table in OURS)] == []


def test_the_way_back_opens_what_was_merged(engine):
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO cluster_runs (id, model_id) VALUES (7, 'x')"))
        connection.execute(
            text(
                "INSERT INTO clusters (id, run_id, language, size, tightness, representative, keywords)"
                " VALUES (8, 7, 'ja', 0, 0.5, 'パスワード', '{}')"
            )
        )
        connection.execute(text("INSERT INTO candidates (id, cluster_id, state) VALUES (9, 8, 'merged')"))
        connection.commit()
        config = Config(str(ROOT / "alembic.ini"))
        config.attributes["connection"] = connection
        command.downgrade(config, "0005")
        assert connection.scalar(text("SELECT state FROM candidates")) == "open"
        command.upgrade(config, "head")
        connection.commit()
        assert connection.scalar(text("SELECT count(*) FROM moved_inquiries")) == 0
