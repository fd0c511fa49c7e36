"""The database: one engine, one transaction per request, notices to other processes."""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, ClassVar

import psycopg
from fastapi import Depends, Request
from sqlalchemy import DateTime, Engine, LargeBinary, MetaData, Text, create_engine, event, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

CHANNEL = "madoguchi"
TOPICS = "topics"
"""Of a session's `info`: what its transaction will tell, in one statement."""
_NOTIFY = text("SELECT pg_notify(:channel, topic) FROM unnest(CAST(:topics AS text[])) AS topic")
IDLE = 10.0
"""Seconds after which a connection is asked whether it is still there."""


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        list[str]: ARRAY(Text),
        bytes: LargeBinary,
    }


def make_engine(url: str, *, pool_size: int = 20) -> Engine:
    """Return an engine for a `postgresql://` address, spoken to with psycopg."""
    _, _, rest = url.partition("://")
    engine = create_engine(f"postgresql+psycopg://{rest}", pool_size=pool_size, max_overflow=40)
    event.listen(engine, "checkout", _replace_if_gone)
    event.listen(engine, "checkin", _note_time)
    return engine


def _replace_if_gone(connection: psycopg.Connection, entry: ConnectionPoolEntry, _: object) -> None:
    """Let the pool replace its connections if this one is dead.

    A server that ends closes its sockets, and a closed socket has something to be read: to see that costs
    no round trip. Only who has been idle, or has something to say, is asked.
    """
    used_at = entry.info.get("used_at")
    if used_at is None or (time.monotonic() - used_at < IDLE and _is_silent(connection)):
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def _is_silent(connection: psycopg.Connection) -> bool:
    if connection.closed:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)


def _note_time(_: object, entry: ConnectionPoolEntry) -> None:
    entry.info["used_at"] = time.monotonic()


def notify(session: Session, topic: str) -> None:
    """Tell every process that `topic` changed, once this transaction commits.

    Topics: `conversation:<id>`, `turns`, `inbox`, `faqs`, `candidates`, `calibrations`.
    """
    session.info.setdefault(TOPICS, set()).add(topic)


@event.listens_for(Session, "before_commit")
def _send_topics(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(TOPICS):
        return
    session.execute(_NOTIFY, {"channel": CHANNEL, "topics": sorted(session.info.pop(TOPICS))})


@event.listens_for(Session, "after_soft_rollback")
def _forget_topics(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:
        session.info.pop(TOPICS, None)


@contextmanager
def transaction(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """Open a session, commit at the end, roll back on an error."""
    with sessions() as session, session.begin():
        yield session


@contextmanager
def autocommit(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """Open a session in which each statement is its own transaction, without the round trips of one.

    To read, or for a single write.
    """
    with sessions() as session:
        session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        yield session


def request_session(request: Request) -> Iterator[Session]:
    """Give a request its one transaction; it commits before the response is sent."""
    with transaction(request.app.state.house.sessions) as session:
        try:
            yield session
        except BaseException:
            # The error's page still names the member of staff: a roll-back would empty what was loaded.
            session.expunge_all()
            raise


Transaction = Annotated[Session, Depends(request_session, scope="function")]
