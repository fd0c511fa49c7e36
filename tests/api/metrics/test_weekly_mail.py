"""The weekly mail through a real mail server: once a week, in one's language, tried again when it fails."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailBox
from fastapi.testclient import TestClient

from api.app import create_app
from api.database import transaction
from api.house import House
from api.metrics.weekly.due import TRIES, due_week, last_week, matured_week, next_try
from api.metrics.weekly.models import State, WeeklyMail
from api.metrics.weekly.sending import send_weekly
from api.metrics.weekly.store import readers, subscribe
from tests.conftest import PASSWORD

PAGE = "/staff/dashboard/weekly"
TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=TOKYO)


class Kept(MailBox):
    """Keeps the mail that came; refuses while it is full."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list = []
        self.full = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.full:
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message) -> None:
        self.mails.append(message)


@pytest.fixture
def box() -> Iterator[tuple[Kept, str]]:
    kept = Kept()
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def mailing(house: House, box) -> House:
    """A house with a mail server, on a Sunday evening."""
    changed = {"smtp_url": box[1], "mail_from": "help@shop.example"}
    return replace(house, settings=house.settings.model_copy(update=changed))


def mails(house: House) -> list[WeeklyMail]:
    with house.sessions() as session:
        return list(session.query(WeeklyMail).order_by(WeeklyMail.week))


def subscribed(house: House, weekday: int = 0) -> None:
    with transaction(house.sessions) as session:
        number = session.connection().exec_driver_sql("SELECT id FROM staff WHERE email = 'mori@example.com'")
        subscribe(session, number.scalar_one(), weekday, now=house.clock())


def parts(mail) -> tuple[str, str]:
    plain, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    return plain, html


def test_a_week_is_mailed_once_with_its_figures_and_links(mailing, box, clock, telling):
    clock.now = MONDAY - timedelta(hours=12)
    subscribed(mailing)
    with telling() as stories:
        for day, n in ((MONDAY - timedelta(days=12), 40), (MONDAY - timedelta(days=19), 30)):
            for _ in range(n):
                stories.episode(day).asks().answered().says("solved")
        stories.episode(MONDAY - timedelta(days=3)).asks().nothing().inquiry("監査ログはありますか")
    assert send_weekly(mailing) == 0
    clock.now = MONDAY + timedelta(minutes=1)
    assert send_weekly(mailing) == 1
    assert send_weekly(mailing) == 0
    (mail,) = box[0].mails
    assert mail["To"] == "mori@example.com"
    plain, html = parts(mail)
    opened = "/staff/dashboard?from=2026-11-09"
    for said in ("100.0 %", "40 / 40", "差があるとは言えません", "監査ログはありますか", opened):
        assert said in plain.replace("&amp;", "&"), said
    assert "2026-11-02〜2026-11-08 の週" in plain
    assert "<html" in html
    assert "監査ログはありますか" in html
    clock.now = MONDAY + timedelta(days=7, minutes=1)
    assert send_weekly(mailing) == 1
    assert [str(one.week) for one in mails(mailing)] == ["2026-11-09", "2026-11-16"]


def test_another_day_brings_no_second_mail_of_the_same_week(mailing, box, clock):
    clock.now = MONDAY - timedelta(hours=12)
    subscribed(mailing)
    clock.now = MONDAY + timedelta(minutes=1)
    assert send_weekly(mailing) == 1
    subscribed(mailing, weekday=2)
    clock.now = MONDAY + timedelta(days=2, minutes=1)
    assert send_weekly(mailing) == 0
    assert len(box[0].mails) == 1


def test_a_failure_is_shown_and_tried_again_later_and_later(mailing, box, clock, signed_mori):
    clock.now = MONDAY - timedelta(hours=12)
    subscribed(mailing)
    box[0].full = True
    clock.now = MONDAY + timedelta(minutes=1)
    assert send_weekly(mailing) == 0
    (mail,) = mails(mailing)
    assert (mail.state, mail.tries) == (State.FAILED, 1)
    assert mail.next_try_at == clock.now + timedelta(minutes=5)
    page = signed_mori.get(PAGE).text
    assert "送信できず" in page
    assert "mailbox full" in page
    assert send_weekly(mailing) == 0
    assert mails(mailing)[0].tries == 1
    box[0].full = False
    clock.move(minutes=6)
    assert send_weekly(mailing) == 1
    assert (mails(mailing)[0].state, len(box[0].mails)) == (State.SENT, 1)


