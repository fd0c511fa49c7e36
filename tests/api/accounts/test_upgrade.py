"""A database of the version before keeps its accounts, their weeks become signals, and the way back works."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from api.database import make_engine
from api.models import metadata
from api.settings import ROOT

OURS = ("account", "tier_rules", "health_scores")
OLD = text(
    "INSERT INTO accounts (id, external_id, name, contract_yen, stage, renewal_on, weeks) VALUES"
    " (7, 'A', 'みなと', 2400000, 'adoption', '2027-01-31',"
    ' \'[{"week": "2026-11-09", "logins": 41, "active_users": 12}, {"week": "2026-11-18", "logins": 9}]\')'
)


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


def test_weeks_become_signals_and_weeks_again(engine):
    with engine.connect() as connection:
        move(connection, "0011")
        connection.execute(OLD)
        connection.commit()
        move(connection, "head")
        signals = connection.execute(
            text("SELECT week::text, kind, value FROM account_signals ORDER BY 1, 2")
        )
        assert [tuple(row) for row in signals] == [
            ("2026-11-09", "active_users", 12),
            ("2026-11-09", "logins", 41),
            ("2026-11-16", "logins", 9),
        ]
        assert connection.scalar(text("SELECT tier FROM accounts")) == "high"
        move(connection, "0011")
        assert connection.scalar(text("SELECT weeks FROM accounts")) == [
            {"week": "2026-11-09", "logins": 41, "active_users": 12},
            {"week": "2026-11-16", "logins": 9},
        ]


def test_the_tables_are_what_the_models_say(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_schemas": False})
        found = [str(change) for change in compare_metadata(context, metadata)]
    assert [change for change in found if any(table in change for table in OURS)] == []
