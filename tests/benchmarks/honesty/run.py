"""Twenty worlds with a known truth against what the product says of them.

python -m tests.benchmarks.honesty.run [--worlds 20] [--people 750] [--out results.json]

The rules, fixed before the run: worlds 1 to 20, once each, none left out; the numbers of a world and its
people come from its seed alone; the house asks everybody later who left in silence after an answer. A world
that is in the file already is not played again, so a run that was broken off goes on.
"""

import argparse
import gc
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from api.answers.serving import Serving
from api.house import House
from api.metrics.intervals import wilson
from api.sample.written import read_faqs, read_inquiries
from api.settings import ROOT
from faq_clustering.embedding import load_embedder
from tests.benchmarks.honesty.asgi import in_one_loop
from tests.benchmarks.honesty.measuring import Measured, by_definition, figures, solved, true_effect, units
from tests.benchmarks.honesty.playing import Life
from tests.benchmarks.honesty.product import (
    DESK,
    Product,
    Remembering,
    database,
    house_over,
    publish_faqs,
)
from tests.benchmarks.honesty.world import DAYS, World, people_of, qualities_of, world_of
from tests.conftest import MovableClock, Server, running_postgres

START = datetime(2026, 6, 1, tzinfo=UTC) - timedelta(hours=9)
"""Midnight of a Monday in Tokyo."""
FEW = 4
"""A topic needs as many wordings."""
PEOPLE = 750
"""Of a world: some 940 episodes. The arithmetic then expects nineteen worlds of twenty within two points."""
FOLLOW_UP = 1.0
"""Of those who left in silence, how many are asked later: a setting of the house, the same in every world."""


@dataclass
class Setting:
    """What all worlds share: the FAQs, the index that answers, and the words people use."""

    postgres: Server
    template: str
    embedder: Any
    serving: Serving
    faq_topics: dict[int, str]
    questions: dict[str, str]
    texts: dict[str, list[str]]
    folder: Path


