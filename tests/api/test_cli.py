"""The `madoguchi` command, called as a person calls it."""

import os
import subprocess
import sys
from pathlib import Path

from api.settings import ROOT


def madoguchi(*words: str, database: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        cwd=ROOT,
        env=os.environ | {"MADOGUCHI_DATABASE_URL": database},
        capture_output=True,
        text=True,
    )


def test_a_file_is_imported_with_its_columns_named(database_url: str, tmp_path: Path):
    file = tmp_path / "問い合わせ.csv"
    file.write_text(
        "本文,受信日時\n有給の申請方法は?,2026-11-01 10:00\n,2026-11-02 10:00\n", encoding="cp932"
    )
    done = madoguchi("import", str(file), "--map", "text=本文,at=受信日時", database=database_url)
    assert done.returncode == 0, done.stderr
    assert "line 3: there is no text" in done.stdout


def test_a_missing_file_is_one_sentence(database_url: str, tmp_path: Path):
    done = madoguchi("import", str(tmp_path / "none.csv"), database=database_url)
    assert done.returncode == 2
    assert "does not exist" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_database_the_way_out_is_said():
    done = madoguchi("cluster", database="postgresql://nobody@127.0.0.1:9/none")
    assert done.returncode == 1
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr
