"""The SQL of who came back: claimed outcomes with what followed, and the credits written on them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.episodes.definitions import DEFINITIONS
from api.outcomes.crediting import KEPT, After, Credit, credit, unsure
from api.outcomes.drawing import Terms
from api.outcomes.subject_store import centre_of, kept_subjects, vectors_of
from api.outcomes.subjects import Likeness

Span = tuple[datetime, datetime]
Key = tuple[int, int]
"""Definition and episode."""


def credit_contacts(session: Session, spans: Mapping[int, Span], terms: Terms) -> int:
    """Decide anew about these contacts' claimed outcomes of these spans; return how many changed."""
    if not spans:
        return 0
    asked = {
        "contacts": list(spans),
        "firsts": [first for first, _ in spans.values()],
        "lasts": [last for _, last in spans.values()],
        "window": terms.window,
    }
    now_is: dict[Key, Credit] = {}
    later: dict[Key, list[After]] = {}
    for definition, id, by, at, reached, after, opened_at, label in session.execute(_FOLLOWED, asked):
        now_is[definition, id] = Credit(by=by, at=at, reached_human=reached)
        if after is not None:
            later.setdefault((definition, id), []).append(After(id=after, opened_at=opened_at, label=label))
    subjects = kept_subjects(session, {id for _, id in later} | {a.id for one in later.values() for a in one})
    pairs = [
        pair
        for (number, id), ones in later.items()
        for pair in unsure(id, ones, subjects, near=DEFINITIONS[number].near)
    ]
    likeness = Likeness(
        vectors=vectors_of(
            session, {key for pair in pairs for one in pair for key in one.text_keys}, terms.model_id
        )
        if pairs
        else {},
        centre=centre_of(session, terms.model_id) if pairs else None,
        threshold=terms.cosine,
    )
    changed = {
        key: found
        for key, was in now_is.items()
        if (
            found := credit(key[1], later[key], subjects, likeness, near=DEFINITIONS[key[0]].near)
            if key in later
            else KEPT
        )
        != was
    }
    if changed:
        session.execute(
            _CREDITED,
            {
                "definitions": [definition for definition, _ in changed],
                "episodes": [id for _, id in changed],
                "bys": [one.by for one in changed.values()],
                "ats": [one.at for one in changed.values()],
                "reached": [one.reached_human for one in changed.values()],
            },
        )
    return len(changed)


def span_of(opened_at: datetime, window: timedelta) -> Span:
    """Return when the episodes were opened whose credit an episode opened at `opened_at` can change."""
    return opened_at - window, opened_at


_FOLLOWED = text(
    """
    SELECT b.definition, b.episode_id, b.recontacted_by, b.recontacted_at, b.reached_human,
           a.episode_id, a.opened_at, a.label
    FROM unnest(CAST(:contacts AS int[]), CAST(:firsts AS timestamptz[]), CAST(:lasts AS timestamptz[]))
         AS s(contact_id, first, last)
    JOIN outcomes b ON b.contact_id = s.contact_id AND b.opened_at BETWEEN s.first AND s.last AND b.claimed
    LEFT JOIN outcomes a ON a.contact_id = b.contact_id AND a.definition = b.definition
         AND a.opened_at >= b.opened_at AND a.opened_at <= b.opened_at + CAST(:window AS interval)
         AND (a.opened_at, a.episode_id) > (b.opened_at, b.episode_id) AND a.label <> 'social'
    WHERE a.episode_id IS NOT NULL OR b.recontacted_by IS NOT NULL OR b.reached_human
    ORDER BY b.definition, b.episode_id, a.opened_at, a.episode_id
    """
)
_CREDITED = text(
    """
    UPDATE outcomes o SET recontacted_by = c.by, recontacted_at = c.at, reached_human = c.reached
    FROM unnest(CAST(:definitions AS smallint[]), CAST(:episodes AS int[]), CAST(:bys AS int[]),
                CAST(:ats AS timestamptz[]), CAST(:reached AS boolean[]))
         AS c(definition, episode_id, by, at, reached)
    WHERE o.definition = c.definition AND o.episode_id = c.episode_id
    """
)
