"""Files as other systems write them: what is kept, skipped and refused."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from api.inquiries.importing import import_file
from api.inquiries.incoming import Reason
from api.inquiries.models import Import, Inquiry, VaultText
from api.inquiries.reading.columns import Field, NoTextColumn, UnknownColumn, parse_mapping
from api.inquiries.reading.decoding import NotAText
from api.inquiries.reading.tables import EmptyFile

JAPANESE = (
    "受付番号,受信日時,チャネル,本文,回答\n"
    "T-1,2026/01/05 09:30,メール,請求書の宛名を変えたいです。,設定から変えられます。\n"
)


def texts(session):
    return list(session.scalars(select(Inquiry.text).order_by(Inquiry.id)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_the_encoding_is_detected(house, session, encoding):
    report = import_file(house, JAPANESE.encode(encoding), name="export.csv")
    assert (report.kept, report.refused) == (1, ())
    assert texts(session) == ["請求書の宛名を変えたいです。"]


def test_columns_are_known_by_their_headers(house, session):
    report = import_file(house, JAPANESE.encode(), name="export.csv")
    assert report.columns == {
        "id": "受付番号",
        "at": "受信日時",
        "channel": "チャネル",
        "text": "本文",
        "reply": "回答",
    }
    kept = session.scalars(select(Inquiry)).one()
    assert kept.received_at == datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
    assert (kept.channel, kept.reply, kept.language) == ("メール", "設定から変えられます。", "ja")


def test_the_caller_can_say_which_column_is_which(house, session):
    file = "when\twords\n2026-01-05\tHow do I cancel?\n"
    import_file(house, file.encode(), name="x.tsv", mapping=parse_mapping("text=words, at=when"))
    assert texts(session) == ["How do I cancel?"]


def test_json_lines_are_read(house, session):
    lines = [
        json.dumps({"body": "ログインできません", "created_at": "2026-01-05T09:30:00Z"}),
        "{broken",
        '["list"]',
    ]
    report = import_file(house, "\n".join(lines).encode(), name="x.jsonl")
    assert report.kept == 1
    assert [(row.line, row.reason) for row in report.refused] == [(2, Reason.JSON), (3, Reason.JSON)]


def test_importing_the_same_file_again_adds_nothing(house, session):
    first = import_file(house, JAPANESE.encode(), name="export.csv")
    again = import_file(house, JAPANESE.encode("cp932"), name="renamed.csv")
    assert (first.kept, again.kept, again.duplicates) == (1, 0, 1)
    assert len(texts(session)) == 1


def test_a_row_that_stands_twice_in_a_file_is_kept_once(house, session):
    report = import_file(
        house, "text,at\nHow?,2026-01-05\nＨｏｗ？ ,2026-01-05\nHow?,2026-01-06\n".encode(), name="x.csv"
    )
    assert (report.kept, report.duplicates) == (2, 1)


def test_bad_rows_are_refused_with_line_and_reason_and_the_rest_is_kept(house, session):
    long = "x" * 20_001
    rows = [
        'ok,2026-01-05\n"two\nlines",2026-01-05',  # lines 2, 3 and 4
        "  ,2026-01-05",
        "late,tomorrow",
        "early,2999-01-01",
        f"{long},2026-01-05",
        "null\0byte,2026-01-05",
        "a,2026-01-05,b",
        "no date,",
    ]
    report = import_file(house, ("text,at\n" + "\n".join(rows)).encode(), name="x.csv")
    assert report.kept == 2
    assert [(row.line, row.reason) for row in report.refused] == [
        (5, Reason.EMPTY),
        (6, Reason.DATE),
        (7, Reason.FUTURE),
        (8, Reason.TOO_LONG),
        (9, Reason.NUL),
        (10, Reason.COLUMNS),
        (11, Reason.DATE),
    ]


def test_characters_that_cannot_be_read_refuse_their_row_only(house, session):
    raw = (
        "本文\nパスワードを忘れました\nカード".encode("cp932")
        + b"\x81"
        + "\nログインできません\n".encode("cp932")
    )
    report = import_file(house, raw, name="x.csv")
    assert report.encoding == "cp932"
    assert report.kept == 2
    assert [(row.line, row.reason) for row in report.refused] == [(3, Reason.UNREADABLE)]


def test_english_from_windows_is_not_read_as_japanese(house, session):
    import_file(house, "text\nI can’t log in\n".encode("cp1252"), name="x.csv")
    assert texts(session) == ["I can’t log in"]


def test_an_id_that_is_there_with_another_text_is_refused(house, session):
    import_file(house, b"id,text\n1,How do I cancel?\n", name="a.csv")
    report = import_file(house, b"id,text\n1,Where is my card?\n", name="b.csv")
    assert [row.reason for row in report.refused] == [Reason.OTHER_TEXT]
    assert import_file(house, b"id,text\n1,Where is my card?\n", name="b.csv", source="zendesk").kept == 1


def test_only_masked_text_leaves_the_vault(house, session):
    file = "本文,回答\n山田と申します。090-1234-5678に電話をください。,山田様、お電話しました。\n"
    import_file(house, file.encode(), name="x.csv")
    kept = session.scalars(select(Inquiry)).one()
    assert kept.text == "[氏名]と申します。[電話番号]に電話をください。"
    assert kept.reply == "[氏名]様、お電話しました。"
    assert "090-1234-5678" in session.scalars(select(VaultText.text)).one()


def test_a_broken_off_import_goes_on_where_it_was(house, session):
    file = "text\n" + "".join(f"question number {n}\n" for n in range(2_500))

    class Stopped(Exception):
        pass

    def stop(done: int, _every: int) -> None:
        if done >= 2_000:
            raise Stopped

    with pytest.raises(Stopped):
        import_file(house, file.encode(), name="x.csv", on_progress=stop)
    assert session.scalar(select(Import.kept)) == 2_000
    again = import_file(house, file.encode(), name="x.csv")
    assert (again.kept, again.duplicates) == (500, 2_000)


def test_a_workbook_is_told_from_a_text(house):
    with pytest.raises(NotAText):
        import_file(house, b"PK\x03\x04rest of a zip", name="x.xlsx")


def test_an_empty_file_says_so(house, session):
    with pytest.raises(EmptyFile):
        import_file(house, b"\xef\xbb\xbf\n", name="x.csv")
    assert session.scalar(select(func.count(Import.id))) == 0


def test_without_a_text_column_the_columns_are_named(house):
    with pytest.raises(NoTextColumn) as problem:
        import_file(house, b"foo,bar\n1,2\n", name="x.csv")
    assert problem.value.extra["columns"] == ["foo", "bar"]
    with pytest.raises(UnknownColumn):
        import_file(house, b"foo,bar\n1,2\n", name="x.csv", mapping={Field.TEXT: "words"})
