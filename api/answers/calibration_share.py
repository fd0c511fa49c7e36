"""The share of questions that no FAQ answers, estimated from recent traffic."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.clock import aware

SPAN = timedelta(days=28)
ENOUGH = 50
"""Under so many questions the estimate says less than what is usual."""
USUAL = 0.2
LEAST, MOST = 0.01, 0.9
"""No desk answers everything or nothing for long, however four weeks went."""

# A question is an episode in which the bot looked for an FAQ. None answered it where the bot found nothing
# in the end or a person was fetched, unless the customer said "solved" or the person sent an FAQ.
_COUNTS = text(
    """
    SELECT count(*) AS questions,
        count(*) FILTER (WHERE NOT answered AND (handed_off OR nothing > shown)) AS missing
    FROM (
        SELECT bool_or(kind = 'feedback_given' AND payload->>'value' = 'solved'
                OR kind = 'agent_replied' AND payload ? 'faq_id') AS answered,
            bool_or(kind = 'handoff_requested') AS handed_off,
            max(CASE WHEN kind = 'nothing_found' THEN at ELSE '-infinity' END) AS nothing,
            max(CASE WHEN kind = 'answer_shown' THEN at ELSE '-infinity' END) AS shown
        FROM facts WHERE at >= :since AND at <= :now
        GROUP BY episode_id
        HAVING bool_or(kind IN ('answer_shown', 'clarification_shown', 'nothing_found'))
    ) AS asked
    """
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """`missing` of `questions` had no FAQ; `value` is what to expect."""

    questions: int
    missing: int

    @property
    def measured(self) -> bool:
        """Whether there were enough questions to say."""
        return self.questions >= ENOUGH

    @property
    def value(self) -> float:
        """The expected share, 0 to 1."""
        return min(max(self.missing / self.questions, LEAST), MOST) if self.measured else USUAL


def expected_share(session: Session, now: datetime) -> Share:
    """Count the questions of the last 28 days; one query."""
    row = session.execute(_COUNTS, {"since": aware(now) - SPAN, "now": now}).one()
    return Share(questions=row.questions, missing=row.missing)
