"""From the facts of an episode to the rows kept of it. Nothing here does I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from api.episodes.definitions import Definition
from api.episodes.ledger import Kind
from api.episodes.summary import EpisodeSummary, summarise
from api.outcomes.models import Outcome, OutcomeAnswer, OutcomeHandOff, OutcomeRating
from api.outcomes.reading import EpisodeRow
from api.outcomes.subjects import Subject
from api.policy.hours import BusinessHours

CODE = 2
"""Raise it when this file or a rule it calls changes what is kept: then everything is drawn again."""
Row = tuple[Any, ...]
COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Outcome: (
        "definition", "episode_id", "contact_id", "conversation_id", "opened_at", "matures_at", "due_at",
        "sample", "channel", "language", "topic", "label", "why", "eligible", "claimed", "answered", "reason",
        "holdout", "first_response_seconds", "resolution_seconds", "answers", "reactions", "solved",
        "bot_ratings", "bot_satisfied", "agent_ratings", "agent_satisfied", "shown_faq_id",
    ),
    OutcomeAnswer: ("definition", "episode_id", "number", "at", "faq_id", "version_id", "reaction"),
    OutcomeHandOff: (
        "definition", "episode_id", "number", "requested_at", "reason", "claimed_at", "replied_at",
        "closed_at", "waited_seconds", "handle_seconds",
    ),
    OutcomeRating: ("definition", "episode_id", "number", "at", "rating", "about"),
}  # fmt: skip
"""What is written of each table, in this order; what is left out is decided by who came back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What outcomes are drawn with, apart from the facts."""

    quiet: timedelta
    window: timedelta
    cosine: float
    model_id: str
    hours: BusinessHours

    def of(self, definition: Definition) -> str:
        """Return them in one line. When it differs from the line kept, all is drawn again."""
        hours = repr(self.hours) if definition.business_hours else ""
        return f"{CODE} {self.quiet} {self.window} {self.cosine} {self.model_id} {hours}".strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """Rows of every table, and what each episode was about."""

    rows: dict[type[Any], list[Row]] = field(default_factory=lambda: {table: [] for table in COLUMNS})
    subjects: dict[int, Subject] = field(default_factory=dict)
    opened: list[tuple[int, datetime]] = field(default_factory=list)
    """Contact and opening of each episode."""


def draw(
    episodes: Iterable[EpisodeRow],
    asked: dict[int, Subject],
    definitions: Iterable[Definition],
    terms: Terms,
    *,
    now: datetime,
) -> Drawn:
    """Draw what these episodes came to; `asked` is what was asked in them, where that is known."""
    drawn, definitions = Drawn(), tuple(definitions)
    for episode in episodes:
        subject = asked.get(episode.id, Subject())
        seen: dict[Any, EpisodeSummary] = {}
        for definition in definitions:
            summary = seen.get(definition.judge)
            if summary is None:
                summary = seen[definition.judge] = _summary(episode, subject, definition, terms, now)
            _add(drawn, episode, summary, definition, terms)
        shown = next(iter(seen.values())).faq_ids
        drawn.subjects[episode.id] = Subject(
            shown_faq_ids=shown,
            linked_faq_ids=subject.linked_faq_ids,
            cluster_ids=subject.cluster_ids,
            text_keys=subject.text_keys,
            near_faq_ids=_near(episode),
        )
        drawn.opened.append((episode.contact_id, episode.opened_at))
    return drawn


def _near(episode: EpisodeRow) -> frozenset[int]:
    """Return the FAQs that were offered to choose from, or noted as the nearest."""
    near: set[int] = set()
    for fact in episode.facts:
        if fact.kind is Kind.CLARIFICATION_SHOWN:
            near |= {choice["faq_id"] for choice in fact.payload.get("choices", ())}
        elif fact.kind is Kind.TOPIC_NOTED:
            near |= set(fact.payload["faq_ids"])
    return frozenset(near)


def _summary(
    episode: EpisodeRow, subject: Subject, definition: Definition, terms: Terms, now: datetime
) -> EpisodeSummary:
    return summarise(
        id=episode.id,
        conversation_id=episode.conversation_id,
        contact_id=episode.contact_id,
        opened_at=episode.opened_at,
        sample=episode.sample,
        facts=episode.facts,
        now=now,
        quiet=terms.quiet,
        topic=subject.topic,
        judge=definition.judge,
    )


def _add(
    drawn: Drawn, episode: EpisodeRow, summary: EpisodeSummary, definition: Definition, terms: Terms
) -> None:
    of, label = (definition.number, summary.id), summary.label
    drawn.rows[Outcome].append(
        (
            *of, summary.contact_id, summary.conversation_id, summary.opened_at,
            summary.opened_at + terms.window, summary.due_at, summary.sample, episode.channel,
            episode.language, summary.topic, label.value, summary.why.value, summary.eligible, label.claimed,
            bool(summary.answers), summary.reason, summary.holdout, summary.first_response_seconds,
            summary.resolution_seconds, *_counts(summary), summary.shown_faq_id,
        )
    )  # fmt: skip
    drawn.rows[OutcomeAnswer] += (
        (*of, number, one.at, one.faq_id, one.version_id, one.reaction)
        for number, one in enumerate(summary.answers)
    )
    drawn.rows[OutcomeHandOff] += (
        (
            *of, number, one.requested_at, one.reason, one.claimed_at, one.replied_at, one.closed_at,
            definition.waited(one, terms.hours), one.handle_seconds,
        )
        for number, one in enumerate(summary.hand_offs)
    )  # fmt: skip
    drawn.rows[OutcomeRating] += (
        (*of, number, one.at, one.rating, one.about) for number, one in enumerate(summary.ratings)
    )


def _counts(summary: EpisodeSummary) -> Iterable[int]:
    """Count answers, reactions and solved ones, then ratings and good ones, of the bot and of agents."""
    reactions = [one.reaction for one in summary.answers]
    yield len(reactions)
    yield sum(one in {"solved", "not_solved"} for one in reactions)
    yield reactions.count("solved")
    for about in ("bot", "agent"):
        ratings = [one.rating for one in summary.ratings if one.about == about]
        yield len(ratings)
        yield sum(rating >= 4 for rating in ratings)
