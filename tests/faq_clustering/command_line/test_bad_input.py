"""What people hand in by mistake: a sentence and status 2, and no directory."""

import sqlite3

import pytest

from .conftest import invoke, refused

OPEN = 'text\n"open\nand so on\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file"),
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"text\n", "no rows below its header"),
        (b"text,id\n ,1\n\xe3\x80\x80,2\n", "no text in column 'text'"),
        (b"question\nhello\n", "has no column 'text'; it has: 'question'"),
        (b"text,text\na,b\n", "has 2 columns 'text'"),
        (b"text\n\x81\xff\xfe\n", "neither UTF-8 nor Windows-31J"),
        (b"text\ncaf\xe9\n", "neither UTF-8 nor Windows-31J"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x80\xa0\xfd\xff", "neither UTF-8 nor Windows-31J"),
        (bytes(range(256)) * 4, "neither UTF-8 nor Windows-31J"),
        (b"\xff\xfetex", "neither UTF-8 nor Windows-31J"),
        (OPEN.encode(), "the record that begins in line 2 has a quote that is not closed"),
        (b'text\nfine\n"a"b\n', "the record that begins in line 3"),
        (b"text\nHello, world\n", "line 2: 2 fields, but the header has 1"),
        (b"t\x00e\x00x\x00t\x00\n\x00", "no rows below its header"),
    ],
)
def test_a_file_that_cannot_be_clustered_is_refused_in_a_sentence(tmp_path, content, message):
    file = tmp_path / "bad.csv"
    if content is not None:
        file.write_bytes(content)
    assert message in refused(invoke("run", file, "--out", tmp_path / "result"))
    assert [left for left in tmp_path.iterdir() if left != file] == []


def test_a_folder_as_input_is_refused(tmp_path):
    assert "cannot be read" in refused(invoke("run", tmp_path, "--out", tmp_path / "result"))


def test_a_directory_that_exists_is_not_overwritten(source, tmp_path):
    assert "exists already" in refused(invoke("run", source, "--out", tmp_path))


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_embedded(source):
    assert "cannot be written: Not a directory" in refused(
        invoke("run", source, "--out", source / "below" / "result")
    )


@pytest.mark.parametrize("name", ["./no-such-model", "models/no-such-model"])
def test_a_model_that_is_not_there_is_refused(source, tmp_path, name):
    said = refused(invoke("run", source, "--out", tmp_path / "result", "--model", name))
    assert f"no embedding model in {name}" in said
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_damaged_is_refused(source, tmp_path):
    model = tmp_path / "model"
    model.mkdir()
    (model / "manifest.json").write_text('{"model_id": "x", "dimensions": 384, "prompt": ""}')
    said = refused(invoke("run", source, "--out", tmp_path / "result", "--model", model))
    assert "cannot be used" in said
    assert not (tmp_path / "result").exists()


def test_a_cache_that_is_another_programs_file_is_refused_and_left_alone(source, tmp_path):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE theirs (x)")
    before = other.read_bytes()
    said = refused(invoke("run", source, "--out", tmp_path / "result", "--cache", other))
    assert "not a file of vectors" in said
    assert other.read_bytes() == before
