"""How well definition 3 tells by the bot's own choices that two questions are about one topic.

Over the half of the sample's texts that the product does not know: whether the FAQ that the first one was
shown is among what the second is shown or offered (a return in the widget), or noted of it (a call).

    python -m tests.benchmarks.honesty.topics
"""

from dataclasses import dataclass

from api.answers.serving import Serving
from api.settings import ROOT
from faq_clustering.embedding import load_embedder
from faq_clustering.text import language_of
from tests.benchmarks.honesty.asgi import in_one_loop
from tests.benchmarks.honesty.run import setting
from tests.conftest import running_postgres


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One text: what its asker is shown in the end, what is offered, what is noted of it in a call."""

    topic: str
    shown: int | None
    offered: frozenset[int]
    noted: frozenset[int]


def ask(serving: Serving, topic: str, text: str, faq_topics: dict[int, str]) -> Asked:
    """Ask it once; who is offered choices takes the right one if it is there."""
    decision = serving.decide(text, language_of(text))
    choices = [choice.faq_id for choice in decision.choices]
    right = next((faq_id for faq_id in choices if faq_topics[faq_id] == topic), None)
    answered = decision.kind == "answer"
    return Asked(
        topic=topic,
        shown=decision.faq_id if answered else right,
        offered=frozenset([decision.faq_id] if answered and decision.faq_id else choices),
        noted=frozenset(choices),
    )


def main() -> None:
    """Print the shares."""
    embedder = load_embedder(str(ROOT / "models" / "multilingual-e5-small"))
    with running_postgres() as postgres, setting(postgres, embedder) as given:
        with_faq = set(given.faq_topics.values())
        every = [
            ask(given.serving, topic, text, given.faq_topics)
            for topic, texts in given.texts.items()
            for text in texts
            if topic in with_faq
        ]
    print(f"{len(every)} texts of {len({one.topic for one in every})} topics with an FAQ")
    for name in ("offered", "noted"):
        hits, of = {True: 0, False: 0}, {True: 0, False: 0}
        for first in every:
            if first.shown is None:
                continue
            for other in every:
                if other is not first:
                    same = first.topic == other.topic
                    of[same] += 1
                    hits[same] += first.shown in getattr(other, name)
        print(f"{name}: one topic {hits[True]}/{of[True]} = {hits[True] / of[True]:.1%},", end=" ")
        print(f"two topics {hits[False]}/{of[False]} = {hits[False] / of[False]:.2%}")


if __name__ == "__main__":
    in_one_loop(main)
