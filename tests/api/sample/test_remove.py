"""Taking the sample out leaves what is real, and nothing of the sample."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError

from api.accounts.models import Account
from api.candidates.models import Cluster, ClusterMember, ClusterRun
from api.chat.models import Contact, Conversation, HandOff, Message
from api.database import transaction
from api.episodes.ledger import Kind, record
from api.episodes.models import Episode, Fact
from api.faqs.drafts import Draft
from api.faqs.models import Faq, FaqVersion
from api.faqs.publishing import publish
from api.house import House
from api.inquiries.incoming import Incoming
from api.inquiries.keeping import keep
from api.inquiries.models import Inquiry, VaultText, Vector
from api.sample.command import load_command, remove_command
from api.sample.history import write_history
from api.sample.loading import load_rows
from api.sample.removing import remove_rows
from api.staff.models import Staff
from api.success.queue.models import SuccessCard, SuccessWeek

MARKED = (Staff, Account, Contact, Conversation, Episode, Inquiry, Faq)


def rows(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def add_real_rows(house: House) -> str:
    """A real FAQ, a real inquiry and a real conversation: of a contact and an account of the sample."""
    now = house.clock()
    with transaction(house.sessions) as session:
        draft = Draft(question_ja="営業時間は?", answer_ja="9時から18時です。")
        editor = session.scalar(select(Staff.id).where(Staff.sample, Staff.role == "editor"))
        publish(session, None, draft, author_id=editor, now=now)
        account = session.scalar(select(Account.id).limit(1))
        asked = Incoming(text="本物のお問い合わせです", received_at=now, account_id=account)
        keep(session, [asked], source="mail", now=now)
        contact = session.scalar(select(Contact).where(Contact.sample).limit(1))
        session.add(
            Conversation(
                id="real", contact_id=contact.id, language="ja", last_seq=0, created_at=now, updated_at=now
            )
        )
        session.flush()
        episode = Episode(conversation_id="real", contact_id=contact.id, number=1, opened_at=now)
        session.add(episode)
        session.flush()
        record(session, episode.id, Kind.MESSAGE_RECEIVED, at=now, key="real", message_id=0, seq=1)
        return contact.name or ""


@pytest.fixture
def removed(house) -> House:
    """A house whose sample came, met real rows, and went."""
    with transaction(house.sessions) as session:
        load_rows(session, house)
        write_history(session, house)
        key = session.scalar(select(Inquiry.text_key).limit(1))
        session.add(Vector(text_key=key, model_id="test", vector=b""))
        inquiry = session.scalar(select(Inquiry.id).where(Inquiry.text_key == key).limit(1))
        run = ClusterRun(model_id="test", finished_at=house.clock())
        session.add(run)
        session.flush()
        cluster = Cluster(
            run_id=run.id, language="ja", size=1, tightness=1.0, representative="x", keywords=[]
        )
        session.add(cluster)
        session.flush()
        session.add(ClusterMember(inquiry_id=inquiry, cluster_id=cluster.id, strength=1.0))
    add_real_rows(house)
    with transaction(house.sessions) as session:
        remove_rows(session)
    return house


def test_no_row_of_the_sample_is_left(removed, session):
    for table in MARKED:
        assert session.scalar(select(func.count()).select_from(table).where(table.sample)) == 0
    gone = (Message, HandOff, Vector, Cluster, ClusterRun, SuccessWeek, SuccessCard)
    assert [rows(session, table) for table in gone] == [0] * len(gone)


def test_real_rows_stay_even_where_they_touch_the_sample(removed, session):
    inquiry = session.scalars(select(Inquiry)).one()
    assert (inquiry.text, inquiry.account_id) == ("本物のお問い合わせです", None)
    assert rows(session, VaultText) == 1
    version = session.scalars(select(FaqVersion)).one()
    assert (version.question_ja, version.author_id) == ("営業時間は?", None)
    assert session.scalars(select(Conversation.id)).all() == ["real"]
    assert rows(session, Episode) == rows(session, Fact) == rows(session, Contact) == 1
    assert rows(session, Staff) == 5


def test_the_ledger_is_append_only_again_afterwards(removed, session):
    fact = session.scalars(select(Fact)).one()
    session.delete(fact)
    with pytest.raises(ProgrammingError, match="append-only"):
        session.flush()


def test_a_removed_sample_comes_back_only_when_asked_for(removed, session):
    assert load_command(removed, once=True) == 0
    assert rows(session, Inquiry) == 1


def test_removing_what_is_not_there_changes_nothing(house, session):
    assert remove_command(house) == 0
    assert rows(session, Staff) == 5
