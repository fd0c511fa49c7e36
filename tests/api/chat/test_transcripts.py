"""The customer keeps what was said: as a file, or by mail through a real mail server."""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailBox

from api.chat.transcripts import mail_transcript
from api.house import House
from tests.api.chat.conftest import running
from tests.api.chat.customer import Customer


class Kept(MailBox):
    """Keeps the mail that came."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list = []

    def handle_message(self, message) -> None:
        self.mails.append(message)


@pytest.fixture
def post() -> Iterator[tuple[Kept, str]]:
    box = Kept()
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


def with_mail(house: House, url: str) -> House:
    changed = {"smtp_url": url, "mail_from": "窓口 <help@shop.example>"}
    return replace(house, settings=house.settings.model_copy(update=changed))


def test_the_download_says_who_said_what(hanako: Customer):
    hanako.ask("請求書はどこで見られますか")
    got = hanako.http.get(f"{hanako.path}/transcript", params={"format": "txt"})
    assert got.status_code == 200
    assert got.headers["content-disposition"].startswith("attachment")
    text = got.content.decode("utf-8-sig")
    assert text.startswith("お問い合わせの控え")
    assert text.index("お客さま\n請求書はどこで見られますか") < text.index("ボット\n請求の画面にあります。")


def test_only_its_customer_reads_a_transcript(hanako: Customer, live_app: str):
    kuro = Customer(live_app)
    assert kuro.http.get(f"{hanako.path}/transcript").status_code == 404
    assert kuro.http.post(f"{hanako.path}/transcript", json={"email": "a@b.example"}).status_code == 404
    assert hanako.http.get(f"{hanako.path}/transcript", params={"format": "exe"}).status_code == 422


def test_without_a_mail_server_it_is_said(hanako: Customer):
    refused = hanako.http.post(f"{hanako.path}/transcript", json={"email": "hanako@example.co.jp"})
    assert (refused.status_code, refused.json()["type"]) == (409, "about:blank#no-mail-server")
    assert "ダウンロード" in refused.json()["detail"]


def test_the_transcript_is_mailed_once_a_minute(live_house: House, faqs, post, clock, session):
    box, url = post
    house = with_mail(live_house, url)
    with running(house) as address:
        hanako = Customer(address)
        hanako.say("領収書をください")

        def ask(email: str) -> int:
            return hanako.http.post(f"{hanako.path}/transcript", json={"email": email}).status_code

        assert ask("hanako@@example") == 422
        assert ask("花子") == 422
        assert ask("hanako@example.co.jp") == 202
        assert ask("hanako@example.co.jp") == 429
        clock.move(minutes=2)
        assert ask("hanako@example.co.jp") == 202
        assert "hanako@example.co.jp" in hanako.messages("system")[-1]["text"]
    jobs = session.connection().exec_driver_sql(
        "SELECT args->>'address' FROM procrastinate_jobs WHERE task_name = 'mail_transcript'"
    )
    assert [row[0] for row in jobs] == ["hanako@example.co.jp"] * 2
    mail_transcript(house, hanako.id, "hanako@example.co.jp")
    (mail,) = box.mails
    assert mail["To"] == "hanako@example.co.jp"
    text = mail.get_payload(decode=True).decode()
    assert "領収書をください" in text


def test_a_conversation_that_is_gone_mails_nothing(live_house: House, post):
    box, url = post
    mail_transcript(with_mail(live_house, url), "gone", "hanako@example.co.jp")
    assert box.mails == []