@contextmanager
def setting(postgres: Server, embedder: Any) -> Iterator[Setting]:
    """Publish the sample's FAQs and learn the index once.

    Half of the written inquiries are known to the product from before; people use the other half.
    """
    written = [one for one in read_inquiries() if one.topic is not None]
    texts: dict[str, list[str]] = {}
    for one in written[::2]:
        texts.setdefault(one.topic, []).append(one.text)
    texts = {topic: found for topic, found in texts.items() if len(found) >= FEW}
    remembering = Remembering(embedder)
    folder = Path(tempfile.mkdtemp(prefix="honesty-"))
    clock = MovableClock()
    clock.now = START - timedelta(days=1)
    try:
        with (
            database(postgres, "template_madoguchi") as url,
            house_over(url, clock, remembering, folder) as house,
        ):
            faq_topics = publish_faqs(house)
            product = Product(house, Serving(house))
            batch = [{"text": one.text, "id": one.key, "channel": one.channel} for one in written[1::2]]
            sent = product.web.post(
                "/api/inquiries", json={"source": "before", "inquiries": batch}, headers=DESK
            )
            assert sent.status_code == 201, sent.text
            serving = learnt(house)
            house.engine.dispose()
            yield Setting(
                postgres=postgres,
                template=urlsplit(url).path.removeprefix("/"),
                embedder=remembering,
                serving=serving,
                faq_topics=faq_topics,
                questions={
                    question: one.topic
                    for one in read_faqs()
                    for question in (one.draft.question_ja, one.draft.question_en)
                    if question
                },
                texts=texts,
                folder=folder,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def learnt(house: House) -> Serving:
    """Learn the index."""
    serving = Serving(house)
    serving.refresh()
    return serving


@contextmanager
def lived(given: Setting, world: World, numbers: list[int] | None = None, *, share: float) -> Iterator[Life]:
    """Let a world's people live, or only some of them, in a database of their own."""
    clock = MovableClock()
    clock.now = START
    with (
        database(given.postgres, given.template) as url,
        house_over(url, clock, given.embedder, given.folder, FOLLOW_UP) as house,
    ):
        product = Product(house, given.serving)
        answered = frozenset(given.faq_topics.values())
        people = people_of(world, answered, given.texts, START)
        life = Life(
            product=product,
            people=people,
            faq_topics=given.faq_topics,
            questions=given.questions,
            qualities=qualities_of(world, sorted(given.texts)),
        )
        if share:
            product.sign_in(product.manager, "mori")
            product.hold_out(share)
        life.run(only=None if numbers is None else set(numbers))
        clock.now = max(clock.now, START + timedelta(days=DAYS)) + timedelta(days=12)
        product.sign_in(product.manager, "mori")
        yield life


def measure(given: Setting, world: World) -> dict[str, Any]:
    """Live a world and compare."""
    began = time.perf_counter()
    with lived(given, world, share=world.share) as life:
        by_bot, episodes = solved(life)
        last = (life.product.clock() + timedelta(days=1)).date()
        said = figures(life, START.date().isoformat(), last.isoformat())
        # Calls are episodes too, of which the bot solved none.
        truth = by_bot / said["verified_deflection"]["denominator"]
        found = {
            slug: Measured(
                value=said[slug]["value"], low=said[slug]["low"], high=said[slug]["high"], truth=truth
            )
            for slug in ("verified_deflection", "claimed_deflection", "containment")
        }
        asked = {"from": START.date().isoformat(), "to": last.isoformat()}
        followed = life.product.manager.get("/api/metrics/followed", params=asked).json()
        found["followed"] = Measured(
            value=followed["value"],
            low=followed["low"],
            high=followed["high"],
            truth=by_bot / max(1, followed["eligible"]),
        )
        for number, (verified, _, n) in by_definition(life).items():
            low, high = wilson(verified, n)
            found[f"verified_{number}"] = Measured(value=verified / n, low=low, high=high, truth=by_bot / n)
        held_out = life.product.manager.get("/api/metrics/holdout").json()
        with lived(given, world, _held_people(life), share=0) as shadow:
            effects = {known: true_effect(life, shadow, known=known) for known in (False, True)}
        overall, of_known = held_out["overall"], held_out["known"]
        for name, said_of, effect in (
            ("incremental", overall, effects[False]),
            ("incremental_known", of_known, effects[True]),
        ):
            found[name] = Measured(
                value=said_of["value"], low=said_of["low"], high=said_of["high"], truth=effect
            )
        return {
            "world": asdict(world),
            "episodes": episodes,
            "eligible": said["containment"]["denominator"],
            "held_out": overall["holdout"]["contacts"],
            "with_bot": overall["bot"]["contacts"],
            "known_held_out": of_known["holdout"]["contacts"],
            "known_with_bot": of_known["bot"]["contacts"],
            "unseen_calls": life.unseen_calls,
            "asked_later": followed["asked"],
            "answered_later": followed["yes"] + followed["no"],
            "seconds": round(time.perf_counter() - began, 1),
            "figures": {name: one.to_json() for name, one in found.items()},
        }


def _held_people(life: Life) -> list[int]:
    held = {n for arm, _, people in units(life).values() if arm == "holdout" for n in people}
    # Whoever lends a browser lives too.
    return sorted(held | {life.people[n].shares_with for n in held if life.people[n].shares_with is not None})


def play(asked: argparse.Namespace) -> None:
    """Play the worlds that are not yet in the file; each is kept as soon as it is over."""
    results = json.loads(asked.out.read_text(encoding="utf-8")) if asked.out.exists() else []
    there = {one["world"]["seed"] for one in results if one["world"]["people"] == asked.people}
    embedder = load_embedder(str(ROOT / "models" / "multilingual-e5-small"))
    with running_postgres() as postgres, setting(postgres, embedder) as given:
        # The models stay: looking through them for garbage again and again takes long.
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        for seed in range(asked.first, asked.first + asked.worlds):
            if seed in there:
                continue
            one = measure(given, world_of(seed, asked.people))
            results.append(one)
            print(_line(seed, one), flush=True)
            asked.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _line(seed: int, one: dict[str, Any]) -> str:
    said = {
        name: [None if figure[k] is None else round(figure[k], 3) for k in ("value", "truth")]
        for name, figure in one["figures"].items()
    }
    return json.dumps({"seed": seed, "s": one["seconds"], "episodes": one["episodes"]} | said)


def main() -> None:
    """Run and keep the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results.json")
    asked = parser.parse_args()
    in_one_loop(lambda: play(asked))


if __name__ == "__main__":
    main()
