"""What a load brings: the promised amounts, a believable mix of ends, and figures that order as they must."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from api.accounts.models import Account
from api.chat.models import Conversation, HandOff, Message
from api.episodes.labels import Label
from api.episodes.ledger import Kind
from api.episodes.models import Fact
from api.episodes.summary import EpisodeSummary
from api.faqs.models import Faq, FaqVersion
from api.inquiries.models import Import, Inquiry, VaultText
from api.metrics.filters import scope
from api.metrics.loading import load_episodes
from api.metrics.periods import period_of
from api.outcomes.refreshing import catch_up
from api.sample.command import load_command
from api.sample.written import read_inquiries
from api.staff.models import Staff
from api.staff.store import staff_by_password


@pytest.fixture
def look(sample_house):
    with sample_house.house.sessions() as opened:
        yield opened


@pytest.fixture(scope="module")
def episodes(sample_house) -> list[EpisodeSummary]:
    house = sample_house.house
    now, settings = house.clock(), house.settings
    period = period_of(None, None, days=90, now=now, zone=settings.zone)
    with house.sessions() as session:
        catch_up(session, house)
        return load_episodes(session, scope(period), now=now)


def count(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def test_a_load_brings_the_promised_amounts(look):
    assert count(look, Inquiry) == 1650
    assert count(look, VaultText) == 1650
    assert count(look, Faq) == 25
    assert count(look, Account) == 40
    assert look.scalar(select(func.count(Staff.id)).where(Staff.sample)) == 5
    assert 850 <= count(look, Conversation) <= 950
    assert look.scalar(select(Import.kept).where(Import.name == "sample")) == 1650


def test_everybody_of_the_sample_can_sign_in(look):
    assert staff_by_password(look, "sato@hinata.example", "madoguchi").name == "佐藤 美咲"


def test_ends_are_mixed_as_in_a_support_that_works(episodes):
    labels = Counter(episode.label for episode in episodes)
    share = {label: n / len(episodes) for label, n in labels.items()}
    assert share[Label.CONFIRMED] == pytest.approx(0.24, abs=0.03)
    assert share[Label.ASSUMED] == pytest.approx(0.22, abs=0.03)
    assert share[Label.ABANDONED] == pytest.approx(0.14, abs=0.03)
    assert share[Label.ESCALATED] == pytest.approx(0.30, abs=0.03)
    assert share[Label.SOCIAL] == pytest.approx(0.06, abs=0.02)
    assert share[Label.BLOCKED] == pytest.approx(0.02, abs=0.01)
    assert 3 <= labels[Label.PENDING] <= 20


def test_thanks_and_greetings_are_nobodys_unanswered_question(look, episodes):
    courtesies = {one.text for one in read_inquiries() if one.small_talk}
    assert {"ありがとうございました！", "こんにちは"} < courtesies
    asked = look.execute(select(Message.episode_id, Message.text).where(Message.seq == 1)).all()
    eligible = {episode.id for episode in episodes if episode.eligible}
    assert [text for id, text in asked if id in eligible and text in courtesies] == []


def test_verified_is_less_than_claimed_and_claimed_less_than_containment(episodes):
    matured = [episode for episode in episodes if episode.matured and episode.eligible]
    contained = sum(episode.label is not Label.ESCALATED for episode in matured)
    claimed = sum(episode.claimed for episode in matured)
    verified = sum(episode.claimed and not episode.recontacted for episode in matured)
    assert verified < claimed < contained
    assert 0.02 <= (claimed - verified) / len(matured) <= 0.08


def test_nine_in_ten_hand_offs_were_replied_to(episodes):
    closed = [h for episode in episodes for h in episode.hand_offs if h.closed_at is not None]
    assert sum(h.replied_at is not None for h in closed) / len(closed) == pytest.approx(0.9, abs=0.05)


def test_three_customers_wait_for_a_person_right_now(sample_house, look):
    waiting = look.scalars(select(HandOff).where(HandOff.closed_at.is_(None))).all()
    assert len(waiting) == 3
    assert all(sample_house.house.clock() - one.requested_at < timedelta(hours=1) for one in waiting)


def test_nothing_is_dated_ahead_of_now(sample_house, look):
    now = sample_house.house.clock()
    for moment in (Inquiry.received_at, Message.created_at, Fact.at, FaqVersion.created_at):
        assert look.scalar(select(func.max(moment))) <= now


def test_an_answer_is_shown_only_once_its_version_exists(look):
    written = dict(look.execute(select(FaqVersion.id, FaqVersion.created_at)).all())
    shown = look.execute(select(Fact.payload, Fact.at).where(Fact.kind == Kind.ANSWER_SHOWN)).all()
    assert len(shown) > 400
    assert all(written[payload["version_id"]] < at for payload, at in shown)


def test_messages_are_numbered_without_gaps_in_the_order_of_their_times(look):
    rows = look.execute(
        select(Message.conversation_id, Message.seq, Message.created_at).order_by(
            Message.conversation_id, Message.seq
        )
    ).all()
    before: dict[str, tuple[int, object]] = {}
    for conversation_id, seq, at in rows:
        last_seq, last_at = before.get(conversation_id, (0, at))
        assert seq == last_seq + 1
        assert at >= last_at
        before[conversation_id] = (seq, at)
    assert dict(look.execute(select(Conversation.id, Conversation.last_seq)).all()) == {
        id: seq for id, (seq, _) in before.items()
    }


def test_every_row_says_that_it_is_sample(look):
    for table in (Inquiry, Conversation, Faq, Account):
        assert look.scalar(select(func.count()).select_from(table).where(~table.sample)) == 0


def test_loading_again_changes_nothing(sample_house, look):
    before = [count(look, table) for table in (Inquiry, Conversation, Fact, Faq, Staff)]
    assert load_command(sample_house.house, once=False) == 0
    assert load_command(sample_house.house, once=True) == 0
    look.rollback()
    assert before == [count(look, table) for table in (Inquiry, Conversation, Fact, Faq, Staff)]
