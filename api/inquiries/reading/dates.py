"""Dates as exports write them.

The year comes first or the month is a word. 11/16/2026 can be read in one way only; 3/4/2026 in two, so
it is refused rather than guessed.
"""

import re
import unicodedata
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

YEAR = r"(?:(?P<era>令和|平成|R|H)\s*(?P<nth>\d{1,2}|元)|(?P<year>\d{4}))"
CLOCK = (
    r"\s*(?:[((][月火水木金土日][))])?(?:[T\s]*(?P<half>午前|午後|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:時]"
    r"\s*(?P<minute>\d{1,2})?\s*分?(?:[:\s]*(?P<second>\d{1,2})(?:[.,]\d+)?秒?)?"
    r"\s*(?P<after>AM|PM)?\s*(?P<zone>Z|UTC|JST|[+-]\d{2}:?\d{2})?)?"
)
DATE = re.compile(
    rf"{YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})日?{CLOCK}", re.IGNORECASE
)
YEAR_LAST = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}})(?P<rest>,?{CLOCK})", re.IGNORECASE)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?")
EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})")
ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}


def read_date(written: str, zone: ZoneInfo) -> datetime | None:
    """An aware time, or None when `written` can't be read. Without a zone it is in `zone`."""
    text = unicodedata.normalize("NFKC", written).strip()
    if last := YEAR_LAST.fullmatch(text):
        # A number above 12 is the day.
        first, second = int(last[1]), int(last[3])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (second, first) if first > 12 else (first, second)
        text = f"{last[4]}-{month}-{day}{last['rest'].lstrip(',')}"
    try:
        return _written(text, zone) or _numbers(text, zone) or _mail(text, zone)
    except (ValueError, OverflowError):
        return None


def _written(text: str, zone: ZoneInfo) -> datetime | None:
    found = DATE.fullmatch(text)
    if not found:
        return None
    if found["era"]:
        year = ERAS[found["era"].lower()] + (1 if found["nth"] == "元" else int(found["nth"]))
    else:
        year = int(found["year"])
    hour = int(found["hour"] or 0)
    half = (found["half"] or found["after"] or "").upper()
    if half in ("午後", "PM") and hour < 12:
        hour += 12
    elif half in ("午前", "AM") and hour == 12:
        hour = 0
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    moment = datetime(year, int(found["month"]), int(found["day"]), hour, minute, second, tzinfo=zone)
    return _in_zone(moment, found["zone"])


def _in_zone(moment: datetime, name: str | None) -> datetime:
    if not name:
        return moment
    if name.upper() in ("Z", "UTC"):
        return moment.replace(tzinfo=UTC)
    if name.upper() == "JST":
        return moment.replace(tzinfo=ZoneInfo("Asia/Tokyo"))
    return moment.replace(tzinfo=datetime.strptime(name.replace(":", ""), "%z").tzinfo)


def _numbers(text: str, zone: ZoneInfo) -> datetime | None:
    if found := EPOCH.fullmatch(text):
        return datetime.fromtimestamp(float(text) / (1000 if found[2] else 1), UTC)
    if found := COMPACT.fullmatch(text):
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=zone)  # type: ignore[arg-type, misc]
    return None


def _mail(text: str, zone: ZoneInfo) -> datetime | None:
    moment = parsedate_to_datetime(text) if re.search("[A-Za-z]{3}", text) else None
    return moment.replace(tzinfo=zone) if moment and moment.tzinfo is None else moment
