"""The verified rate, corrected by what those said who were asked later."""

from datetime import timedelta

import pytest

from api.episodes.ledger import Kind
from api.metrics.followed.estimate import Followed


def read(person, **query) -> dict:
    answer = person.get("/api/metrics/followed", params={"days": 60} | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_silent_are_counted_by_the_share_of_those_who_answered():
    found = Followed(eligible=200, confirmed=40, assumed=80, asked=80, yes=24, no=8)
    # 24 said yes, 8 no; of the other 48 three quarters are taken to be solved.
    assert found.value == pytest.approx((40 + 24 + 36) / 200)
    low, high = found.interval
    assert low < found.value < high
    # As uncertain as a rate of 200 at least, and more by the sample.
    assert high - low > 0.138


def test_when_all_silent_ones_answer_nothing_but_the_rate_is_uncertain():
    found = Followed(eligible=200, confirmed=40, assumed=32, asked=32, yes=24, no=8)
    assert found.value == pytest.approx(64 / 200)
    assert found.interval[1] - found.interval[0] == pytest.approx(0.128, abs=0.003)


def test_few_answers_correct_nothing():
    assert Followed(eligible=200, confirmed=40, assumed=80, asked=20, yes=9, no=0).value is None


def test_the_ledger_is_counted(sign_in, telling, long_ago):
    with telling() as stories:
        for n in range(40):
            story = stories.episode(long_ago).asks().answered().expired()
            if n < 24:
                story.fact(Kind.FOLLOW_UP_ASKED, share=0.5)
            if n < 16:
                story.fact(Kind.FOLLOW_UP_GIVEN, value="not_solved" if n < 4 else "solved")
        for _ in range(10):
            stories.episode(long_ago).asks().answered().says("solved")
            stories.episode(long_ago).asks().nothing().expired()
        # Calls are no episodes of the widget, and this one has not matured.
        stories.episode(long_ago, channel="phone").asks().fact(Kind.AGENT_REPLIED, staff_id=1)
        stories.episode(long_ago + timedelta(days=27)).asks().answered().expired()
    found = read(sign_in("mori"))
    assert {key: found[key] for key in ("eligible", "confirmed", "assumed", "asked", "yes", "no")} == {
        "eligible": 60,
        "confirmed": 10,
        "assumed": 40,
        "asked": 24,
        "yes": 12,
        "no": 4,
    }
    assert found["value"] == pytest.approx((10 + 12 + 24 * 0.75) / 60)
