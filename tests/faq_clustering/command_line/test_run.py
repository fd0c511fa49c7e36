import numpy as np

from .conftest import TEXTS, invoke, read, read_json


def test_a_run_leaves_all_its_files_and_says_where_to_look_next(source, tmp_path):
    out = tmp_path / "result"
    done = invoke("run", source, "--out", out)
    assert sorted(file.name for file in out.iterdir()) == [
        "assignments.csv",
        "clusters.json",
        "manifest.json",
        "vectors.npy",
    ]
    assert "Inquiries: 30." in done.stdout
    assert "Without text: 1" in done.stdout
    assert f"map {out}" in done.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["result"]


def test_every_row_of_the_input_is_there_once_in_order_with_its_own_columns(result, source):
    rows, given = read(result / "assignments.csv"), read(source)
    assert [row["row"] for row in rows] == [str(n) for n in range(31)]
    assert [row["text"] for row in rows] == [row["text"] for row in given]
    assert [row["label"] for row in rows] == [row["label"] for row in given]
    assert list(rows[0]) == ["row", "cluster", "strength", "nearest", "also", "text", "label", "input_row"]
    assert rows[3]["input_row"] == "no. 3"
    assert all(0 <= float(row["strength"]) <= 1 for row in rows)
    assert (rows[30]["cluster"], rows[30]["strength"], rows[30]["nearest"]) == ("-1", "0.0000", "-1")


def test_clusters_are_named_counted_and_say_how_tight_they_are(result):
    rows, clusters = read(result / "assignments.csv"), read_json(result / "clusters.json")
    assert clusters
    assert {str(cluster["id"]) for cluster in clusters} == {row["cluster"] for row in rows} - {"-1"}
    for cluster in clusters:
        assert cluster["size"] == sum(row["cluster"] == str(cluster["id"]) for row in rows)
        assert 0 <= cluster["tightness"] <= 1.0001
        assert rows[cluster["representative_row"]]["text"] == cluster["representative"]
        assert rows[cluster["representative_row"]]["cluster"] == str(cluster["id"])
        assert cluster["language"] == "ja"
        assert cluster["keywords"]
    assert [cluster["size"] for cluster in clusters] == sorted((c["size"] for c in clusters), reverse=True)


def test_the_manifest_says_what_was_done_to_what(result, source):
    manifest = read_json(result / "manifest.json")
    assert manifest["counts"]["rows"] == 31
    assert manifest["counts"]["rows_with_text"] == 30
    assert manifest["source"]["name"] == source.name
    assert manifest["source"]["encoding"] == "utf-8"
    assert manifest["model_id"].startswith("multilingual-e5-small")
    assert manifest["version"]
    assert manifest["parameters"]
    assert manifest["seconds"]


def test_vectors_are_kept_in_half_precision_row_by_row(result):
    vectors = np.load(result / "vectors.npy")
    assert vectors.dtype == np.float16
    assert len(vectors) == 31
    assert not vectors[30].any()
    assert np.allclose(np.linalg.norm(vectors[:30].astype(np.float32), axis=1), 1, atol=0.01)


def test_another_column_can_hold_the_text_even_one_called_as_ours(table, tmp_path):
    file = table(((text, "x") for text in TEXTS), ("cluster", "text"))
    done = invoke("run", file, "--out", tmp_path / "result", "--column", "cluster")
    assert done.exit_code == 0, done.output
    row = read(tmp_path / "result" / "assignments.csv")[0]
    assert row["input_cluster"] == "パスワードを忘れました"
    assert row["cluster"] != row["input_cluster"]
    assert invoke("evaluate", tmp_path / "result").exit_code == 0


def test_vectors_that_are_not_kept_give_the_same_clusters(result, source, tmp_path):
    assert invoke("run", source, "--out", tmp_path / "again", "--no-cache").exit_code == 0
    again, before = read(tmp_path / "again" / "assignments.csv"), read(result / "assignments.csv")
    pairs = {(old["cluster"], new["cluster"]) for old, new in zip(before, again, strict=True)}
    assert len(pairs) == len({old for old, _ in pairs}) == len({new for _, new in pairs})


def test_the_same_file_gives_the_same_result(result, source, tmp_path):
    assert invoke("run", source, "--out", tmp_path / "again").exit_code == 0
    for name in ("clusters.json", "assignments.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (result / name).read_bytes()


def test_vectors_are_kept_where_the_cache_option_says(source, tmp_path):
    assert invoke("run", source, "--out", tmp_path / "a", "--cache", tmp_path / "my.sqlite").exit_code == 0
    assert (tmp_path / "my.sqlite").stat().st_size > 0


def test_a_row_with_two_questions_is_counted(table, tmp_path):
    both = "パスワードを忘れました。別件ですが、請求書はどこで出せますか。"
    file = table([(text,) for text in [*TEXTS, both]])
    assert invoke("run", file, "--out", tmp_path / "result").exit_code == 0
    assert read_json(tmp_path / "result" / "manifest.json")["counts"]["rows_with_several_questions"] == 1
