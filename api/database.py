"""The database: one engine, one transaction per request, notices to other processes."""

import asyncio
import select
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Annotated, Any, ClassVar, TypeVar

import anyio
import psycopg
from fastapi import Depends, Request
from sqlalchemy import DateTime, Engine, LargeBinary, MetaData, Text, create_engine, event, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from starlette.concurrency import run_in_threadpool

Result = TypeVar("Result")
CHANNEL = "madoguchi"
TOPICS = "topics"
"""Of a session's `info`: what its transaction will tell, in one statement."""
_NOTIFY = text("SELECT pg_notify(:channel, topic) FROM unnest(CAST(:topics AS text[])) AS topic")
ADMITTED = 32
"""Requests at a time that may hold a connection."""
THREADS = 16
"""Threads for what is no request's transaction: turns, streams, tasks. Each holds one connection at most."""
POOL, MORE = 20, 40
"""Connections that are kept, and how many more may be opened: enough for all of these and Rasa's calls."""
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


def make_engine(url: str) -> Engine:
    """Return an engine for a `postgresql://` address, spoken to with psycopg."""
    _, _, rest = url.partition("://")
    engine = create_engine(f"postgresql+psycopg://{rest}", pool_size=POOL, max_overflow=MORE)
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


def topics_taken(session: Session) -> list[str]:
    """Return what the transaction would tell at its end; the caller tells it, in a statement of its own."""
    return sorted(session.info.pop(TOPICS, ()))


@event.listens_for(Session, "before_commit")
def _send_topics(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(TOPICS):
        return
    session.connection().execute(_NOTIFY, {"channel": CHANNEL, "topics": topics_taken(session)})


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


async def in_transaction(sessions: sessionmaker[Session], work: Callable[[Session], Result]) -> Result:
    """Run `work` in a transaction of its own, on one thread from beginning to end."""
    return await asyncio.to_thread(_run, transaction, sessions, work)


async def in_autocommit(sessions: sessionmaker[Session], work: Callable[[Session], Result]) -> Result:
    """Run `work` where each statement is its own transaction, on one thread from beginning to end."""
    return await asyncio.to_thread(_run, autocommit, sessions, work)


def _run(
    opened: Callable[[sessionmaker[Session]], AbstractContextManager[Session]],
    sessions: sessionmaker[Session],
    work: Callable[[Session], Result],
) -> Result:
    with opened(sessions) as session:
        return work(session)


async def request_session(request: Request) -> AsyncIterator[Session]:
    """Give a request its one transaction; it commits before the response is sent.

    No more requests begin than can go on: one that held a connection while it waited for a thread, and a
    thread that waited for a connection, would wait for each other.
    """
    async with request.app.state.admitted:
        session = request.app.state.house.sessions()
        try:
            yield session
        except BaseException:
            # The error's page still names the member of staff: a roll-back would empty what was loaded.
            session.expunge_all()
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(session.close)
            raise
        await run_in_threadpool(_commit, session)


def _commit(session: Session) -> None:
    with session:
        session.commit()


Transaction = Annotated[Session, Depends(request_session, scope="function")]