def test_what_was_interrupted_is_not_sent_again(mailing, box, clock):
    clock.now = MONDAY - timedelta(hours=12)
    subscribed(mailing)
    clock.now = MONDAY + timedelta(minutes=1)
    send_weekly(mailing)
    with transaction(mailing.sessions) as session:
        session.query(WeeklyMail).one().state = State.SENDING
    clock.move(hours=3)
    assert send_weekly(mailing) == 0
    assert len(box[0].mails) == 1


def test_who_is_no_manager_any_more_gets_none(mailing, clock):
    clock.now = MONDAY - timedelta(hours=12)
    subscribed(mailing)
    with transaction(mailing.sessions) as session:
        assert len(readers(session)) == 1
        session.connection().exec_driver_sql("UPDATE staff SET role = 'agent' WHERE email LIKE 'mori%%'")
    clock.now = MONDAY + timedelta(minutes=1)
    assert send_weekly(mailing) == 0
    assert mails(mailing) == []


@pytest.fixture
def signed_mori(mailing: House) -> Iterator[TestClient]:
    with TestClient(create_app(mailing), base_url="http://testserver", follow_redirects=False) as mori:
        mori.post("/staff/sign-in", data={"email": "mori@example.com", "password": PASSWORD})
        shown = mori.get(PAGE).text
        mori.headers["X-CSRF-Token"] = re.search(r'name="csrf" value="([^"]+)"', shown)[1]
        yield mori


def test_subscribing_changing_the_day_stopping_and_taking_that_back(signed_mori, box, clock):
    assert "まだ登録していません" in signed_mori.get(PAGE).text
    for day, name in (("0", "月曜日"), ("4", "金曜日")):
        assert signed_mori.post(PAGE, data={"weekday": day}).status_code == 303
        assert f"毎週{name} 8時に mori@example.com へ送ります" in signed_mori.get(PAGE).text
    for wrong in ("7", "-1", "", "月"):
        assert signed_mori.post(PAGE, data={"weekday": wrong}).status_code == 422
    stopped = signed_mori.post(f"{PAGE}/stop")
    page = signed_mori.get(stopped.headers["location"]).text
    assert "配信を止めました" in page
    assert re.search(r'name="weekday" value="4"><button>', page)
    assert signed_mori.post(f"{PAGE}/now").status_code == 303
    assert box[0].mails[0]["To"] == "mori@example.com"
    box[0].full = True
    assert signed_mori.post(f"{PAGE}/now").status_code == 503
    assert "<html" in signed_mori.get(f"{PAGE}/preview").text


def test_it_is_the_managers_alone(sign_in, client):
    assert client.get(PAGE).status_code == 401
    sato = sign_in("sato")
    assert sato.get(PAGE).status_code == 403
    assert sato.post(PAGE, data={"weekday": "0"}).status_code == 403
    mori = sign_in("mori")
    assert "メールサーバーが設定されていない" in mori.get(PAGE).text
    assert mori.post(f"{PAGE}/now").status_code == 409


def test_the_week_due_and_the_week_that_has_matured():
    since = MONDAY - timedelta(days=30)
    assert str(due_week(MONDAY, 0, since, TOKYO)) == "2026-11-09"
    assert str(due_week(MONDAY - timedelta(seconds=1), 0, since, TOKYO)) == "2026-11-02"
    # A worker that comes back on Saturday still sends Monday's.
    assert str(due_week(MONDAY + timedelta(days=5), 0, since, TOKYO)) == "2026-11-09"
    assert str(due_week(MONDAY, 6, since, TOKYO)) == "2026-11-02"
    assert due_week(MONDAY, 0, MONDAY + timedelta(seconds=1), TOKYO) is None
    # Eight in the morning in Tokyo is Sunday evening in UTC.
    assert str(due_week(MONDAY.astimezone(UTC), 0, since, TOKYO)) == "2026-11-09"
    week = last_week(MONDAY, TOKYO)
    assert str(matured_week(week, MONDAY, timedelta(days=7)).first) == "2026-11-02"
    assert next_try(MONDAY, 1) == MONDAY + timedelta(minutes=5)
    assert next_try(MONDAY, TRIES) is None
