"""A later run keeps ids, says what changed, and holds what a reviewer decided."""

import json
import shutil
from collections import Counter

import pytest

from .conftest import LABELLED, TEXTS, invoke, read, read_json, refused


def run_of(table, out, texts, *options):
    done = invoke("run", table([(text,) for text in texts]), "--out", out, *options)
    assert done.exit_code == 0, done.output
    return {row["text"]: row["cluster"] for row in read(out / "assignments.csv")}, done.stdout


def texts_of(*labels):
    return [text for text, label in LABELLED if label in labels]


def test_clusters_keep_their_ids_whatever_the_order_of_the_rows(result, table, tmp_path):
    before = {row["text"]: row["cluster"] for row in read(result / "assignments.csv")}
    after, said = run_of(table, tmp_path / "b", TEXTS[::-1], "--previous", result)
    assert {text: before[text] for text in TEXTS} == after
    kept = len(set(after.values()) - {"-1"})
    assert f"Against {result}: {kept} kept" in said
    assert read_json(tmp_path / "b" / "lineage.json")["kinds"] == {"kept": kept}
    assert read_json(tmp_path / "b" / "manifest.json")["previous"] == "result"


def test_a_new_topic_has_an_id_above_all_that_were_ever_used_and_a_gone_one_returns(table, tmp_path):
    a, b, c = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    first, _ = run_of(table, a, texts_of("password", "invoice", "leave", "printer"))
    second, said = run_of(table, b, texts_of("password", "invoice", "leave", "pass"), "--previous", a)
    used = {int(id_) for id_ in first.values()}
    fresh = {int(second[text]) for text in texts_of("pass")} - {-1}
    assert fresh
    assert min(fresh) > max(used)
    assert "1 gone" in said
    changes = {change["cluster"]: change for change in read_json(b / "lineage.json")["changes"]}
    gone = Counter(first[text] for text in texts_of("printer")).most_common(1)[0][0]
    assert changes[int(gone)]["kind"] == "gone"
    third, said = run_of(table, c, TEXTS, "--previous", b)
    assert Counter(third[text] for text in texts_of("printer")).most_common(1)[0][0] == gone
    assert "1 returned" in said


def test_a_later_run_is_as_fine_as_the_one_before(result, table, tmp_path):
    manifest = read_json(result / "manifest.json")
    written = manifest["parameters"]["resolution"] * 1.2
    finer = tmp_path / "finer"
    shutil.copytree(result, finer)
    changed = manifest | {"parameters": manifest["parameters"] | {"resolution": written}}
    (finer / "manifest.json").write_text(json.dumps(changed), "utf-8")
    run_of(table, tmp_path / "b", TEXTS, "--previous", finer)
    assert read_json(tmp_path / "b" / "manifest.json")["parameters"]["resolution"] == pytest.approx(written)
    run_of(table, tmp_path / "c", TEXTS)
    assert read_json(tmp_path / "c" / "manifest.json")["parameters"]["resolution"] < written


def test_a_run_of_another_model_cannot_be_followed(result, source, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(result, other)
    manifest = read_json(other / "manifest.json")
    (other / "manifest.json").write_text(json.dumps(manifest | {"model_id": "another"}), "utf-8")
    said = refused(invoke("run", source, "--out", tmp_path / "b", "--previous", other))
    assert "made with the embedding model another" in said
    assert not (tmp_path / "b").exists()


def test_what_a_reviewer_linked_or_parted_stays_so(table, tmp_path):
    links = {"together": [[1, 7]], "apart": [[[1, 2], [3, 4]]]}
    (tmp_path / "said.json").write_text(json.dumps(links), "utf-8")
    out = tmp_path / "result"
    found, _ = run_of(table, out, ["", *TEXTS], "--constraints", tmp_path / "said.json")
    cluster = [found[text] for text in ["", *TEXTS]]
    assert cluster[1] == cluster[7] != "-1"
    assert not ({cluster[1], cluster[2]} - {"-1"}) & ({cluster[3], cluster[4]} - {"-1"})
    assert read_json(out / "manifest.json")["constraints"] == links


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "must have the form"),
        ('{"links": []}', "must have the form"),
        ('{"together": 3}', "must have the form"),
        ('{"together": [3]}', "must have the form"),
        ('{"apart": [[[1]]]}', "two lists of rows"),
        ('{"together": [[0, "1"]]}', "'1' is not the number of a row"),
        ('{"together": [[0, true]]}', "True is not the number of a row"),
        ('{"together": [[0, 99]]}', "names row 99, but rows go from 0 to 30"),
        ('{"together": [[0, -1]]}', "names row -1"),
        ('{"together": [[0, 30]]}', "names row 30, which has no text"),
        ('{"together": [[]]}', "names no row"),
        ('{"together": [[3, 4], [4, 5]], "apart": [[[3], [5]]]}', "Rows 3 and 5 shall be apart"),
    ],
)
def test_constraints_that_cannot_be_held_are_refused(source, tmp_path, content, message):
    (tmp_path / "said.json").write_text(content, "utf-8")
    said = refused(
        invoke("run", source, "--out", tmp_path / "result", "--constraints", tmp_path / "said.json")
    )
    assert message in said
    assert [left.name for left in tmp_path.iterdir()] == ["said.json"]
