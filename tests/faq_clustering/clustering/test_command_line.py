import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from faq_clustering.__main__ import app
from faq_clustering.run import cluster_texts
from faq_clustering.tables import read_column, write_run

MODEL = Path(__file__).parents[3] / "models" / "multilingual-e5-small"
ASKED = {
    "password": [
        "パスワードを忘れました",
        "パスワードを再設定したい",
        "パスワードがわからない",
        "パスワードを変えたい",
    ],
    "invoice": [
        "請求書をダウンロードしたい",
        "請求書が見つからない",
        "請求書の宛名を直したい",
        "請求書をPDFでほしい",
    ],
    "leave": [
        "有給の残り日数を知りたい",
        "有給を申請できない",
        "有給の付与日はいつですか",
        "有給を取り消したい",
    ],
}


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "inquiries.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["text", "label"])
        for label, texts in ASKED.items():
            writer.writerows([text, label] for text in texts)
        writer.writerow(["", "leave"])
    return file


def invoke(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_run_leaves_assignments_names_and_a_manifest_that_can_be_evaluated(source, tmp_path):
    out = tmp_path / "result"
    done = invoke("run", source, "--out", out, "--model", MODEL)
    assert done.exit_code == 0, done.output
    assert sorted(file.name for file in out.iterdir()) == [
        "assignments.csv",
        "clusters.json",
        "manifest.json",
    ]
    labels = read_column(out / "assignments.csv", "label")
    assert len(labels) == 13
    assert labels[-1] == "-1"
    clusters = json.loads((out / "clusters.json").read_text("utf-8"))
    assert sum(cluster["size"] for cluster in clusters) == sum(label != "-1" for label in labels)
    assert json.loads((out / "manifest.json").read_text("utf-8"))["rows"] == 13
    figures = invoke("evaluate", out, "--labels", source, "--column", "label")
    assert json.loads(figures.output)["rows"] == 13


def test_a_run_that_fails_while_writing_leaves_nothing(source, tmp_path, encoder):
    run = cluster_texts(read_column(source, "text")[:-1], encoder)
    out = tmp_path / "result"
    with pytest.raises(OSError, match="missing"):
        write_run(run, rows=list(range(12)), of=13, source=tmp_path / "missing.csv", out=out)
    assert [file.name for file in tmp_path.iterdir()] == [source.name]


def test_the_file_of_a_japanese_excel_is_read(tmp_path):
    file = tmp_path / "excel.csv"
    file.write_bytes("text\r\n①領収書を下さい\r\n".encode("cp932"))
    assert read_column(file, "text") == ["①領収書を下さい"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"question\nhello\n", "has no column 'text'; it has: question"),
        (b"", "it has: none"),
        (b"text\n\n \n", "no text"),
        (b"text\n\x81\xff\xfe\n", "neither UTF-8 nor"),
        (b'text\n"open\n', "not a CSV file"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(tmp_path, content, message):
    file = tmp_path / "bad.csv"
    if content is not None:
        file.write_bytes(content)
    refused = invoke("run", file, "--out", tmp_path / "result")
    assert refused.exit_code == 2
    assert message in refused.output
    assert "Traceback" not in refused.output
    assert not (tmp_path / "result").exists()


def test_a_directory_that_exists_is_not_overwritten(source, tmp_path):
    refused = invoke("run", source, "--out", tmp_path)
    assert refused.exit_code == 2
    assert "exists already" in refused.output


def test_labels_of_another_file_are_refused(source, tmp_path, encoder):
    run = cluster_texts(read_column(source, "text")[:-1], encoder)
    write_run(run, rows=list(range(12)), of=12, source=source, out=tmp_path / "result")
    refused = invoke("evaluate", tmp_path / "result", "--labels", source)
    assert refused.exit_code == 2
    assert "12 rows but 13" in refused.output


def test_letters_that_share_only_their_greeting_are_not_alike(encoder):
    greeting = "いつも大変お世話になっております。株式会社みどりの佐藤と申します。\n"
    texts = [greeting + text for texts in ASKED.values() for text in texts]
    run = cluster_texts(texts, encoder)
    bare = cluster_texts([text for texts in ASKED.values() for text in texts], encoder)
    assert np.array_equal(run.clustering.labels, bare.clustering.labels)
