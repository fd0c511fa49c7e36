"""A conversation as plain text, for the customer to keep."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.chat.language import language_or
from api.chat.models import Conversation
from api.chat.store import Line, transcript
from api.clock import Clock
from api.database import transaction
from api.house import House
from api.mail import send_mail
from api.web.formats import absolute
from api.web.texts import translate


def plain_transcript(session: Session, conversation: Conversation, *, clock: Clock, zone: ZoneInfo) -> str:
    """Return what was said, in the conversation's language, with times in `zone`."""
    language = language_or(conversation.language)
    title = translate(language, "chat.transcript_title")
    at = translate(language, "chat.transcript_at", at=absolute(clock(), zone=zone, language=language))
    said = [_said(line, language, zone) for line in transcript(session, conversation.id)]
    return "\n\n".join([f"{title} ({at})", *said]) + "\n"


def mail_transcript(house: House, conversation_id: str, address: str) -> None:
    """Mail a conversation as it is now. Raises what `send_mail` raises; nothing when it has been erased."""
    with transaction(house.sessions) as session:
        conversation = session.get(Conversation, conversation_id)
        if conversation is None:
            return
        language = language_or(conversation.language)
        text = plain_transcript(session, conversation, clock=house.clock, zone=house.settings.zone)
    lead = translate(language, "chat.transcript_lead")
    subject = translate(language, "chat.transcript_subject")
    send_mail(house.settings, to=address, subject=subject, text=f"{lead}\n\n{text}")


def _said(line: Line, language: str, zone: ZoneInfo) -> str:
    who = line.agent or translate(language, f"chat.transcript_{line.author}")
    files = [
        translate(language, "chat.transcript_file", name=file["name"])
        for file in line.content.get("attachments", [])
    ]
    choices = [f"・ {choice['text']}" for choice in line.content.get("choices", [])]
    head = f"{absolute(line.created_at, zone=zone, language=language)}  {who}"
    return "\n".join([head, *filter(None, [line.text]), *choices, *files])
