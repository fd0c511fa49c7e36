"""A small world: what the product says of it adds up, and the flattering figures flatter."""

from datetime import UTC, datetime

import pytest

from api.settings import ROOT
from faq_clustering.embedding import load_embedder
from tests.benchmarks.honesty.asgi import in_one_loop
from tests.benchmarks.honesty.run import measure, setting
from tests.benchmarks.honesty.world import people_of, world_of

MODEL = ROOT / "models" / "multilingual-e5-small"


@pytest.fixture(scope="module")
def measured(postgres):
    def play():
        with setting(postgres, load_embedder(str(MODEL))) as given:
            return measure(given, world_of(1, people=30))

    return in_one_loop(play)


def test_every_episode_is_counted_and_the_truth_is_below_what_flatters(measured):
    figures = measured["figures"]
    assert measured["episodes"] >= 30
    assert measured["eligible"] >= measured["episodes"]
    truth = figures["containment"]["truth"]
    assert 0 < truth < figures["containment"]["value"]
    assert figures["verified_3"]["value"] <= figures["verified_1"]["value"]
    assert figures["verified_1"]["value"] <= figures["claimed_deflection"]["value"] + 0.1


def test_some_were_held_out_and_some_were_asked_later(measured):
    assert measured["held_out"] > 0
    assert measured["with_bot"] > measured["held_out"]
    assert measured["asked_later"] > 0


def test_the_same_seed_is_the_same_world():

    texts = {"a": list("あいうえ"), "b": list("かきくけ")}
    one, other = (
        people_of(world_of(3, 20), frozenset("a"), texts, datetime(2026, 6, 1, tzinfo=UTC)) for _ in range(2)
    )
    assert [p.problems[0].words for p in one] == [p.problems[0].words for p in other]
    assert world_of(3, 20) != world_of(4, 20)
