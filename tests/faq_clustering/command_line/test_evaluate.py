import json

from .conftest import invoke, read, refused


def test_a_run_is_compared_with_labels_that_are_words(result, source):
    done = invoke("evaluate", result, "--labels", source, "--column", "label")
    figures = json.loads(done.stdout)
    assert figures["rows"] == 31
    assert figures["intents"] == 5
    assert figures["rows_without_label"] == 0
    assert 0 < figures["purity"] <= 1
    assert figures["clusters_per_intent"] == round(figures["clusters"] / 5, 3)


def test_rows_without_a_label_are_left_out_and_counted(result, source, table):
    labels = table([("a" if n % 2 else " ",) for n in range(31)], ("label",))
    figures = json.loads(invoke("evaluate", result, "--labels", labels).stdout)
    assert (figures["rows"], figures["rows_without_label"]) == (15, 16)


def test_labels_of_other_rows_are_refused(result, table):
    said = refused(invoke("evaluate", result, "--labels", table([("a",)] * 3, ("label",))))
    assert "has 31 rows but" in said


def test_a_column_without_any_label_is_refused(result, table):
    assert "no labels in column 'label'" in refused(
        invoke("evaluate", result, "--labels", table([("", "x")] * 31, ("label", "text")))
    )


def test_without_labels_it_says_how_tight_clusters_are(result):
    figures = json.loads(invoke("evaluate", result).stdout)
    rows = read(result / "assignments.csv")
    assert figures["rows"] == 30
    assert figures["clusters"] == len({row["cluster"] for row in rows} - {"-1"})
    assert -1 <= figures["silhouette"] <= 1
    assert 0 <= figures["neighbours_shared"] <= 1
    assert 0 < figures["tightness"] <= 1


def test_resampling_says_what_stays(result):
    stability = json.loads(invoke("evaluate", result, "--resample", "2").stdout)["stability"]
    assert stability["resamples"] == 2
    assert 0 <= stability["ids_kept"] <= 1
