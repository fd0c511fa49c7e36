"""Keeping files: the row in the database, the content in the data folder, outside what the web serves."""

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.chat.attachments.content import media_type_of
from api.chat.models import Attachment, Conversation
from api.errors import Invalid, NotFound
from api.house import House

MOST = 5
UNSENT = timedelta(hours=24)
NAME = 120


class NoSuchFile(NotFound):
    """There is no such file."""


class FileNotToBeSent(Invalid):
    """One of these files cannot be sent: it is unknown, or was sent before. Attach it again."""


class TooManyFiles(Invalid):
    """A message can carry up to 5 files."""


def keep_file(
    session: Session,
    folder: Path,
    conversation: Conversation,
    *,
    name: str,
    data: bytes,
    staff_id: int | None,
    now: datetime,
) -> Attachment:
    """Keep a file that is about to be sent.

    Raises what `media_type_of` raises. The content is on the disk before the row is.
    """
    media_type = media_type_of(data)
    attachment = Attachment(
        id=secrets.token_urlsafe(16),
        conversation_id=conversation.id,
        staff_id=staff_id,
        name=_shown_name(name),
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created_at=now,
    )
    path = path_of(folder, attachment.id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    part.rename(path)
    session.add(attachment)
    session.flush()
    return attachment


def folder_of(house: House) -> Path:
    """Return the folder of the files' contents."""
    return house.settings.data_dir / "attachments"


def path_of(folder: Path, attachment_id: str) -> Path:
    """Return where a file's content lies: a folder for each first pair of letters of its id."""
    return folder / attachment_id[:2] / attachment_id


def to_send(
    session: Session, conversation_id: str, ids: Sequence[str], *, staff_id: int | None
) -> list[Attachment]:
    """Return the files that a message is to carry, in the order of `ids`.

    Raises `TooManyFiles`; and `FileNotToBeSent` when one is not the sender's own, of another conversation
    or sent.
    """
    if len(ids) > MOST:
        raise TooManyFiles
    found = session.scalars(
        select(Attachment).where(
            Attachment.id.in_(ids),
            Attachment.conversation_id == conversation_id,
            Attachment.staff_id.is_not_distinct_from(staff_id),
            Attachment.message_id.is_(None),
        )
    )
    by_id = {attachment.id: attachment for attachment in found}
    if set(by_id) != set(ids):
        raise FileNotToBeSent
    return [by_id[attachment_id] for attachment_id in dict.fromkeys(ids)]


def content_of_files(attachments: Sequence[Attachment]) -> dict[str, Any]:
    """Return what a message's content says of the files it carries; empty without any."""
    if not attachments:
        return {}
    return {
        "attachments": [
            {"id": one.id, "name": one.name, "media_type": one.media_type, "size": one.size}
            for one in attachments
        ]
    }


def sent_with(session: Session, attachments: Sequence[Attachment], message_id: int) -> None:
    """Note the message that carries the files."""
    ids = [attachment.id for attachment in attachments]
    if ids:
        session.execute(update(Attachment).where(Attachment.id.in_(ids)).values(message_id=message_id))


def sweep(session: Session, folder: Path, *, now: datetime) -> int:
    """Remove files never sent within a day, and contents whose row is gone. Return how many went."""
    session.execute(
        delete(Attachment).where(Attachment.message_id.is_(None), Attachment.created_at < now - UNSENT)
    )
    lying = {path.name: path for path in folder.glob("??/*")}
    kept = set(session.scalars(select(Attachment.id).where(Attachment.id.in_(lying))))
    # A file is on the disk before its row is: the young ones may still be coming.
    gone = [
        path
        for name, path in lying.items()
        if name not in kept and now.timestamp() - path.stat().st_mtime > UNSENT.total_seconds()
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _shown_name(name: str) -> str:
    """Return a name fit to be shown and saved under: no folders, no control characters, not too long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    if len(clean) <= NAME:
        return clean or "file"
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: NAME - 11]}.{ending[:10]}" if dot else clean[:NAME]
