"""What became of the topics since the run before, and what the last run suggests."""

import pytest
from sqlalchemy import select

from api.candidates.clustering import cluster_now
from api.candidates.constraint_store import keep_apart, keep_together, undo_constraint
from api.candidates.models import (
    AlikeTopics,
    Candidate,
    ClusterMember,
    ClusterRun,
    DivisibleTopic,
    RememberedTopic,
    TopicChange,
)
from api.database import transaction
from api.inquiries.models import Inquiry
from api.staff.models import Staff
from tests.api.candidates.asked import TOPICS, cluster_of, receive


@pytest.fixture
def suzuki(sign_in):
    return sign_in("suzuki")


def by(session):
    return session.scalars(select(Staff.id).where(Staff.email == "suzuki@example.com")).one()


def tie(house, *topics):
    """Have staff say that each of these groups is one topic."""
    with transaction(house.sessions) as writing:
        return [keep_together(writing, ids, by=by(writing), now=house.clock()).id for ids in topics]


def changes(session):
    last = select(ClusterRun.id).order_by(ClusterRun.id.desc()).limit(1).scalar_subquery()
    found = session.scalars(select(TopicChange).where(TopicChange.run_id == last)).all()
    return {change.cluster_id: change for change in found}


def test_the_first_run_has_no_news(house, session, received, suzuki):
    cluster_now(house)
    assert changes(session) == {}
    assert "前回から" not in suzuki.get("/staff/candidates").text


def test_a_merge_is_told_with_its_figures_and_linked(house, session, received, suzuki):
    tie(house, *received.values())
    cluster_now(house)
    (password,) = cluster_of(session, received["password"])
    (invoice,) = cluster_of(session, received["invoice"])
    tie(house, [*received["password"], *received["invoice"]])
    cluster_now(house)
    (one,) = cluster_of(session, received["invoice"])
    (other,) = {password, invoice} - {one}
    found = changes(session)
    assert {id_: change.kind for id_, change in found.items()} == {one: "merged", other: "merged"}
    assert (found[one].before, found[one].after) == (8, 16)
    assert found[one].came_from == [[other, 8]]
    assert found[other].went_to == [[one, 8]]
    page = suzuki.get("/staff/candidates").text
    candidate = session.scalars(select(Candidate.id).where(Candidate.cluster_id == one)).one()
    news = page[page.index("前回から") : page.index("</section>")]
    assert "統合 <strong>1件</strong>" in news
    assert f'href="/staff/candidates/{candidate}"' in news
    assert "8件 → 16件" in news
    assert 'class="badge change merged" title="8件 → 16件' in page
    assert "統合" in suzuki.get(f"/staff/candidates/{candidate}").text


def test_what_is_new_and_what_has_grown_is_told(house, session, received, suzuki):
    tie(house, *received.values())
    cluster_now(house)
    (password,) = cluster_of(session, received["password"])
    ids = receive(
        house,
        ["有給休暇の残り日数を知りたい", "有給の残日数はどこで見られますか", "年休の残り日数を確認したい"],
    )
    more = receive(house, [f"{text}!" for text in TOPICS["password"][:6]])
    tie(house, ids, [*received["password"], *more])
    cluster_now(house)
    (new,) = cluster_of(session, ids)
    kinds = {id_: change.kind for id_, change in changes(session).items()}
    assert kinds[new] == "new"
    assert kinds[password] == "grown"


def test_a_topic_that_was_gone_for_a_run_has_its_id_back(house, session, received):
    tie(house, *received.values())
    cluster_now(house)
    before = {topic: cluster_of(session, ids) for topic, ids in received.items()}
    (merge,) = tie(house, [*received["password"], *received["invoice"]])
    assert cluster_now(house).gone == 1
    with transaction(house.sessions) as writing:
        undo_constraint(writing, merge, now=house.clock())
        keep_apart(writing, received["password"], received["invoice"], by=by(writing), now=house.clock())
    assert cluster_now(house).returned == 1
    assert {topic: cluster_of(session, ids) for topic, ids in received.items()} == before
    assert "returned" in {change.kind for change in changes(session).values()}


def test_a_memory_does_not_outlive_its_inquiries(house, session, received):
    tie(house, *received.values())
    cluster_now(house)
    tie(house, [*received["password"], *received["invoice"]])
    cluster_now(house)
    remembered = set(session.scalars(select(RememberedTopic.inquiry_id)))
    assert remembered in (set(received["password"]), set(received["invoice"]))
    with transaction(house.sessions) as writing:
        for inquiry in writing.scalars(select(Inquiry).where(Inquiry.id.in_(remembered))):
            writing.delete(inquiry)
    cluster_now(house)
    session.expire_all()
    assert session.scalars(select(RememberedTopic)).all() == []


@pytest.fixture
def suggested(house, session, password, invoice):
    """Two candidates that may be one topic, the first of which may be two itself."""
    with transaction(house.sessions) as writing:
        run = writing.scalars(select(ClusterRun)).first().id
        left, right = writing.get(Candidate, password).cluster_id, writing.get(Candidate, invoice).cluster_id
        members = list(
            writing.scalars(select(ClusterMember.inquiry_id).where(ClusterMember.cluster_id == left))
        )
        writing.add(AlikeTopics(run_id=run, cluster_id=left, other_id=right, cosine=0.712, shared=0.43))
        writing.add(
            DivisibleTopic(run_id=run, cluster_id=left, cosine=0.38, parts=[members[:2], members[2:]])
        )
    return members


def test_a_candidate_says_what_it_may_be_the_same_as_and_why(suzuki, suggested, password, invoice):
    for this, other in ((password, invoice), (invoice, password)):
        page = suzuki.get(f"/staff/candidates/{this}").text
        assert "同じ話題かもしれません" in page
        assert f'href="/staff/candidates/{other}"' in page
        assert "意味の近さ 0.71" in page
        assert "43 % が共通" in page


def test_a_candidate_says_that_it_may_be_two_with_an_example_of_each(suzuki, suggested, password, session):
    page = suzuki.get(f"/staff/candidates/{password}").text
    section = page[page.index("2つの話題かもしれません") :]
    section = section[: section.index("</section>")]
    assert "0.38" in section
    for example in (session.get(Inquiry, suggested[0]), session.get(Inquiry, suggested[2])):
        assert example.text in section
    assert "このような問い合わせ 4件" in section


def test_a_division_of_which_one_part_was_erased_is_not_offered(house, suzuki, suggested, password):
    with transaction(house.sessions) as writing:
        for inquiry in writing.scalars(select(Inquiry).where(Inquiry.id.in_(suggested[:2]))):
            writing.delete(inquiry)
    assert "話題かもしれません" not in suzuki.get(f"/staff/candidates/{password}").text.replace(
        "同じ話題", ""
    )


def test_suggestions_of_an_older_run_are_gone_with_the_next(house, session, suggested):
    cluster_now(house)
    session.expire_all()
    newest = session.scalars(select(ClusterRun.id).order_by(ClusterRun.id.desc())).first()
    assert {row.run_id for row in session.scalars(select(AlikeTopics))} <= {newest}
    assert {row.run_id for row in session.scalars(select(DivisibleTopic))} <= {newest}
