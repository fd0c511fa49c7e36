"""Eight weeks of a candidate as small bars, drawn on the server."""

from collections.abc import Sequence

WIDTH, HEIGHT = 96, 24


def bars(weekly: Sequence[int]) -> str:
    """Return one stroke a week, oldest first, as the path of an SVG; the style makes bars of them.

    The axis starts at 0; an empty week keeps a hairline.
    """
    highest, step = max(weekly, default=0) or 1, WIDTH / max(1, len(weekly))
    return "".join(
        f"M{step * (place + 0.5):.3g} {HEIGHT}v-{max(1.0, HEIGHT * count / highest):.3g}"
        for place, count in enumerate(weekly)
    )


def trend_word(trend: float) -> str:
    """Name a trend: rising from a quarter more on, falling from a quarter less on."""
    return "rising" if trend >= 0.25 else "falling" if trend <= -0.25 else "steady"


def tightness_word(tightness: float) -> str:
    """Name how alike the members are (mean cosine with their centre)."""
    return "tight" if tightness >= 0.68 else "fair" if tightness >= 0.56 else "loose"
