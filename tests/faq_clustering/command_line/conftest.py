"""Small CSV files, the commands, and one run that many tests read."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from faq_clustering.__main__ import app

SAID = """
password パスワードを忘れました パスワードを再設定したい パスワードがわからない
password パスワードを変えたい パスワードが通らない パスワードの変え方は？
invoice 請求書をダウンロードしたい 請求書が見つからない 請求書の宛名を直したい
invoice 請求書をPDFでほしい 請求書が届きません 請求書の金額が違います
leave 有給の残り日数を知りたい 有給を申請できない 有給の付与日はいつですか
leave 有給を取り消したい 有給は半日でも取れますか 有給の申請期限は？
printer プリンターが動きません プリンターの紙が詰まりました プリンターのトナーを換えたい
printer プリンターにつながらない プリンターの色が薄い プリンターから変な音がする
pass 定期券の区間を変えたい 定期券の払い戻しはできますか 定期券を買い直しました
pass 定期券の代金はいつ戻りますか 定期券をなくしました 定期券の経路を変えたい
"""
LABELLED = [(text, line.split()[0]) for line in SAID.strip().splitlines() for text in line.split()[1:]]
TEXTS = [text for text, _ in LABELLED]

Rows = Iterable[Sequence[object]]


def invoke(*arguments: object) -> Result:
    """One command, as it is typed."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def refused(result: Result) -> str:
    """What a refusal says: one sentence on standard error, status 2, no traceback."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_json(file: Path):
    return json.loads(file.read_text("utf-8"))


@pytest.fixture(scope="session", autouse=True)
def vectors_are_kept_apart(tmp_path_factory):
    """The user's own cache is not touched, and each text is embedded once."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def table(tmp_path_factory) -> Callable[..., Path]:
    """Writes a CSV file."""

    def write(rows: Rows, columns: Sequence[str] = ("text",)) -> Path:
        file = tmp_path_factory.mktemp("table") / "inquiries.csv"
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(columns)
            writer.writerows(rows)
        return file

    return write


@pytest.fixture(scope="session")
def source(table) -> Path:
    """Thirty inquiries of five topics and a row without text; a column has a name of ours."""
    return table(
        [(text, label, f"no. {n}") for n, (text, label) in enumerate([*LABELLED, ("", "pass")])],
        ("text", "label", "row"),
    )


@pytest.fixture(scope="session")
def result(source, tmp_path_factory) -> Path:
    """The run of `source`. Tests only read it."""
    out = tmp_path_factory.mktemp("run") / "result"
    done = invoke("run", source, "--out", out)
    assert done.exit_code == 0, done.output
    return out
