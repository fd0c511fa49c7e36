"""How many episodes it takes: the worlds' numbers drawn again and again, without the product.

Only the shares of `world.py` and the product's own estimators; the bot's answers, re-contact and topics are
shares too (`SHOWN`, `WRONG`, `SEEN`). In seconds it says what the twenty played worlds can show at best.

    python -m tests.benchmarks.honesty.arithmetic
"""

import random
from dataclasses import dataclass
from statistics import fmean

from api.metrics.followed.estimate import Followed
from api.metrics.intervals import wilson
from tests.benchmarks.honesty.world import World, world_of

SHOWN, WRONG, SEEN = 0.8, 0.15, 0.7
"""Known problems that get the right answer; others that get a wrong one; returns seen to be returns."""
ASKED = 1.0
"""Of those who left in silence, how many are asked later: the house decides that, not the world."""
DRAWS = 400
NEAR = 0.02


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One world: the truth, the verified rate, and what the follow-up saw."""

    truth: float
    verified: int
    followed: Followed


def draw(world: World) -> Drawn:
    """Draw a world's episodes."""
    chance = random.Random(f"arithmetic {world.seed} {world.people}")
    counted = dict.fromkeys(("solved", "confirmed", "assumed", "asked", "yes", "no"), 0)
    for _ in range(world.people):
        right = chance.random() < world.known and chance.random() < SHOWN
        if not right and chance.random() >= WRONG:
            continue
        helped = chance.random() < (world.quality if right else 0.03)
        counted["solved"] += helped
        if chance.random() < (world.says_solved if helped else world.polite):
            counted["confirmed"] += 1
        elif helped or not _noticed(world, chance):
            counted["assumed"] += 1
            _follow(world, chance, counted, helped=helped)
    return Drawn(
        truth=counted.pop("solved") / world.people,
        verified=counted["confirmed"] + counted["assumed"],
        followed=Followed(eligible=world.people, **counted),
    )


def _noticed(world: World, chance: random.Random) -> bool:
    """Whether somebody not helped says so, fetches a person, or is seen to come back or telephone."""
    if chance.random() < world.says_not or chance.random() < 0.15:
        return True
    later = chance.random()
    if later < world.returns:
        return chance.random() < SEEN
    return later < world.returns + world.phones and chance.random() < world.identified


def _follow(world: World, chance: random.Random, counted: dict[str, int], *, helped: bool) -> None:
    if chance.random() >= ASKED:
        return
    counted["asked"] += 1
    if chance.random() < (world.answers_helped if helped else world.answers_unhelped):
        counted["yes" if helped else "no"] += 1


def line(people: int) -> str:
    """Return one line of the table."""
    worlds = [draw(world_of(seed, people)) for seed in range(1, DRAWS + 1)]
    plain = [(one.verified / people, wilson(one.verified, people), one.truth) for one in worlds]
    corrected = [
        (one.followed.value, one.followed.interval, one.truth)
        for one in worlds
        if one.followed.value is not None and one.followed.interval is not None
    ]
    cells = []
    for found in (plain, corrected):
        off = [value - truth for value, _, truth in found]
        near = sum(abs(value) <= NEAR for value in off) / len(found)
        held = sum(low <= truth <= high for _, (low, high), truth in found) / len(found)
        cells.append(f"{100 * fmean(off):+.1f} | {near:.0%} | {held:.0%}")
    return f"| {people:,} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    print("| episodes | verified: off | within 2 points | holds | corrected: off | within 2 points | holds |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    for people in (200, 400, 800, 1600, 3200):
        print(line(people))


if __name__ == "__main__":
    main()
