"""`madoguchi faqs`: what the pages do, for scripts."""

from pathlib import Path

from tests.api.test_cli import madoguchi


def test_what_is_exported_is_imported_again_and_nothing_changes(database_url, full, tmp_path: Path):
    file = tmp_path / "faqs.jsonl"
    done = madoguchi("faqs", "export", "--format", "jsonl", "--output", str(file), database=database_url)
    assert done.returncode == 0, done.stderr
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(full)
    done = madoguchi("faqs", "import", str(file), database=database_url)
    assert done.returncode == 0, done.stderr
    assert "0 new, 0 changed, 3 same, 0 wrong" in done.stdout


def test_a_dry_run_tells_every_wrong_row_and_writes_nothing(database_url, tmp_path: Path):
    file = tmp_path / "faqs.csv"
    file.write_text("質問,答え\nあ,い\nう,\n", encoding="cp932")
    done = madoguchi("faqs", "import", str(file), "--dry-run", database=database_url)
    assert done.returncode == 1
    assert "line 3: A language has a question without an answer" in done.stdout
    assert "Nothing was written." in done.stdout
    done = madoguchi("faqs", "import", str(file), database=database_url)
    assert done.returncode == 1
    assert "Some rows are wrong" in done.stderr
    done = madoguchi("faqs", "import", str(file), "--only-right", database=database_url)
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout
