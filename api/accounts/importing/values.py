"""Numbers, dates and words as exports write them. Nothing here does I/O."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from api.accounts.signals import Signal, monday_of
from api.accounts.tiers import MOST, Stage, Tier
from api.inquiries.reading.dates import read_date

UNITS = {"億": 100_000_000, "万": 10_000, "千": 1_000}
AMOUNT = re.compile(
    r"(?:(?P<oku>\d+(?:\.\d+)?)億)?(?:(?P<man>\d+(?:\.\d+)?)万)?(?:(?P<sen>\d+(?:\.\d+)?)千)?"
    r"(?P<one>\d+(?:\.0+)?)?"
)
NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(?:回|人|名|件|点|度|社|時間|分|日|円|本|%)?")
PART_OF = re.compile(r"(\d+(?:\.\d+)?)\s*(?:/|／|中|項目中)\s*(\d+(?:\.\d+)?)(?:項目)?")
ISO_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
YES = frozenset(["あり", "有", "有り", "○", "〇", "◯", "参加", "出席", "済", "はい", "yes", "y", "true"])
NO = frozenset(
    ["なし", "無", "無し", "×", "✕", "x", "-", "ー", "―", "不参加", "欠席", "いいえ", "no", "n", "false"]
)
GRADES = {"a": 5, "b": 4, "c": 3, "d": 2, "e": 1, "◎": 5, "○": 4, "〇": 4, "◯": 4, "△": 2, "×": 1, "✕": 1}
STAGES = {
    Stage.ONBOARDING: "onboarding オンボーディング 導入 導入期 導入中 立ち上げ 初期導入 オンボ",
    Stage.ADOPTION: "adoption アダプション 活用 活用期 定着 定着期 利用拡大",
    Stage.RETENTION: "retention リテンション 継続 継続期 維持 継続利用",
    Stage.RENEWAL: "renewal リニューアル 更新 更新期 契約更新 更新前",
}
TIERS = {
    Tier.HIGH: "high ハイ ハイタッチ high_touch high-touch hightouch",
    Tier.LOW: "low ロー ロータッチ low_touch low-touch lowtouch",
    Tier.TECH: "tech テック テックタッチ tech_touch tech-touch techtouch",
}
STAGE_OF = {word: stage for stage, words in STAGES.items() for word in words.split()}
TIER_OF = {word: tier for tier, words in TIERS.items() for word in words.split()}


class Unreadable(ValueError):
    """A cell does not hold what its column promises."""


def plain(written: str) -> str:
    """Return a cell with full-width signs narrowed and nothing around it."""
    return unicodedata.normalize("NFKC", written).strip()


def amount(written: str) -> int:
    """`￥１，２００，０００円`, `120万円`, `1.2億` → yen."""
    text = re.sub(r"[¥\\,\s]|円|JPY|税抜|税込|\(\)", "", plain(written), flags=re.IGNORECASE)
    found = AMOUNT.fullmatch(text)
    if not text or not found:
        raise Unreadable
    parts = [(found[name], size) for name, size in zip(("oku", "man", "sen"), UNITS.values(), strict=True)]
    yen = sum(float(digits) * size for digits, size in parts if digits) + float(found["one"] or 0)
    if not 0 <= yen <= MOST:
        raise Unreadable
    return round(yen)


def number(written: str) -> float:
    """`１，２３４回` → 1234."""
    found = NUMBER.fullmatch(plain(written).replace(",", "").replace(" ", ""))
    if not found or len(found[1]) > 15:
        raise Unreadable
    return float(found[1])


def share(written: str) -> float:
    """`80%`, `8/10`, `0.8`, and `80` (above 1, so a percentage) → 0.8."""
    text = plain(written).replace(" ", "")
    if found := PART_OF.fullmatch(text):
        done, of = float(found[1]), float(found[2])
        if not of:
            raise Unreadable
        return done / of
    value = number(text)
    return value / 100 if text.endswith("%") or value > 1 else value


def times(written: str) -> float:
    """A number, or a word for once or never."""
    text = plain(written).casefold()
    return 1.0 if text in YES else 0.0 if text in NO else number(text)


def grade(written: str) -> float:
    """1 to 5, A to E, or ◎○△×."""
    text = plain(written).casefold()
    return float(GRADES[text]) if text in GRADES else number(text)


def day(written: str, zone: ZoneInfo) -> date:
    """`2026/11/30`, `令和8年11月30日`, `20261130` → the day."""
    found = read_date(written, zone)
    if found is None:
        raise Unreadable
    return found.astimezone(zone).date()


def week(written: str, zone: ZoneInfo) -> date:
    """Any day of the week, `2026-W47`, `11/16週` with its year → the Monday."""
    text = re.sub(r"(?:の)?週$|~$|-$|〜$", "", plain(written)).strip()
    try:
        if found := ISO_WEEK.fullmatch(text):
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday_of(day(text, zone))
    except (ValueError, OverflowError):
        raise Unreadable from None


def word(written: str, words: Mapping[str, Stage] | Mapping[str, Tier]) -> str:
    """Return the stage or tier that a word names."""
    found = words.get(plain(written).casefold().replace(" ", ""))
    if found is None:
        raise Unreadable
    return found.value


def signal(kind: Signal, written: str) -> float:
    """Return a signal's value, within what one week can hold."""
    read = {
        Signal.SETTINGS_DONE: share,
        Signal.SEMINAR: times,
        Signal.LATE_PAYMENT: times,
        Signal.TOUCHPOINT_GRADE: grade,
    }.get(kind, number)
    value = read(written)
    if not kind.about.least <= value <= kind.about.most:
        raise Unreadable
    return value
