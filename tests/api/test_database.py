"""The database comes back as if it had not been away, and tells what was committed, once."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text

from api.database import CHANNEL, autocommit, notify, transaction
from api.house import House


@pytest.fixture
def listener(house: House) -> Iterator[psycopg.Connection]:
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        yield connection


def heard(listener: psycopg.Connection) -> list[str]:
    """What was told so far; notices of other transactions come in the order of their commits."""
    listener.execute("SELECT pg_notify(%s, 'last')", (CHANNEL,))
    topics = []
    for notice in listener.notifies(timeout=10):
        if notice.payload == "last":
            break
        topics.append(notice.payload)
    return topics


@pytest.mark.parametrize("opened", [transaction, autocommit])
def test_connections_that_the_server_closed_are_replaced_unnoticed(house: House, opened):
    with opened(house.sessions) as one, opened(house.sessions) as other:
        lost = {session.scalar(text("SELECT pg_backend_pid()")) for session in (one, other)}
    with psycopg.connect(house.database_url, autocommit=True) as admin:
        for pid in lost:
            admin.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))
    with opened(house.sessions) as one, opened(house.sessions) as other:
        assert lost.isdisjoint(session.scalar(text("SELECT pg_backend_pid()")) for session in (one, other))


def test_what_changed_twice_is_told_once(house: House, listener):
    with transaction(house.sessions) as session:
        notify(session, "inbox")
        with session.begin_nested():
            notify(session, "turns")
        notify(session, "inbox")
        assert heard(listener) == []
    assert heard(listener) == ["inbox", "turns"]


def test_what_was_rolled_back_is_not_told(house: House, listener):
    with house.sessions() as session:
        notify(session, "inbox")
        session.execute(text("SELECT 1"))
        session.rollback()
        notify(session, "turns")
        session.commit()
    assert heard(listener) == ["turns"]


def test_a_session_without_transactions_leaves_the_next_one_with_them(house: House):
    with autocommit(house.sessions) as session:
        session.execute(text("CREATE TABLE kept (id int)"))
    with house.sessions() as session:
        session.execute(text("CREATE TABLE dropped (id int)"))
    with transaction(house.sessions) as session:
        found = "SELECT to_regclass('kept') IS NOT NULL, to_regclass('dropped') IS NOT NULL"
        assert tuple(session.execute(text(found)).one()) == (True, False)
