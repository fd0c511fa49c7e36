"""Eight weeks of a candidate as small bars, drawn on the server."""

from collections.abc import Sequence

WIDTH, HEIGHT, GAP = 96, 24, 2


def bars(weekly: Sequence[int]) -> str:
    """Return one bar a week, oldest first, as the path of an SVG: fifty rows of them are a page.

    The axis starts at 0; an empty week keeps a hairline.
    """
    highest = max(weekly, default=0) or 1
    width = (WIDTH - GAP * (len(weekly) - 1)) / max(1, len(weekly))
    heights = [max(1.0, HEIGHT * count / highest) for count in weekly]
    return "".join(
        f"M{place * (width + GAP):.4g} {HEIGHT}v{-height:.3g}h{width:.4g}v{height:.3g}z"
        for place, height in enumerate(heights)
    )


def trend_word(trend: float) -> str:
    """Name a trend: rising from a quarter more on, falling from a quarter less on."""
    return "rising" if trend >= 0.25 else "falling" if trend <= -0.25 else "steady"


def tightness_word(tightness: float) -> str:
    """Name how alike the members are (mean cosine with their centre)."""
    return "tight" if tightness >= 0.68 else "fair" if tightness >= 0.56 else "loose"
