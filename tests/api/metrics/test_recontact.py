"""Who comes back about the same thing takes the credit back."""

from datetime import timedelta

import numpy as np
import pytest

from api.candidates.models import Candidate, Cluster, ClusterMember, ClusterRun
from api.faqs.models import Faq
from tests.api.metrics.stories import keep_vector

DIMENSION = 384


def verified(dashboard) -> tuple[int, int]:
    figure = dashboard.figures["verified_deflection"]
    return figure.numerator, figure.denominator


def test_without_a_return_the_credit_stays(telling, long_ago, look):
    with telling() as stories:
        stories.episode(long_ago).asks().answered(1).says("solved")
    assert verified(look()) == (1, 1)


@pytest.mark.parametrize("channel", ["widget", "mail"])
def test_the_same_faq_within_the_window_takes_it_back_in_any_channel(telling, long_ago, look, channel):
    with telling() as stories:
        hanako = stories.contact()
        stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
        stories.episode(long_ago + timedelta(days=6), contact=hanako, channel=channel).asks().answered(
            1
        ).expired()
    found = look()
    assert verified(found) == (1, 2)
    assert found.figures["claimed_deflection"].numerator == 2
    assert found.figures["recontact"].numerator == 1
    assert found.figures["false_deflection"].numerator == 1


def test_the_return_counts_even_after_the_period_has_ended(telling, long_ago, house, clock, sign_in):
    with telling() as stories:
        hanako = stories.contact()
        stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
        stories.episode(long_ago + timedelta(days=5), contact=hanako).asks().answered(1).says("solved")
    day = long_ago.astimezone(house.settings.zone).date()
    found = sign_in("mori").get(f"/api/metrics?from={day}&to={day}").json()
    figures = {figure["slug"]: figure for figure in found["metrics"]}
    assert found["episodes"] == 1
    assert figures["verified_deflection"]["numerator"] == 0
    assert figures["claimed_deflection"]["numerator"] == 1


@pytest.mark.parametrize(
    ("days", "faq", "same_contact"),
    [(8, 1, True), (3, 2, True), (3, 1, False)],
    ids=["after the window", "another topic", "another contact"],
)
def test_other_episodes_take_nothing_back(telling, long_ago, look, days, faq, same_contact):
    with telling() as stories:
        hanako = stories.contact()
        stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
        later = stories.episode(
            long_ago + timedelta(days=days), contact=hanako if same_contact else stories.contact("次郎")
        )
        later.asks().answered(faq).says("solved", faq)
    assert verified(look()) == (2, 2)


def test_thanks_are_no_return(telling, long_ago, look):
    with telling() as stories:
        hanako = stories.contact()
        stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
        thanks = stories.episode(long_ago + timedelta(days=1), contact=hanako).asks("ありがとう").chatted()
        thanks.inquiry("ありがとう")
    assert verified(look()) == (1, 1)


def test_reaching_a_person_is_false_deflection_but_not_re_contact_when_the_topic_differs(
    telling, long_ago, look
):
    with telling() as stories:
        hanako = stories.contact()
        stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
        stories.episode(long_ago + timedelta(days=2), contact=hanako).asks().person().helped()
    found = look()
    assert verified(found) == (1, 2)
    assert found.figures["recontact"].numerator == 0
    assert found.figures["false_deflection"].numerator == 1


def test_the_same_cluster_is_the_same_topic(telling, long_ago, look):
    with telling() as stories:
        session = stories.session
        run = ClusterRun(model_id="m")
        session.add(run)
        session.flush()
        cluster = Cluster(
            run_id=run.id, language="ja", size=2, tightness=1, representative="領収書", keywords=[]
        )
        session.add(cluster)
        session.flush()
        hanako = stories.contact()
        first = stories.episode(long_ago, contact=hanako).asks().answered(1)
        again = stories.episode(long_ago + timedelta(days=2), contact=hanako).asks().nothing()
        for story, text in ((first, "領収書がほしい"), (again, "領収書の再発行")):
            member = story.inquiry(text)
            session.add(ClusterMember(inquiry_id=member.id, cluster_id=cluster.id, strength=1))
    assert look().figures["recontact"].numerator == 1


def test_a_cluster_linked_to_the_faq_is_the_same_topic(telling, long_ago, look):
    with telling() as stories:
        session = stories.session
        faq, run = Faq(), ClusterRun(model_id="m")
        session.add_all([faq, run])
        session.flush()
        cluster = Cluster(
            run_id=run.id, language="ja", size=1, tightness=1, representative="領収書", keywords=[]
        )
        session.add(cluster)
        session.flush()
        session.add(Candidate(cluster_id=cluster.id, state="approved", faq_id=faq.id))
        hanako = stories.contact()
        stories.episode(long_ago, contact=hanako).asks().answered(faq.id)
        member = (
            stories.episode(long_ago + timedelta(days=2), contact=hanako).asks().inquiry("領収書の再発行")
        )
        session.add(ClusterMember(inquiry_id=member.id, cluster_id=cluster.id, strength=1))
    assert look().figures["recontact"].numerator == 1


@pytest.mark.parametrize(("angle", "back"), [(0.3, 1), (2.0, 0)], ids=["alike", "unlike"])
def test_texts_alike_by_their_vectors_are_the_same_topic(telling, long_ago, look, house, angle, back):
    model_id = house.embedder.model_id
    noise = np.random.default_rng(5)
    # Like e5: every vector shares one large direction, so the cosine before centring is high for all.
    shared = np.zeros(DIMENSION)
    shared[0] = 3
    one, side = np.eye(DIMENSION)[1], np.eye(DIMENSION)[2]
    other = np.cos(angle) * one + np.sin(angle) * side
    with telling() as stories:
        for i in range(80):
            keep_vector(stories.session, f"corpus-{i}", shared + noise.normal(size=DIMENSION) / 20, model_id)
        hanako = stories.contact()
        first = stories.episode(long_ago, contact=hanako).asks().answered(1)
        first.inquiry("領収書がほしい", shared + one, model_id)
        again = stories.episode(long_ago + timedelta(days=2), contact=hanako).asks().nothing()
        again.inquiry("レシートを送って", shared + other, model_id)
    assert look().figures["recontact"].numerator == back
