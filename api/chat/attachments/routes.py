"""Sending a file from the widget, and reading one by its signed address."""

from typing import Annotated, Self

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from api.chat.attachments.content import MOST_BYTES, PDF
from api.chat.attachments.keeping import NoSuchFile, folder_of, keep_file, path_of
from api.chat.attachments.links import FileLinks, links_of
from api.chat.door import known_key
from api.chat.language import language_or
from api.chat.models import Attachment
from api.chat.routes import Own
from api.database import Transaction
from api.errors import Problem
from api.house import house_of
from api.web.texts import translate

router = APIRouter()


class ShownFile(BaseModel):
    """A file as it is shown. `url` holds for half a day."""

    id: str
    name: Annotated[str, Field(examples=["画面.png"])]
    media_type: Annotated[str, Field(examples=["image/png"])]
    size: Annotated[int, Field(description="In bytes.", examples=[48213])]
    url: Annotated[str, Field(examples=["/files/mB1yT0n3Qk2cVw7Zx9aL4g?until=1767229200&signature=…"])]

    @classmethod
    def of(cls, attachment: Attachment, links: FileLinks) -> Self:
        """Show a file that was kept."""
        return cls(
            id=attachment.id,
            name=attachment.name,
            media_type=attachment.media_type,
            size=attachment.size,
            url=links.path(attachment.id),
        )


async def content_of_upload(file: UploadFile) -> bytes:
    """Return an upload's content, or of too large a one no more than shows that it is."""
    return await file.read(MOST_BYTES + 1)


Content = Annotated[bytes, Depends(content_of_upload)]


@router.post(
    "/widget/conversations/{conversation_id}/attachments",
    status_code=201,
    tags=["widget"],
    dependencies=[Depends(known_key)],
)
def attach(
    request: Request, session: Transaction, conversation: Own, file: UploadFile, data: Content
) -> ShownFile:
    """Keep a file for the next message, which names its id. Unsent ones go after a day."""
    house = house_of(request)
    folder = folder_of(house)
    try:
        kept = keep_file(
            session,
            folder,
            conversation,
            name=file.filename or "",
            data=data,
            staff_id=None,
            now=house.clock(),
        )
    except Problem as problem:
        language = language_or(conversation.language)
        raise type(problem)(translate(language, f"problems.{problem.slug}")) from problem
    return ShownFile.of(kept, links_of(house))


@router.get("/files/{attachment_id}", tags=["widget"], response_class=FileResponse)
def read_file(
    request: Request, session: Transaction, attachment_id: str, until: int = 0, signature: str = ""
) -> FileResponse:
    """Return a file's content to whoever has its signed address."""
    house = house_of(request)
    if not links_of(house).holds(attachment_id, until, signature):
        raise NoSuchFile
    attachment = session.get(Attachment, attachment_id)
    path = path_of(folder_of(house), attachment_id)
    if attachment is None or not path.is_file():
        raise NoSuchFile
    return FileResponse(
        path,
        media_type=attachment.media_type,
        filename=attachment.name,
        # A PDF can hold scripts: it is saved, never opened inside our origin.
        content_disposition_type="attachment" if attachment.media_type == PDF else "inline",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": "private, max-age=3600",
        },
    )
