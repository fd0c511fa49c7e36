"""When we open again, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from api.web.texts import translate


def opening(opens_at: datetime | None, *, now: datetime, zone: ZoneInfo, language: str) -> str:
    """Return 「11月24日(火)9:00以降」, 「本日9:00以降」, or when nothing is known 「営業の再開後」."""
    if opens_at is None:
        return translate(language, "policy.opens_sometime")
    local = opens_at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    key = {0: "opens_today", 1: "opens_tomorrow"}.get(days, "opens_on")
    weekday = translate(language, f"policy.weekday_{local.weekday()}")
    month = translate(language, f"policy.month_{local.month}")
    return translate(
        language, f"policy.{key}", month=month, day=local.day, weekday=weekday, time=f"{local:%-H:%M}"
    )
