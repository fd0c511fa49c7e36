"""Why an FAQ is sent back to review, in words made of its figures."""

from api.metrics.filter_bar import called
from api.metrics.filters import Filters
from api.metrics.league.counting import Count
from api.metrics.league.table import Row
from api.metrics.periods import Period
from api.metrics.wording import figure
from api.web.formats import percent
from api.web.texts import translate


def reason_to_review(row: Row, period: Period, filters: Filters, language: str) -> str:
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
    if filters.query:
        # Figures of a part must not pass for those of the whole.
        parts = ", ".join(
            f"{translate(language, f'metrics.filter_{name}')}: {called(language, name, value)}"
            for name, value in filters.query.items()
        )
        said += translate(language, "league.reason_narrowed", parts=parts)
    return said
