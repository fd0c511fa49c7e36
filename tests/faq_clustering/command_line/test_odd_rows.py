"""Rows that are no proper inquiries give a sensible result."""

import pytest

from .conftest import TEXTS, invoke, read, read_json, refused


def clusters_of(file, out):
    done = invoke("run", file, "--out", out)
    assert done.exit_code == 0, done.output
    return [row["cluster"] for row in read(out / "assignments.csv")]


def test_one_row_is_in_no_cluster_and_everything_else_works_on_it(table, tmp_path):
    out = tmp_path / "result"
    assert clusters_of(table([("パスワードを忘れました",)]), out) == ["-1"]
    assert read_json(out / "clusters.json") == []
    assert invoke("evaluate", out).exit_code == 0
    assert invoke("map", out, "--out", tmp_path / "map.html").exit_code == 0
    assert invoke("assign", out, table([("返品したい",)]), "--out", tmp_path / "new.csv").exit_code == 0
    assert read(tmp_path / "new.csv")[0]["cluster"] == "-1"


@pytest.mark.parametrize("rows", [2, 10_000])
def test_equal_rows_are_never_in_different_clusters(table, tmp_path, rows):
    found = clusters_of(table([("請求書を再発行してください",)] * rows), tmp_path / "result")
    assert len(found) == rows
    assert set(found) == {"0" if rows > 2 else "-1"}


def test_ten_thousand_equal_rows_can_be_assigned_evaluated_and_drawn(table, tmp_path):
    out = tmp_path / "result"
    file = table([("請求書を再発行してください", "invoice")] * 10_000, ("text", "label"))
    clusters_of(file, out)
    assert invoke("assign", out, file, "--out", tmp_path / "new.csv").exit_code == 0
    assert {row["cluster"] for row in read(tmp_path / "new.csv")} == {"0"}
    assert invoke("evaluate", out, "--labels", file).exit_code == 0
    assert invoke("evaluate", out).exit_code == 0
    assert invoke("map", out, "--out", tmp_path / "map.html").exit_code == 0


def test_emoji_signs_nul_and_letters_of_20000_characters_stand_beside_inquiries(table, tmp_path):
    odd = [
        "🐟🐟",
        "👩‍👩‍👧‍👦",
        "？？？",
        "\u200b",
        "\x07",
        "a\x00b",
        "返品したいです。" * 2_500,
        "あ" * 20_000,
        "=1+1",
    ]
    out = tmp_path / "result"
    found = clusters_of(table([(text,) for text in [*TEXTS, *odd]]), out)
    assert len(found) == len(TEXTS) + len(odd)
    rows = read(out / "assignments.csv")
    assert [row["text"] for row in rows] == [text.replace("\x00", "") for text in [*TEXTS, *odd]]
    assert invoke("map", out, "--out", tmp_path / "map.html").exit_code == 0
    assert invoke("assign", out, out / "assignments.csv", "--out", tmp_path / "new.csv").exit_code == 0


def test_rows_of_emoji_alone_are_clustered_or_not_without_an_error(table, tmp_path):
    found = clusters_of(table([(sign * n,) for sign in "🐟🍎🚗" for n in range(1, 8)]), tmp_path / "result")
    assert len(found) == 21


def test_a_new_file_without_rows_gets_a_file_without_rows(result, table, tmp_path):
    assert invoke("assign", result, table([]), "--out", tmp_path / "new.csv").exit_code == 0
    assert read(tmp_path / "new.csv") == []
    assert "has 31 rows" in refused(invoke("evaluate", result, "--labels", table([], ("label",))))
