import json
import shutil

import pytest

from .conftest import TEXTS, invoke, read, refused


def test_copies_go_where_their_original_is_and_others_where_their_neighbours_are(result, table, tmp_path):
    news = table(
        [
            ("1", "ﾊﾟｽﾜｰﾄﾞを忘れました"),
            ("2", "お世話になっております。株式会社みどりの佐藤です。\n請求書が見つからない。"),
            ("3", ""),
        ],
        ("number", "text"),
    )
    done = invoke("assign", result, news, "--out", tmp_path / "new.csv")
    assert done.exit_code == 0, done.output
    rows, known = read(tmp_path / "new.csv"), {row["text"]: row for row in read(result / "assignments.csv")}
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["cluster"] == known["パスワードを忘れました"]["cluster"] != "-1"
    assert rows[0]["strength"] == "1.0000"
    assert rows[1]["cluster"] == known["請求書が見つからない"]["cluster"]
    assert (rows[2]["cluster"], rows[2]["strength"]) == ("-1", "0.0000")


def test_an_inquiry_without_half_of_the_vote_has_no_cluster_but_a_nearest_one(result, table, tmp_path):
    news = table([("Where is the museum of natural history?",), ("🐟🐟🐟",)])
    assert invoke("assign", result, news, "--out", tmp_path / "new.csv").exit_code == 0
    for row in read(tmp_path / "new.csv"):
        assert row["cluster"] == "-1" or float(row["strength"]) >= 0.5
        assert row["nearest"] != "-1"


def test_the_same_file_twice_gives_the_same_result_and_replaces_an_older_one(result, source, tmp_path):
    for name in ("a.csv", "b.csv", "a.csv"):
        assert invoke("assign", result, source, "--out", tmp_path / name).exit_code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_the_runs_own_rows_keep_their_clusters(result, source, tmp_path):
    assert invoke("assign", result, source, "--out", tmp_path / "new.csv").exit_code == 0
    before, after = read(result / "assignments.csv"), read(tmp_path / "new.csv")
    assert [row["cluster"] for row in after] == [row["cluster"] for row in before]


def test_a_text_with_two_questions_names_the_other_cluster_too(result, table, tmp_path):
    both = "・パスワードの変え方は？\n・有給の申請期限は？"
    assert invoke("assign", result, table([(both,)]), "--out", tmp_path / "new.csv").exit_code == 0
    row, known = read(tmp_path / "new.csv")[0], read(result / "assignments.csv")
    cluster_of = {entry["text"]: entry["cluster"] for entry in known}
    assert row["cluster"] == cluster_of["パスワードの変え方は？"] != "-1"
    assert row["also"] == cluster_of["有給の申請期限は？"] != "-1"


def test_the_column_is_the_runs_unless_another_is_named(result, table, tmp_path):
    news = table([(TEXTS[0],)], ("question",))
    said = refused(invoke("assign", result, news, "--out", tmp_path / "new.csv"))
    assert "has no column 'text'; it has: 'question'" in said
    assert (
        invoke("assign", result, news, "--out", tmp_path / "new.csv", "--column", "question").exit_code == 0
    )


def test_a_run_of_another_model_is_refused(result, source, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(result, other)
    manifest = json.loads((other / "manifest.json").read_text("utf-8"))
    (other / "manifest.json").write_text(json.dumps(manifest | {"model_id": "another-model"}), "utf-8")
    said = refused(invoke("assign", other, source, "--out", tmp_path / "new.csv"))
    assert "made with the embedding model another-model" in said
    assert not (tmp_path / "new.csv").exists()


@pytest.mark.parametrize("place", ["input", "run", "directory"])
def test_what_is_read_is_never_written_over(result, source, place):
    out = {"input": source, "run": result / "assignments.csv", "directory": result}[place]
    before = source.read_bytes(), (result / "assignments.csv").read_bytes()
    refused(invoke("assign", result, source, "--out", out))
    assert (source.read_bytes(), (result / "assignments.csv").read_bytes()) == before
