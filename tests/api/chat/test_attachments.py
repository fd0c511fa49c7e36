"""Files from a customer: told by their content, kept outside the web, read by a signed address only."""

import io
import os
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from api.chat.attachments.keeping import folder_of, path_of, sweep
from api.chat.models import Attachment
from api.house import House
from tests.api.chat.customer import Customer

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "orange").save(data, kind)
    return data.getvalue()


def attach(customer: Customer, data: bytes, name: str = "画面.png"):
    return customer.http.post(f"{customer.path}/attachments", files={"file": (name, data)})


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (picture("PNG"), "画面.png", "image/png"),
        (picture("JPEG"), "領収書.txt", "image/jpeg"),
        (picture("GIF"), "a.gif", "image/gif"),
        (picture("WEBP"), "a.webp", "image/webp"),
        (PDF, "請求書.pdf", "application/pdf"),
    ],
)
def test_a_file_is_what_its_content_says(hanako: Customer, data: bytes, name: str, media_type: str):
    kept = attach(hanako, data, name)
    assert kept.status_code == 201, kept.text
    assert kept.json() | {"id": "", "url": ""} == {
        "id": "",
        "url": "",
        "name": name,
        "media_type": media_type,
        "size": len(data),
    }
    read = hanako.http.get(kept.json()["url"])
    assert (read.status_code, read.content) == (200, data)
    assert read.headers["content-type"] == media_type
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.headers["content-disposition"].startswith("attachment" if name.endswith("pdf") else "inline")


@pytest.mark.parametrize(
    ("data", "status", "slug"),
    [
        (b"", 422, "empty-file"),
        (b"<html><script>alert(1)</script></html>", 415, "file-not-allowed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "file-not-allowed"),
        (b"MZ" + bytes(200), 415, "file-not-allowed"),
        (picture()[:40], 415, "file-not-allowed"),
        (bytes(10 * 1024 * 1024 + 1), 413, "file-too-large"),
        (picture("PNG", (9000, 6000)), 413, "file-too-large"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_leaves_nothing(
    hanako: Customer, session: Session, data: bytes, status: int, slug: str
):
    refused = attach(hanako, data)
    assert (refused.status_code, refused.json()["type"]) == (status, f"about:blank#{slug}")
    assert any("ぁ" <= letter <= "ん" for letter in refused.json()["detail"])
    assert session.query(Attachment).filter_by(conversation_id=hanako.id).count() == 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\絵\\画面.png", "画面.png"), ("ab\u202egnp.png", "abgnp.png")],
)
def test_a_name_shows_no_folder_and_no_trick(hanako: Customer, given: str, shown: str):
    assert attach(hanako, picture(), given).json()["name"] == shown


def test_a_long_name_keeps_its_ending(hanako: Customer):
    name = attach(hanako, picture(), "長" * 200 + ".png").json()["name"]
    assert name.endswith("長.png")
    assert len(name) < 120


def test_a_message_carries_text_and_files(hanako: Customer):
    files = [attach(hanako, picture()).json(), attach(hanako, PDF, "請求書.pdf").json()]
    sent = hanako.send(text="請求書はどこで見られますか", attachments=[file["id"] for file in files])
    assert sent.status_code == 202, sent.text
    assert [file["name"] for file in sent.json()["content"]["attachments"]] == ["画面.png", "請求書.pdf"]
    assert hanako.replies(1)[0]["content"]["act"] == "answer"
    told = next(e["data"] for e in hanako.events() if e["event"] == "message")
    assert hanako.http.get(told["content"]["attachments"][0]["url"]).content == picture()


def test_files_alone_are_received_and_a_person_is_offered(hanako: Customer):
    file = attach(hanako, picture()).json()
    assert hanako.send(attachments=[file["id"]]).status_code == 202
    said = hanako.messages("system")[-1]
    assert said["content"]["offer"] == "no_answer"
    assert hanako.state()["typing"] is False


def test_a_file_is_sent_once_and_only_by_its_owner_in_its_conversation(hanako: Customer, live_app: str):
    mine = attach(hanako, picture()).json()["id"]
    kuro = Customer(live_app)
    assert kuro.send(text="見て", attachments=[mine]).status_code == 422
    assert (
        kuro.http.post(f"{hanako.path}/attachments", files={"file": ("a.png", picture())}).status_code == 404
    )
    assert hanako.send(text="見て", attachments=[mine]).status_code == 202
    assert hanako.send(text="もう一度", attachments=[mine]).status_code == 422
    assert hanako.send(text="ない", attachments=["nothing"]).status_code == 422
    assert hanako.send(text="多い", attachments=[mine] * 6).status_code == 422
    assert [m["text"] for m in hanako.messages("customer")] == ["見て"]


def test_a_changed_or_expired_address_shows_nothing(hanako: Customer, clock):
    url = attach(hanako, picture()).json()["url"]
    assert hanako.http.get(url).status_code == 200
    assert hanako.http.get(url[:-1] + ("0" if url[-1] != "0" else "1")).status_code == 404
    assert hanako.http.get(url.split("?")[0]).status_code == 404
    assert hanako.http.get(url.replace("until=", "until=9")).status_code == 404
    clock.move(hours=14)
    assert hanako.http.get(url).status_code == 404
    hanako.send(text="こんにちは")


def test_the_sweep_takes_what_was_never_sent(hanako: Customer, house: House, session: Session):
    kept, left = (attach(hanako, picture()).json()["id"] for _ in range(2))
    hanako.send(text="見てください", attachments=[kept])
    folder, later = folder_of(house), house.clock() + timedelta(hours=25)
    for file in (kept, left):
        long_ago = house.clock().timestamp() - 30
        os.utime(path_of(folder, file), (long_ago, long_ago))
    assert sweep(session, folder, now=later) >= 1
    session.commit()
    assert path_of(folder, kept).is_file()
    assert not path_of(folder, left).exists()
    assert session.get(Attachment, left) is None


def test_files_lie_where_only_we_can_read_them(hanako: Customer, house: House):
    path = path_of(folder_of(house), attach(hanako, picture()).json()["id"])
    assert path.stat().st_mode & 0o077 == 0
