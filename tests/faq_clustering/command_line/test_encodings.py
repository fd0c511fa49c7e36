"""Every CSV file that a spreadsheet writes is read as it was meant."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.tables.assignments import OWN
from faq_clustering.tables.bad_input import BadInput
from faq_clustering.tables.reading import carried_names, read_table

TEXT = "①領収書を下さい"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp932", "cp932"),
        ("utf-16", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_japanese_files_are_read_in_the_encoding_they_are_in(tmp_path, encoding, named):
    content = f"text\r\n{TEXT}\r\n".encode(encoding)
    if encoding == "utf-16-be":
        content = b"\xfe\xff" + content
    file = tmp_path / "inquiries.csv"
    file.write_bytes(content)
    table = read_table(file)
    assert (table.column("text"), table.encoding) == ([TEXT], named)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_blank_ones_are_no_rows(tmp_path, newline):
    file = tmp_path / "inquiries.csv"
    file.write_bytes(newline.join(["text,n", "a,1", "", '"b', 'c",2', ""]).encode())
    assert [text.split() for text in read_table(file).column("text")] == [["a"], ["b", "c"]]


def test_nul_is_dropped_and_a_long_field_is_read_whole(tmp_path):
    file = tmp_path / "inquiries.csv"
    file.write_bytes(b"text\na\x00b\n" + b"x" * 300_000 + b"\n")
    first, second = read_table(file).column("text")
    assert (first, len(second)) == ("ab", 300_000)


def test_a_row_cut_short_ends_in_empty_fields_and_one_too_long_is_refused(tmp_path):
    file = tmp_path / "inquiries.csv"
    file.write_text("text,label,n\na\nb,x,1,,\n", "utf-8")
    assert read_table(file).rows == (("a", "", ""), ("b", "x", "1"))
    file.write_text("text,label\na,x\nb,x,more\n", "utf-8")
    with pytest.raises(BadInput, match="line 3: 3 fields, but the header has 2"):
        read_table(file)


@given(st.lists(st.sampled_from(["text", "row", "cluster", "input_row", "text_2", "also", ""]), max_size=9))
@settings(max_examples=50)
def test_carried_columns_never_clash(columns):
    names = carried_names(columns, OWN)
    assert len(names) == len(columns)
    assert len({*names, *OWN}) == len(names) + len(OWN)


def test_carried_columns_keep_their_names_where_they_can():
    assert carried_names(["text", "row", "text", "n"], OWN) == ["text", "input_row", "text_2", "n"]


def test_a_hundred_thousand_rows_take_little_memory(tmp_path):
    file = tmp_path / "inquiries.csv"
    with file.open("w", encoding="utf-8") as lines:
        lines.write("text,label\n")
        lines.writelines(f"{n}番の請求書を再発行してください,invoice\n" for n in range(100_000))
    tracemalloc.start()
    try:
        assert len(read_table(file).rows) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
