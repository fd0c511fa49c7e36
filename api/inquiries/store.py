"""The SQL of inquiries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from api.inquiries.incoming import Report
from api.inquiries.models import IdempotencyKey, Import, Inquiry, VaultText, Vector

Floats = NDArray[np.float32]
ROWS = 1_000


def known_originals(session: Session, keys: Sequence[str]) -> dict[str, str | None]:
    """The original text by key of those inquiries that are there; None where it has been erased."""
    rows = session.execute(_ORIGINALS, {"keys": list(keys)})
    return {row.external_key: row.text for row in rows}


def insert_inquiries(
    session: Session, values: Sequence[Mapping[str, Any]], originals: Mapping[str, tuple[str, str | None]]
) -> list[int]:
    """Insert masked rows and their originals by external key; ids of those nobody else inserted meanwhile."""
    ids: list[int] = []
    for first in range(0, len(values), ROWS):
        rows = [dict(row) for row in values[first : first + ROWS]]
        inserted = session.execute(_INSERTED, rows).all()
        vault = [
            {"inquiry_id": id_, "text": originals[key][0], "reply": originals[key][1]}
            for id_, key in inserted
        ]
        if vault:
            session.execute(_VAULT, vault)
        ids += [id_ for id_, _ in inserted]
    return sorted(ids)


def insert_inquiry(
    session: Session,
    values: Mapping[str, Any],
    original: str,
    *,
    vector: Floats | None = None,
    model_id: str = "",
) -> bool:
    """Insert one masked row, its original and the vector (d,) of its text, in one statement.

    Return whether it is new; else nothing is written.
    """
    whole = {**values, "original": original, "model_id": model_id}
    whole["vector"] = None if vector is None else vector.astype("<f4").tobytes()
    return session.connection().execute(_KEPT, whole).scalar() is not None


def account_ids(session: Session, external_ids: Sequence[str]) -> dict[str, int]:
    """Ids of customer accounts by the ids other systems know them by."""
    # By name: the accounts' room lies above this one.
    accounts = sa.table("accounts", sa.column("id", sa.Integer), sa.column("external_id", sa.Text))
    if not external_ids:
        return {}
    rows = session.execute(
        sa.select(accounts.c.external_id, accounts.c.id).where(accounts.c.external_id.in_(set(external_ids)))
    )
    return {row.external_id: row.id for row in rows}


def write_report(session: Session, import_id: int, report: Report) -> None:
    """Write what an import did so far."""
    refused = [{"line": found.line, "reason": found.reason.value} for found in report.refused]
    session.execute(
        sa.update(Import)
        .where(Import.id == import_id)
        .values(kept=report.kept, duplicates=report.duplicates, refused=refused)
    )


def texts_without_vector(session: Session, model_id: str) -> list[tuple[str, str]]:
    """(text_key, masked text) of each text that has no vector by this model."""
    rows = session.execute(
        sa.select(Inquiry.text_key, sa.func.min(Inquiry.text))
        .where(
            ~sa.exists().where(Vector.text_key == Inquiry.text_key, Vector.model_id == model_id),
        )
        .group_by(Inquiry.text_key)
        .order_by(Inquiry.text_key)
    )
    return [(key, text) for key, text in rows]


def write_vectors(session: Session, keys: Sequence[str], vectors: Floats, model_id: str) -> None:
    """Keep vectors; one that is there stays."""
    if len(keys) == 0:
        return
    rows = [
        {"text_key": key, "model_id": model_id, "vector": row.astype("<f4").tobytes()}
        for key, row in zip(keys, vectors, strict=True)
    ]
    session.execute(_VECTORS, rows)


def read_vectors(session: Session, keys: Sequence[str], model_id: str) -> Iterator[tuple[str, Floats]]:
    """(text_key, vector) of those that are there."""
    rows = session.execute(
        sa.select(Vector.text_key, Vector.vector).where(
            Vector.model_id == model_id,
            Vector.text_key == sa.any_(sa.literal(list(keys), sa.ARRAY(sa.Text))),
        )
    )
    for key, raw in rows:
        yield key, np.frombuffer(raw, "<f4")


def answered_request(session: Session, key: str) -> IdempotencyKey | None:
    """The answer a request with this key got. A second request with it waits until the first is over."""
    session.execute(
        sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"idempotency {key}", 0)))
    )
    return session.get(IdempotencyKey, key)


def remember_answer(
    session: Session, *, key: str, request_hash: str, response: dict[str, Any], now: datetime
) -> None:
    """Keep the answer for a request that comes again."""
    session.add(IdempotencyKey(key=key, request_hash=request_hash, response=response, created_at=now))


def _kept() -> sa.Select[int]:
    """One statement for what a customer asked: four would be four ways to the database, in every turn."""
    inquiries = cast(sa.Table, Inquiry.__table__)
    names = (*COLUMNS, "conversation_id", "episode_id")
    kept = (
        insert(inquiries)
        .values({name: sa.bindparam(name, type_=inquiries.c[name].type) for name in names})
        .on_conflict_do_nothing(index_elements=[inquiries.c.external_key])
        .returning(inquiries.c.id)
        .cte("kept")
    )
    original = sa.select(kept.c.id, sa.bindparam("original", type_=sa.Text))
    vaulted = insert(cast(sa.Table, VaultText.__table__)).from_select(["inquiry_id", "text"], original)
    # Cast: of nothing PostgreSQL cannot tell the type.
    vector = sa.cast(sa.bindparam("vector", type_=sa.LargeBinary), sa.LargeBinary)
    embedded = sa.select(
        sa.bindparam("text_key", type_=sa.Text), sa.bindparam("model_id", type_=sa.Text), vector
    ).where(sa.exists().select_from(kept), vector.is_not(None))
    vectored = (
        insert(cast(sa.Table, Vector.__table__))
        .from_select(["text_key", "model_id", "vector"], embedded)
        .on_conflict_do_nothing()
    )
    return sa.select(kept.c.id).add_cte(vaulted.cte("vaulted"), vectored.cte("vectored"))


COLUMNS = ("source", "channel", "external_key", "text", "language", "text_key", "received_at", "created_at")
# Put together once: every question that is asked in the chat needs them.
_KEPT = _kept()
_ORIGINALS = (
    sa.select(Inquiry.external_key, VaultText.text)
    .join(VaultText, VaultText.inquiry_id == Inquiry.id, isouter=True)
    .where(Inquiry.external_key == sa.any_(sa.bindparam("keys", type_=sa.ARRAY(sa.Text))))
)
_INSERTED = (
    insert(Inquiry)
    .on_conflict_do_nothing(index_elements=[Inquiry.external_key])
    .returning(Inquiry.id, Inquiry.external_key)
)
_VAULT = sa.insert(VaultText)
_VECTORS = insert(Vector).on_conflict_do_nothing()
