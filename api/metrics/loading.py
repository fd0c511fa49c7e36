"""Episodes of a period with all the metrics need: two queries, and two more when somebody came back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.episodes.labels import Label
from api.episodes.store import EpisodeRow, episodes_between
from api.episodes.summary import EpisodeSummary, summarise
from api.metrics.periods import Period
from api.metrics.recontact import Likeness, Pair, Subject, returns
from api.metrics.store import centre_of_corpus, subjects_between, vectors_of
from api.settings import Settings

NOTHING = Subject()


def load_episodes(
    session: Session, period: Period, *, now: datetime, settings: Settings, model_id: str
) -> list[EpisodeSummary]:
    """Return the summaries of the episodes opened in `period`, oldest first."""
    window = timedelta(days=settings.recontact_days)
    # Who came back after the period's end takes credit back inside it, so look that much further.
    until = period.end + window
    subjects = subjects_between(session, period.start, until)
    found = [
        _summary(row, subjects.get(row.id, NOTHING), now=now, settings=settings, window=window)
        for row in episodes_between(session, period.start, until)
    ]
    back = list(returns(found, window))
    same = _same_topic(session, back, subjects, settings.recontact_cosine, model_id)
    reached = {before.id for before, after in back if after.label is Label.ESCALATED}
    return [
        replace(episode, recontacted=episode.id in same, false_deflection=True)
        if episode.id in same or episode.id in reached
        else episode
        for episode in found
        if episode.opened_at < period.end
    ]


def _summary(
    row: EpisodeRow, subject: Subject, *, now: datetime, settings: Settings, window: timedelta
) -> EpisodeSummary:
    return summarise(
        id=row.id,
        conversation_id=row.conversation_id,
        contact_id=row.contact_id,
        opened_at=row.opened_at,
        sample=row.sample,
        facts=row.facts,
        now=now,
        quiet=timedelta(hours=settings.quiet_hours),
        recontact=window,
        topic=_topic(subject),
    )


def _topic(subject: Subject) -> str | None:
    """Name what was asked: the FAQ linked to its cluster, else the cluster, else the text itself."""
    if subject.faq_ids:
        return f"faq:{min(subject.faq_ids)}"
    if subject.cluster_ids:
        return f"cluster:{min(subject.cluster_ids)}"
    return f"text:{min(subject.text_keys)}" if subject.text_keys else None


def _same_topic(
    session: Session,
    pairs: list[Pair],
    subjects: Mapping[int, Subject],
    threshold: float,
    model_id: str,
) -> set[int]:
    """Return the ids of the episodes whose contact came back about the same topic."""

    known: dict[int, Subject] = {}

    def about(episode: EpisodeSummary) -> Subject:
        if episode.id not in known:
            asked = subjects.get(episode.id, NOTHING)
            known[episode.id] = replace(asked, faq_ids=asked.faq_ids | episode.faq_ids)
        return known[episode.id]

    same: set[int] = set()
    unsure: list[tuple[int, Subject, Subject]] = []
    for before, after in pairs:
        if before.id in same:
            continue
        one, other = about(before), about(after)
        if one.meets(other):
            same.add(before.id)
        elif one.text_keys and other.text_keys:
            unsure.append((before.id, one, other))
    if unsure:
        keys = {key for _, one, other in unsure for key in one.text_keys | other.text_keys}
        likeness = Likeness(
            vectors=vectors_of(session, keys, model_id),
            centre=centre_of_corpus(session, model_id),
            threshold=threshold,
        )
        same |= {id for id, one, other in unsure if id not in same and likeness.meets(one, other)}
    return same
