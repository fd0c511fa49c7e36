"""A role of the application's own writes and reads facts, and changes, deletes, truncates none."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import sessionmaker

from api.chat.models import Conversation
from api.database import make_engine, transaction
from api.episodes.ledger import facts_of
from api.migrate import grant_to
from tests.api.metrics.stories import Stories


@pytest.fixture
def theirs(house) -> Iterator[sessionmaker]:
    """Sessions of a role that owns nothing."""
    role = f"app_{uuid4().hex[:8]}"
    with house.engine.begin() as owner:
        owner.execute(text(f"CREATE ROLE {role} LOGIN"))
    grant_to(house.engine, role)
    engine = make_engine(house.database_url.replace("postgres@", f"{role}@"))
    yield sessionmaker(engine, info=house.sessions.kw["info"], expire_on_commit=False)
    engine.dispose()
    with house.engine.begin() as owner:
        owner.execute(text(f"DROP OWNED BY {role}"))
        owner.execute(text(f"DROP ROLE {role}"))


def test_it_writes_and_reads_facts_but_changes_none(theirs, clock):
    with transaction(theirs) as session:
        hanako = Stories(session).episode(clock()).asks().answered()
    for change in ("UPDATE facts SET kind = 'csat_given'", "DELETE FROM facts", "TRUNCATE facts CASCADE"):
        with transaction(theirs) as session:
            session.execute(text("SET LOCAL madoguchi.erasing = 'on'"))
            with pytest.raises(ProgrammingError, match="permission denied"), session.begin_nested():
                session.execute(text(change))
    with transaction(theirs) as session:
        assert len(facts_of(session, hanako.id)) == 2


def test_erasing_a_conversation_still_takes_its_facts_along(theirs, clock):
    with transaction(theirs) as session:
        hanako = Stories(session).episode(clock()).asks().answered()
    with transaction(theirs) as session:
        session.execute(text("SET LOCAL madoguchi.erasing = 'on'"))
        session.execute(delete(Conversation).where(Conversation.id == hanako.episode.conversation_id))
    with transaction(theirs) as session:
        assert facts_of(session, hanako.id) == []
