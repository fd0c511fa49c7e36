"""How quickly the bot and people replied, and how long people worked."""

from datetime import timedelta

from api.episodes.ledger import Kind


def test_each_hand_off_is_timed_and_an_unanswered_one_counts_against_the_answer_rate(telling, long_ago, look):
    with telling() as stories:
        stories.episode(long_ago).asks().person().helped(wait=40)
        stories.episode(long_ago).asks().person().helped(wait=200)
        stories.episode(long_ago).asks().person()
    figures = look().figures
    assert (figures["answer_rate"].numerator, figures["answer_rate"].denominator) == (2, 3)
    assert (figures["service_level"].numerator, figures["service_level"].denominator) == (1, 3)
    assert figures["first_response_human"].p50 == 120
    assert figures["first_response_human"].p90 == 184


def test_two_hand_offs_of_one_episode_are_two(telling, long_ago, look):
    with telling() as stories:
        story = stories.episode(long_ago).asks().person()
        story.wait(seconds=5).fact(Kind.AGENT_RELEASED, staff_id=None)
        story.wait(minutes=5).person("not_solved").helped(wait=10)
    found = look()
    assert (found.figures["answer_rate"].numerator, found.figures["answer_rate"].denominator) == (1, 2)
    assert found.reasons == (("customer_request", 1),)


def test_silence_over_five_minutes_is_not_work(telling, long_ago, look):
    with telling() as stories:
        story = stories.episode(long_ago).asks().person()
        story.wait(seconds=10).fact(Kind.AGENT_CLAIMED, staff_id=1)
        story.wait(seconds=60).fact(Kind.AGENT_REPLIED, staff_id=1, message_id=1)
        story.wait(hours=2).fact(Kind.CONVERSATION_RESOLVED, by=1)
    assert look().figures["handle_time"].mean == 60 + 300


def test_the_bots_first_reply_is_timed_from_the_first_message(telling, long_ago, look):
    with telling() as stories:
        stories.episode(long_ago).asks().answered(seconds=3).asks().answered(seconds=50)
        stories.episode(long_ago).asks().person()
    figure = look().figures["first_response_bot"]
    assert (figure.denominator, figure.p50) == (1, 3)


def test_a_reaction_belongs_to_the_answer_it_names_and_the_last_one_stands(telling, long_ago, look):
    with telling() as stories:
        story = stories.episode(long_ago).asks().answered(1).says("not_solved", 1).asks().answered(2)
        story.says("solved", 2)
        stories.episode(long_ago).asks().answered(3)
    figures = look().figures
    assert (figures["reaction_rate"].numerator, figures["reaction_rate"].denominator) == (2, 3)
    assert (figures["confirmed_precision"].numerator, figures["confirmed_precision"].denominator) == (1, 2)


def test_satisfaction_of_bot_and_people_is_never_mixed(telling, long_ago, look):
    with telling() as stories:
        stories.episode(long_ago).asks().answered().says("solved").rated(5)
        stories.episode(long_ago).asks().answered().says("solved").rated(3)
        stories.episode(long_ago).asks().person().helped().rated(4, "agent")
    figures = look().figures
    assert (figures["csat_bot"].numerator, figures["csat_bot"].denominator) == (1, 2)
    assert (figures["csat_agent"].numerator, figures["csat_agent"].denominator) == (1, 1)


def test_a_person_who_steps_in_unasked_is_a_reason_of_its_own(telling, long_ago, look):
    with telling() as stories:
        stories.episode(long_ago + timedelta(hours=1)).asks().fact(
            Kind.AGENT_REPLIED, staff_id=1, message_id=0
        )
    assert look().reasons == (("stepped_in", 1),)


def test_work_counts_under_every_claim_of_a_hand_off_and_not_between_them(telling, long_ago, look):
    with telling() as stories:
        story = stories.episode(long_ago).asks().person()
        story.fact(Kind.AGENT_CLAIMED, staff_id=1).wait(seconds=30).fact(Kind.AGENT_RELEASED, staff_id=1)
        story.wait(seconds=100).fact(Kind.AGENT_CLAIMED, staff_id=2)
        story.wait(seconds=50).fact(Kind.CONVERSATION_RESOLVED, by=2)
        stories.episode(long_ago).asks().person().fact(Kind.AGENT_CLAIMED, staff_id=1)
    figure = look().figures["handle_time"]
    assert (figure.mean, figure.denominator) == (80, 1)
