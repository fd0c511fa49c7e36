"""How long something took, as people say it."""

from datetime import timedelta


def span(value: timedelta | None, *, language: str) -> str:
    """75 s → 1分15秒 or 1 min 15 s; 3 h 20 min → 3時間20分; nothing → —."""
    if value is None:
        return "—"
    seconds = max(0, round(value.total_seconds()))
    minutes, hours = seconds // 60, seconds // 3600
    if hours:
        parts = ((hours, "時間", "h"), (minutes % 60, "分", "min"))
    elif minutes:
        parts = ((minutes, "分", "min"), (seconds % 60, "秒", "s"))
    else:
        parts = ((seconds, "秒", "s"), (0, "", ""))
    said = [part for part in parts if part[0]] or [parts[0]]
    if language == "ja":
        return "".join(f"{number}{ja}" for number, ja, _ in said)
    return " ".join(f"{number} {en}" for number, _, en in said)
