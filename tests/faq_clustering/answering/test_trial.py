"""`python -m faq_clustering.answering evaluate`: files in, decisions and figures out."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from faq_clustering.answering.__main__ import app

ROOT = Path(__file__).parents[3]
QUESTIONS = (
    ("パスワードを失念してしまいました", "1"),
    ("領収書を発行してください", "3"),
    ("商品の到着が遅い", "2"),
    ("カレーの作り方", ""),
    ("", ""),
)
FIGURES = {
    "precision",
    "answered",
    "deflection",
    "ask_hit_rate",
    "auroc_out_of_scope",
    "top1",
    "ece",
    "threshold",
    "seconds",
}


def write(file: Path, rows: Sequence[Sequence[str]], columns: Sequence[str] = ("text", "label")) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])
    return file


@dataclass(frozen=True)
class Files:
    folder: Path
    faqs: Path
    queries: Path
    out: Path

    def command(self, **changed: object) -> list[str]:
        named = {"faqs": self.faqs, "queries": self.queries, "out": self.out, **changed}
        return [
            "evaluate",
            "--no-cache",
            *(str(word) for name in named for word in (f"--{name}", named[name])),
        ]


@pytest.fixture
def files(tmp_path: Path, texts: dict[int, tuple[str, ...]]) -> Files:
    return Files(
        folder=tmp_path,
        faqs=write(tmp_path / "faqs.csv", [(t, str(faq)) for faq, said in texts.items() for t in said]),
        queries=write(tmp_path / "queries.csv", QUESTIONS),
        out=tmp_path / "decisions.csv",
    )


def test_the_command_decides_on_every_question_and_scores_itself(files: Files) -> None:
    background = write(files.folder / "background.csv", [("返品したい",), ("退会の方法は",)], ["text"])
    recent = write(files.folder / "recent.csv", [("荷物が来ません",), ("領収書について",)], ["text"])
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "faq_clustering.answering",
            *files.command(background=background, unlabelled=recent, share=0.3, target=0.9),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert set(report) >= FIGURES
    assert (report["target"], report["share"], report["questions"]) == (0.9, 0.3, len(QUESTIONS))
    # Thirty labels promise nothing: only approved words are answered.
    assert report["threshold"] is None
    assert (report["precision"], report["answered"]) == (1.0, 0.2)
    assert report["deflection"] == pytest.approx(1 / 3, abs=1e-4)
    assert report["ask_hit_rate"] == report["top1"] == report["auroc_out_of_scope"] == 1.0
    assert report["seconds"] > 0

    with files.out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0])[:5] == ["row", "decision", "label", "confidence", "choices"]
    assert [row["row"] for row in rows] == [str(row) for row in range(len(QUESTIONS))]
    assert [row["decision"] for row in rows] == ["ask", "answer", "ask", "none", "none"]
    assert [row["label"] for row in rows] == ["", "3", "", "", ""]
    assert [row["choices"].split("|")[0] for row in rows] == ["1", "3", "2", "", ""]
    assert all(0 <= float(row["confidence"]) <= 1 for row in rows)


NO_ROWS: list[tuple[str, str]] = []


@pytest.mark.parametrize(
    ("name", "rows", "columns", "sentence"),
    [
        ("faqs", None, (), "cannot be read"),
        ("queries", None, (), "cannot be read"),
        ("background", None, (), "cannot be read"),
        ("faqs", [("パスワードを忘れました",)], ("text",), "no column 'label'"),
        ("queries", [("1",)], ("label",), "no column 'text'"),
        ("unlabelled", [("1",)], ("label",), "no column 'text'"),
        ("faqs", [("パスワードを忘れました", "1"), ("領収書", "")], ("text", "label"), "row 2 has no label"),
        ("queries", [("領収書", "4")], ("text", "label"), "'4' is no FAQ"),
        ("faqs", NO_ROWS, (), "is empty"),
        ("faqs", NO_ROWS, ("text", "label"), "has no phrasing"),
        ("faqs", [("", "1")], ("text", "label"), "has no phrasing"),
        ("queries", NO_ROWS, ("text", "label"), "has no question"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
    files: Files,
    name: str,
    rows: Sequence[Sequence[str]] | None,
    columns: Sequence[str],
    sentence: str,
) -> None:
    bad = files.folder / "bad.csv"
    if rows is not None:
        write(bad, rows, columns)
    files.out.write_text("kept", "utf-8")
    said = refusal(files, **{name: bad})
    assert sentence in said
    assert str(bad) in said
    assert len(said.strip().splitlines()) == 1
    assert files.out.read_text("utf-8") == "kept"


@pytest.mark.parametrize(
    ("option", "value"), [("target", 0.2), ("target", 2), ("share", 1), ("share", -0.1), ("target", "high")]
)
def test_a_number_out_of_range_is_refused(files: Files, option: str, value: object) -> None:
    assert f"--{option}" in refusal(files, **{option: value})
    assert not files.out.exists()


@pytest.mark.parametrize("name", ["faqs", "queries"])
def test_no_input_is_written_over(files: Files, name: str) -> None:
    read: Path = getattr(files, name)
    before = read.read_bytes()
    assert "Name another file" in refusal(files, out=read)
    assert read.read_bytes() == before


def refusal(files: Files, **changed: object) -> str:
    """What is said on standard error; nothing is printed and no file is made."""
    before = sorted(files.folder.iterdir())
    done = CliRunner().invoke(app, files.command(**changed))
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert sorted(files.folder.iterdir()) == before
    return done.stderr
