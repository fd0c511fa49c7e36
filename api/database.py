"""The database: one engine, one transaction per request, notices to other processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, ClassVar

from fastapi import Depends, Request
from sqlalchemy import DateTime, Engine, LargeBinary, MetaData, Text, create_engine, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

CHANNEL = "madoguchi"


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


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """Return an engine for a `postgresql://` address, spoken to with psycopg."""
    _, _, rest = url.partition("://")
    return create_engine(
        f"postgresql+psycopg://{rest}", pool_size=pool_size, max_overflow=10, pool_pre_ping=True
    )


def notify(session: Session, topic: str) -> None:
    """Tell every process that `topic` changed, once this transaction commits.

    Topics: `conversation:<id>`, `turns`, `inbox`, `faqs`, `candidates`, `calibrations`.
    """
    session.execute(text("SELECT pg_notify(:channel, :topic)"), {"channel": CHANNEL, "topic": topic})


@contextmanager
def transaction(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """Open a session, commit at the end, roll back on an error."""
    with sessions() as session, session.begin():
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
