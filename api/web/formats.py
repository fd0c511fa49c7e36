"""Numbers and times as people read them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def count(value: float) -> str:
    """1234 → 1,234; 3.25 → 3.3."""
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"


def percent(value: float | None) -> str:
    """0.4567 → 45.7 %; nothing → —."""
    return "—" if value is None else f"{value * 100:.1f} %"


def relative(moment: datetime, *, now: datetime, language: str) -> str:
    """Return how long ago `moment` was, in words."""
    seconds = max(0, int((now - moment).total_seconds()))
    for size, ja, en in ((86400, "日", "d"), (3600, "時間", "h"), (60, "分", "min")):
        if seconds >= size:
            n = seconds // size
            return f"{n} {ja}前" if language == "ja" else f"{n} {en} ago"
    return "たった今" if language == "ja" else "just now"


def absolute(moment: datetime, *, zone: ZoneInfo, language: str) -> str:
    """Return date and time in the pages' time zone."""
    local = moment.astimezone(zone)
    return local.strftime("%Y年%-m月%-d日 %H:%M" if language == "ja" else "%-d %b %Y, %H:%M")


def day(moment: datetime, *, zone: ZoneInfo, language: str) -> str:
    """Return the date in the pages' time zone."""
    local = moment.astimezone(zone)
    return local.strftime("%Y年%-m月%-d日" if language == "ja" else "%-d %b %Y")
