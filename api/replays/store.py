"""The SQL of replays: the newest inquiries, what is known of them, and what a replay found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Session

from api.answers.outcomes import questions
from api.answers.questions import Source
from api.candidates.models import Candidate, Cluster, ClusterMember, State
from api.clock import aware
from api.errors import NotFound
from api.faqs.models import Faq, FaqVersion
from api.inquiries.models import Inquiry, Vector
from api.replays.comparing import Label, Result
from api.second_look.models import Replay


class NoSuchReplay(NotFound):
    """There is no such replay."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One inquiry; the vector is that of its text."""

    id: int
    text: str
    text_key: str
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """An inquiry to look at, with what it can be opened by."""

    id: int
    text: str
    language: str
    episode_id: int | None
    candidate_id: int | None


def newest_inquiries(session: Session, most: int) -> list[Asked]:
    """Return the newest inquiries, the newest first."""
    rows = session.execute(
        select(Inquiry.id, Inquiry.text, Inquiry.text_key, Inquiry.language)
        .order_by(Inquiry.received_at.desc(), Inquiry.id.desc())
        .limit(most)
    )
    return [Asked(id=row.id, text=row.text, text_key=row.text_key, language=row.language) for row in rows]


def vectors_of(session: Session, keys: Collection[str], model_id: str) -> dict[str, npt.NDArray[np.float32]]:
    """Return the vectors (d,) of those texts that have one."""
    rows = session.execute(
        select(Vector.text_key, Vector.vector).where(
            Vector.model_id == model_id, Vector.text_key == any_(literal(list(keys), ARRAY(TEXT)))
        )
    )
    return {key: np.frombuffer(raw, "<f4") for key, raw in rows}


def labels_of(session: Session) -> dict[int, Label]:
    """Return what is known of inquiries: staff's word on their topic, and, above it, their own outcome."""
    labels = {}
    rows = session.execute(
        select(ClusterMember.inquiry_id, Candidate.state, Candidate.faq_id)
        .join(Candidate, Candidate.cluster_id == ClusterMember.cluster_id)
        .outerjoin(Faq, Faq.id == Candidate.faq_id)
        .where(
            (Candidate.state == State.REJECTED)
            | (Candidate.state.in_((State.APPROVED, State.LINKED)) & Faq.retired_at.is_(None))
        )
    )
    for inquiry_id, state, faq_id in rows:
        labels[inquiry_id] = Label(none=True) if state == State.REJECTED else Label(right=faq_id)
    return labels | _outcomes(session)


def _outcomes(session: Session) -> dict[int, Label]:
    """Return what customers and agents said of questions that were kept as inquiries."""
    told: dict[str, Label] = {}
    of_episode: dict[int, list[Label]] = {}
    for question in questions(session):
        label = None
        if question.right is not None and question.source is not Source.CHOICE:
            label = Label(right=question.right)
        elif question.refused:
            label = Label(refused=question.chosen)
        if label:
            told[f"chat:{question.message_id}"] = label
        of_episode.setdefault(question.episode_id, []).append(label or Label())
    rows = session.execute(
        select(Inquiry.id, Inquiry.external_key, Inquiry.episode_id).where(
            Inquiry.episode_id.in_(of_episode.keys())
        )
    )
    found = {}
    for inquiry_id, key, episode_id in rows:
        asked = of_episode.get(episode_id or 0, [])
        # Inquiries of other sources name only the episode: clear when one question was asked in it.
        label = told.get(key) or (asked[0] if len(asked) == 1 else None)
        if label and label != Label():
            found[inquiry_id] = label
    return found


def members_of(session: Session, candidate_id: int | None) -> frozenset[int]:
    """Return the inquiries of a candidate's topic."""
    if candidate_id is None:
        return frozenset()
    rows = session.scalars(
        select(ClusterMember.inquiry_id)
        .join(Candidate, Candidate.cluster_id == ClusterMember.cluster_id)
        .where(Candidate.id == candidate_id)
    )
    return frozenset(rows)


def newest_change(session: Session) -> tuple[Any, ...]:
    """Return what changes when inquiries come or go."""
    return tuple(session.execute(select(func.max(Inquiry.id), func.count(Inquiry.id))).one())


def keep_replay(
    session: Session,
    *,
    draft_key: str,
    candidate_id: int | None,
    faq_id: int | None,
    staff_id: int,
    index_version: str,
    form: dict[str, Any],
    result: Result,
    troubles: list[str],
    now: datetime,
) -> Replay:
    """Write what a replay found."""
    replay = Replay(
        draft_key=draft_key,
        candidate_id=candidate_id,
        faq_id=faq_id,
        staff_id=staff_id,
        at=aware(now),
        index_version=index_version,
        form=form,
        result=result.as_json(),
        troubles=troubles,
    )
    session.add(replay)
    session.flush()
    return replay


def replay_for(session: Session, replay_id: int) -> Replay:
    """Return one replay; any member of staff may read any. Raises `NoSuchReplay`."""
    replay = session.get(Replay, replay_id) if 0 < replay_id < 2**31 else None
    if replay is None:
        raise NoSuchReplay
    return replay


def examples_of(session: Session, ids: Collection[int]) -> dict[int, Example]:
    """Return inquiries to look at, by id; erased ones are left out."""
    rows = session.execute(
        select(
            Inquiry.id, Inquiry.text, Inquiry.language, Inquiry.episode_id, Candidate.id.label("candidate")
        )
        .outerjoin(ClusterMember, ClusterMember.inquiry_id == Inquiry.id)
        .outerjoin(Cluster, Cluster.id == ClusterMember.cluster_id)
        .outerjoin(Candidate, Candidate.cluster_id == Cluster.id)
        .where(Inquiry.id.in_(ids))
    )
    return {
        row.id: Example(
            id=row.id,
            text=row.text,
            language=row.language,
            episode_id=row.episode_id,
            candidate_id=row.candidate,
        )
        for row in rows
    }


def questions_of(session: Session, faq_ids: Sequence[int]) -> dict[int, str]:
    """Return what to call each FAQ: the question of its newest version."""
    rows = session.execute(
        select(FaqVersion.faq_id, FaqVersion.question_ja, FaqVersion.question_en)
        .where(FaqVersion.faq_id.in_(faq_ids))
        .order_by(FaqVersion.faq_id, FaqVersion.number)
    )
    return {faq_id: ja or en or f"FAQ {faq_id}" for faq_id, ja, en in rows}
