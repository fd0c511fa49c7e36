"""Every term of the freed hours."""

import pytest


def test_the_setting_stands_in_until_five_hand_offs_are_measured(telling, long_ago, look, house):
    with telling() as stories:
        for _ in range(3):
            stories.episode(long_ago).asks().answered(1).says("solved")
    found = look().freed
    assert [term.source for term in found.terms] == ["setting"]
    assert found.gross == pytest.approx(3 * house.settings.default_handle_minutes / 60)


def test_a_topic_with_five_hand_offs_uses_its_own_minutes(telling, long_ago, look):
    with telling() as stories:
        for _ in range(5):
            stories.episode(long_ago).asks().answered(1).person("not_solved").helped(wait=0, minutes=4)
        for _ in range(5):
            stories.episode(long_ago).asks().answered(2).person("not_solved").helped(wait=0, minutes=12)
        stories.episode(long_ago).asks().answered(1).says("solved")
        stories.episode(long_ago).asks().answered(3).says("solved", 3)
    terms = {term.topic: term for term in look().freed.terms}
    assert (terms["faq:1"].minutes, terms["faq:1"].source) == (4, "topic")
    assert (terms["faq:3"].minutes, terms["faq:3"].source) == (8, "overall")


def test_false_deflections_cost_and_a_negative_net_is_shown_as_negative(telling, long_ago, look, sign_in):
    with telling() as stories:
        hanako = stories.contact()
        stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
        stories.episode(long_ago, contact=hanako).wait(hours=1).asks().answered(1).person().helped()
    found = look().freed
    assert found.gross == 0
    assert found.net == pytest.approx(-found.minutes / 60)
    html = sign_in("mori").get("/staff/dashboard?days=60").text
    assert 'data-metric="net_hours">− ' in html
