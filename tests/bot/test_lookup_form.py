"""Rasa's own form drives a look-up: started, interrupted by a question, completed, stopped."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import httpx
import pytest

from api.house import House
from api.launch.plan import tracker_url
from tests.api.chat.conftest import clock, database_url, faqs, house, running
from tests.api.chat.customer import Customer, until
from tests.api.lookups.company import lookups_at, running_company
from tests.bot.conftest import BOT_PYTHON, ROOT

__all__ = ["clock", "database_url", "faqs", "house"]

pytestmark = pytest.mark.rasa


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def live_app(trained, house: House, faqs, database_url: str, tmp_path_factory) -> Iterator[str]:
    """The application with real Rasa as its bot, and a company's system beside it."""
    port, folder = free_port(), tmp_path_factory.mktemp("bot")
    bot_url = f"http://127.0.0.1:{port}"
    settings = house.settings.model_copy(update={"bot_url": bot_url})
    with running_company() as company:
        with_rasa = replace(house, settings=settings, lookups=lookups_at(company, folder))
        with running(with_rasa) as url, (folder / "log").open("wb") as log:
            addresses = {
                "MADOGUCHI_ACTION_URL": f"{url}/rasa/actions",
                "RASA_TRACKER_URL": tracker_url(database_url),
            }
            rasa = subprocess.Popen(
                [str(BOT_PYTHON), str(ROOT / "bot" / "serve.py"), "--port", str(port)],
                env=os.environ | addresses,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                until(lambda: healthy(bot_url), 200)
                yield url
            finally:
                rasa.terminate()
                rasa.wait(20)


def healthy(bot_url: str) -> bool:
    try:
        return httpx.get(f"{bot_url}/webhooks/health/", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def replies(customer: Customer, text: str, count: int = 1) -> list[str]:
    before = len(customer.messages("bot"))
    customer.say(text)
    return [m["text"] for m in customer.replies(before + count)[before:]]


def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(live_app: str):
    hanako = Customer(live_app)
    assert "注文番号" in replies(hanako, "注文した商品はいつ届きますか")[0]
    assert "電話番号の下4桁" in replies(hanako, "ORD-10001です")[0]
    answer, resumed = replies(hanako, "パスワードを忘れました", 2)
    assert answer == "再設定の画面から変更できます。"
    assert resumed.startswith("ご注文の状況の続きです。")
    assert replies(hanako, "ありがとうございます", 2)[-1].startswith("ご注文の状況の続きです。")
    assert "発送済みです" in replies(hanako, "1234")[0]
    assert "入金を確認済みです" in replies(hanako, "INV-2026-0001の入金を確認したい")[0]


def test_a_wrong_value_a_correction_and_a_stop(live_app: str):
    hanako = Customer(live_app)
    replies(hanako, "注文の状況を教えてください")
    assert "5桁の数字" in replies(hanako, "12")[0]
    replies(hanako, "ORD-10002")
    assert "訂正" in replies(hanako, "違います、ORD-10003が正しいです")[0]
    assert "中止しました" in replies(hanako, "やっぱりやめます")[0]
    assert replies(hanako, "パスワードを忘れました") == ["再設定の画面から変更できます。"]


def test_a_person_in_the_middle_ends_the_form(live_app: str):
    hanako = Customer(live_app)
    replies(hanako, "在庫はありますか")
    replies(hanako, "担当者と話したいです")
    assert hanako.state()["hand_off"] == "waiting"
    hanako.http.delete(f"{hanako.path}/hand-off")
    assert replies(hanako, "パスワードを忘れました") == ["再設定の画面から変更できます。"]
