"""Keeping inquiries: masked in their table, originals in the vault, nothing twice."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.clock import aware
from api.inquiries.incoming import LONGEST, Incoming, Reason, Refused, Report
from api.inquiries.redaction import mask
from api.inquiries.store import COLUMNS, insert_inquiries, insert_inquiry, known_originals
from api.inquiries.vectors import Embedding, embedded, write_embedded
from faq_clustering.embedding import text_key
from faq_clustering.text import demand_of, language_of, normalise

# Clocks differ, and so do the time zones of exports that don't name theirs.
AHEAD = timedelta(days=1)


def keep(
    session: Session,
    incoming: Sequence[Incoming],
    *,
    source: str,
    now: datetime,
    import_id: int | None = None,
    sample: bool = False,
    embedding: Embedding | None = None,
) -> Report:
    """Keep what is new and sound. Rows that are there already are counted, bad ones refused with a reason.

    `embedding`: of who has just embedded the texts. The vectors of those that had nothing to mask are kept.
    """
    refused: list[Refused] = []
    fresh: dict[str, Incoming] = {}
    duplicates = 0
    for row in incoming:
        reason = refusal(row, now=now)
        key = inquiry_key(row, source)
        if reason is not None:
            refused.append(Refused(line=row.line, reason=reason))
        elif key not in fresh:
            fresh[key] = row
        elif _same(row.text, fresh[key].text):
            duplicates += 1
        else:
            refused.append(Refused(line=row.line, reason=Reason.OTHER_TEXT))
    for key, original in known_originals(session, list(fresh)).items():
        row = fresh.pop(key)
        if original is None or _same(row.text, original):
            duplicates += 1
        else:
            refused.append(Refused(line=row.line, reason=Reason.OTHER_TEXT))
    values = [
        {"external_key": key, "source": source, "import_id": import_id, "sample": sample, **_masked(row, now)}
        for key, row in fresh.items()
    ]
    originals = {key: (row.text, row.reply) for key, row in fresh.items()}
    ids = insert_inquiries(session, values, originals)
    if embedding is not None:
        unmasked = [row for row in values if row["text"] == originals[row["external_key"]][0].strip()]
        write_embedded(session, [(row["text_key"], row["text"]) for row in unmasked], embedding)
    return Report(
        kept=len(ids),
        duplicates=duplicates + len(fresh) - len(ids),
        refused=tuple(sorted(refused, key=lambda found: found.line)),
        ids=tuple(ids),
    )


def keep_one(
    session: Session, row: Incoming, *, source: str, now: datetime, embedding: Embedding | None = None
) -> bool:
    """Keep an inquiry from a conversation, in one statement; return whether it is new and sound."""
    if refusal(row, now=now) is not None:
        return False
    values = _masked(row, now) | {"external_key": inquiry_key(row, source), "source": source}
    text, vector, model_id = row.text.strip(), None, ""
    if embedding is not None and values["text"] == text:
        vector, model_id = embedded(text, embedding), embedding.embedder.model_id
    wanted = {name: values[name] for name in (*COLUMNS, "conversation_id", "episode_id")}
    return insert_inquiry(session, wanted, row.text, vector=vector, model_id=model_id)


def refusal(row: Incoming, *, now: datetime) -> Reason | None:
    """Why this row can't be kept; None when it can."""
    names = (row.external_key, row.handler, row.customer_id)
    texts = row.text + (row.reply or "") + row.channel + "".join(name or "" for name in names)
    if "\0" in texts:
        return Reason.NUL
    if "\ufffd" in texts or any("\ud800" <= character <= "\udfff" for character in texts):
        return Reason.UNREADABLE
    if not row.text.strip():
        return Reason.EMPTY
    if len(row.text) > LONGEST or len(row.reply or "") > LONGEST:
        return Reason.TOO_LONG
    if row.received_at is not None and aware(row.received_at) > now + AHEAD:
        return Reason.FUTURE
    return None


def inquiry_key(row: Incoming, source: str) -> str:
    """The stable key of an inquiry: its own id, else a hash of source, text and time."""
    if row.external_key:
        return f"{source}:{row.external_key}"
    at = row.received_at.timestamp() if row.received_at else ""
    told = "\n".join((source, str(at), row.conversation_id or "", normalise(row.text)))
    return f"{source}#{hashlib.sha256(told.encode(errors='replace')).hexdigest()[:32]}"


def _masked(row: Incoming, now: datetime) -> dict[str, Any]:
    text = mask(row.text.strip())
    return {
        "channel": row.channel or "other",
        "text": text,
        "reply": mask(row.reply.strip()) if row.reply and row.reply.strip() else None,
        "language": language_of(text),
        "text_key": text_key(demand_of(text)),
        "received_at": row.received_at or now,
        "handle_minutes": row.handle_minutes,
        "replied_at": row.replied_at,
        "closed_at": row.closed_at,
        "handler": row.handler,
        # Whoever it says no more of than a name stays unknown: no more is kept than is needed.
        "customer_id": row.customer_id if row.tells_an_episode else None,
        "account_id": row.account_id,
        "conversation_id": row.conversation_id,
        "episode_id": row.episode_id,
        "created_at": now,
    }


def _same(text: str, other: str) -> bool:
    return normalise(text) == normalise(other)
