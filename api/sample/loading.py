"""Loading the sample: every row in one transaction; then vectors, topics and links."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.chat.models import Contact
from api.episodes.models import Episode
from api.house import House
from api.inquiries.incoming import Incoming, Report
from api.inquiries.keeping import keep
from api.inquiries.store import write_report
from api.sample.casting import End, Scene, scenes
from api.sample.dating import Dated, dated
from api.sample.marker import mark_loaded
from api.sample.playing import play
from api.sample.rows import Cast, write_cast
from api.sample.stories import Teller
from api.sample.written import read_inquiries, rising_topics

SOURCE = "sample"
WITHOUT_REPLY = {End.SOLVED, End.QUIET, End.JUST_NOW, End.REFUSED, End.GAVE_UP, End.BLOCKED, End.WAITING}
"""Nobody of the staff replied in these conversations."""
BY_PHONE_OR_MAIL = 0.6
"""Share of the other inquiries whose account is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """How many rows of each kind were written."""

    staff: int
    accounts: int
    contacts: int
    faqs: int
    inquiries: int
    conversations: int


def load_rows(session: Session, house: House) -> Loaded:
    """Write all sample rows; the caller's transaction makes it all or nothing."""
    now, zone = house.clock(), house.settings.zone
    cast = write_cast(session, now=now, zone=zone)
    inquiries = dated(read_inquiries(), rising=rising_topics(), now=now, zone=zone)
    told = scenes(inquiries, topics=cast.faqs.keys(), now=now)
    quiet = timedelta(hours=house.settings.quiet_hours)
    episodes = play(session, cast, told, Teller(cast=cast, now=now, quiet=quiet))
    import_id = mark_loaded(session, now=now)
    incoming = _incoming(inquiries, told, episodes, cast)
    report: Report = keep(session, incoming, source=SOURCE, now=now, import_id=import_id, sample=True)
    write_report(session, import_id, report)
    return Loaded(
        staff=len(cast.staff),
        accounts=len(cast.accounts),
        contacts=session.scalar(select(func.count(Contact.id)).where(Contact.sample)) or 0,
        faqs=len(cast.faqs),
        inquiries=report.kept,
        conversations=len(told),
    )


def _incoming(
    inquiries: Sequence[Dated], told: Sequence[Scene], episodes: dict[str, Episode], cast: Cast
) -> list[Incoming]:
    played = {scene.dated.written.key: scene for scene in told if scene.dated}
    of_contact = {contact.id: contact.account_id for contact in cast.contacts}
    return [_one(row, played.get(row.written.key), episodes, of_contact, cast) for row in inquiries]


def _one(
    row: Dated,
    scene: Scene | None,
    episodes: dict[str, Episode],
    of_contact: dict[int, int | None],
    cast: Cast,
) -> Incoming:
    written = row.written
    plain = Incoming(
        text=written.text,
        received_at=row.at,
        channel=written.channel,
        reply=written.reply,
        external_key=written.key,
        handle_minutes=row.handle_minutes,
        account_id=_account_of(written.text, written.key, cast),
    )
    if scene is None:
        return plain
    episode = episodes[written.key]
    silent = scene.end in WITHOUT_REPLY
    return replace(
        plain,
        received_at=scene.at,
        channel="chat",
        reply=None if silent else plain.reply,
        handle_minutes=None if silent else plain.handle_minutes,
        account_id=of_contact.get(episode.contact_id),
        conversation_id=episode.conversation_id,
        episode_id=episode.id,
    )


def _account_of(text: str, key: str, cast: Cast) -> int | None:
    """The account a text names, else one by chance, else none."""
    chance = random.Random(f"account {key}")
    named = [one for one in cast.accounts if one.name.replace("株式会社", "").strip() in text]
    if named:
        return named[0].id
    return chance.choice(cast.accounts).id if chance.random() < BY_PHONE_OR_MAIL else None
