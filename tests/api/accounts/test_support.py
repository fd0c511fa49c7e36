"""Support episodes become signals by themselves, by rules that can be read."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from api.accounts.models import Account, AccountHealth, AccountSignal
from api.accounts.signals import Signal, week_of
from api.accounts.support import silences
from api.accounts.up_to_date import bring_all_up_to_date
from api.chat.models import Contact, Conversation, Message
from api.database import transaction
from api.episodes.ledger import Kind, Reason, record
from api.episodes.models import Episode

TOKYO = ZoneInfo("Asia/Tokyo")
WEEK = date(2026, 11, 23)


@pytest.fixture
def tell(house, clock, add_account):
    """Let a contact of an account have an episode with these facts: `tell(ago=2, (Kind…, payload), …)`."""
    account = add_account("みなと商会", logins=[40, 40])
    with transaction(house.sessions) as session:
        hanako = Contact(external_id="u-1", name="花子", account_id=account, created_at=clock())
        session.add(hanako)
        session.flush()
        contact = hanako.id
    numbers = iter(range(1, 100))

    def write(*facts, days: float = 2, text: str = "締め日はどこで変えますか") -> int:
        number, at = next(numbers), clock() - timedelta(days=days)
        with transaction(house.sessions) as session:
            session.add(
                Conversation(id=f"c{number}", contact_id=contact, language="ja", created_at=at, updated_at=at)
            )
            session.flush()
            episode = Episode(conversation_id=f"c{number}", contact_id=contact, number=1, opened_at=at)
            session.add(episode)
            session.flush()
            said = Message(
                conversation_id=f"c{number}",
                episode_id=episode.id,
                seq=1,
                author="customer",
                text=text,
                created_at=at,
            )
            session.add(said)
            session.flush()
            asked = (Kind.MESSAGE_RECEIVED, {"message_id": said.id, "seq": 1})
            for place, (kind, payload) in enumerate([asked, *facts]):
                record(
                    session,
                    episode.id,
                    kind,
                    at=at + timedelta(seconds=place),
                    key=f"{number}:{place}",
                    **payload,
                )
            return account

    return write


def signals(house, session, account: int) -> dict[str, float]:
    bring_all_up_to_date(house)
    session.expire_all()
    rows = session.execute(
        select(AccountSignal.kind, AccountSignal.value).where(AccountSignal.account_id == account)
    )
    found: dict[str, float] = {}
    for kind, value in rows:
        if kind not in ("logins", "silent"):
            found[kind] = found.get(kind, 0) + value
    return found


ANSWER = (Kind.ANSWER_SHOWN, {"message_id": 1, "faq_id": None, "version_id": None})
SOLVED = (Kind.FEEDBACK_GIVEN, {"value": "solved"})
NOT_SOLVED = (Kind.FEEDBACK_GIVEN, {"value": "not_solved"})
NOTHING = (Kind.NOTHING_FOUND, {"message_id": 1})
HANDED = (Kind.HANDOFF_REQUESTED, {"reason": Reason.CUSTOMER_REQUEST.value})
SENSITIVE = (Kind.HANDOFF_REQUESTED, {"reason": Reason.SENSITIVE_TOPIC.value})


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ([ANSWER, SOLVED], {"how_to": 1}),
        ([NOTHING], {"unresolved": 1}),
        ([ANSWER, NOT_SOLVED], {"how_to": 1, "unresolved": 1}),
        ([HANDED], {"escalated": 1}),
        ([ANSWER, SOLVED, (Kind.CSAT_GIVEN, {"rating": 2, "about": "bot"})], {"how_to": 1, "angry": 1}),
        ([ANSWER, SOLVED, (Kind.CSAT_GIVEN, {"rating": 3, "about": "bot"})], {"how_to": 1}),
        ([SENSITIVE], {"escalated": 1}),
    ],
)
def test_each_end_counts_as_what_it_says(house, session, tell, facts, counted):
    account = tell(*facts)
    assert signals(house, session, account) == counted


def test_a_complaint_in_the_policy_s_words_is_an_angry_one(house, session, tell):
    account = tell(SENSITIVE, text="対応が最悪です。責任者を出してください")
    named = {topic.slug for topic in house.policy.topics}
    wanted = {"escalated": 1, "angry": 1} if "complaint" in named else {"escalated": 1}
    assert signals(house, session, account) == wanted


def test_new_facts_reach_the_score_and_the_history_stays(house, session, tell, clock):
    account = tell(ANSWER, SOLVED)
    signals(house, session, account)
    healths = select(AccountHealth).where(AccountHealth.account_id == account).order_by(AccountHealth.week)
    before = session.scalars(healths).all()[-1].score
    seen = session.get(Account, account).facts_seen
    for _ in range(4):
        tell(NOTHING)
    assert signals(house, session, account) == {"how_to": 1, "unresolved": 4}
    rows = session.scalars(healths).all()
    assert rows[-1].score < before
    assert session.get(Account, account).facts_seen > seen
    assert rows[-1].week == week_of(clock(), house.settings.zone)
    assert [row.week for row in rows] == sorted({row.week for row in rows})
    assert all(row.score == sum(part["points"] for part in row.parts) for row in rows)


def test_who_is_quiet_and_does_not_log_in_is_silent():
    weeks = [WEEK - timedelta(weeks=ago) for ago in (5, 4, 3, 2, 1)]
    logins = dict(zip(weeks, (3, 0, 0, 0, 0), strict=True))
    assert silences(logins, {weeks[2]}, this=WEEK) == dict(
        zip([*weeks, WEEK], (0, 1, 0, 1, 2, 2), strict=True)
    )
    assert silences(logins, {weeks[2], WEEK}, this=WEEK)[WEEK] == 0
    assert silences({weeks[0]: 0}, set(), this=WEEK) == {weeks[0]: 1}
    assert silences({}, set(), this=WEEK) == {}


def test_an_account_of_which_nothing_is_known_has_no_score(house, session, add_account):
    account = add_account("だまり")
    bring_all_up_to_date(house)
    assert session.scalars(select(AccountHealth).where(AccountHealth.account_id == account)).all() == []
    assert Signal.SILENT.about.better == "less"
