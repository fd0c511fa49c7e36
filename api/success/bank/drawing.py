"""The bank's chart: a bar of credit a week, a line of the balance. Nothing here does I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.success.bank.ledger import Entry

TOP, BOTTOM, LEFT, RIGHT = 12, 26, 46, 12
LABEL_WIDTH = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One week."""

    entry: Entry
    x: float
    y: float
    width: float
    height: float
    spent_height: float
    dot_x: float
    dot_y: float


@dataclass(frozen=True, kw_only=True, slots=True)
class BankChart:
    """Hours upwards; zero is always in it."""

    width: int
    height: int
    zero: float
    levels: tuple[tuple[float, float], ...]
    bars: tuple[Bar, ...]
    path: str
    dates: tuple[tuple[float, Entry], ...]


def draw(entries: Sequence[Entry], *, width: int, height: int) -> BankChart:
    """Draw the weeks, oldest first."""
    values = [v for e in entries for v in (e.credit, e.balance, -e.spent)]
    step = _step(max(0.0, *values) - min(0.0, *values))
    low, high = _floor(min(0.0, *values), step), -_floor(-max(step, *values), step)
    inner = (width - LEFT - RIGHT) / len(entries)

    def y(value: float) -> float:
        return round(TOP + (height - TOP - BOTTOM) * (high - value) / (high - low), 1)

    zero = y(0)

    def bar(i: int, entry: Entry) -> Bar:
        end = y(entry.credit)
        return Bar(
            entry=entry,
            x=round(LEFT + inner * (i + 0.18), 1),
            y=min(zero, end),
            width=round(inner * 0.64, 1),
            height=round(abs(end - zero), 1),
            spent_height=round(y(-entry.spent) - zero, 1),
            dot_x=round(LEFT + inner * (i + 0.5), 1),
            dot_y=y(entry.balance),
        )

    bars = tuple(bar(i, entry) for i, entry in enumerate(entries))
    every = -(-LABEL_WIDTH // inner)
    return BankChart(
        width=width,
        height=height,
        zero=zero,
        levels=tuple((y(low + i * step), low + i * step) for i in range(round((high - low) / step) + 1)),
        bars=bars,
        path="M" + "L".join(f"{one.dot_x} {one.dot_y}" for one in bars),
        dates=tuple((one.dot_x, one.entry) for i, one in enumerate(bars) if i % every == 0),
    )


def _step(span: float) -> float:
    """Return 1, 2 or 5 times a power of ten, so that there are four to eight rules."""
    step = 0.1
    for factor in (2, 2.5, 2) * 9:
        if span / step <= 6:
            break
        step *= factor
    return step


def _floor(value: float, step: float) -> float:
    return (value // step) * step
