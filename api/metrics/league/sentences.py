"""Why an FAQ is sent back to review, in words made of its figures."""

from api.metrics.league.counting import Count
from api.metrics.league.table import Row
from api.metrics.periods import Period
from api.metrics.wording import figure
from api.web.formats import percent
from api.web.texts import translate


def reason_to_review(row: Row, period: Period, language: str) -> str:
    """Return what to say when an FAQ is sent back; the manager may change it."""
    verified, solved = row.verified, row.solved
    said = translate(
        language,
        "league.reason",
        first=period.first,
        last=period.last,
        matured=verified.n,
        failed=row.counts[Count.FAILED],
        verified=percent(verified.value),
        recontacted=row.counts[Count.RECONTACTED],
        hours=figure(row.lost_hours),
    )
    if solved.n:
        said += translate(language, "league.reason_solved", solved=percent(solved.value), n=solved.n)
    return said
