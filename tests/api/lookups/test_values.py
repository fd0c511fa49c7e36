"""Values in a customer's words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.lookups import load_lookups
from api.lookups.values import value_in, values_in, without_values

INVOICE, ORDER, STOCK = load_lookups().lookups
DASHES = "-‐‑–—−ー－ｰ"
WIDE = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})


@pytest.mark.parametrize(
    "text",
    [
        "INV-2026-0001",
        "inv20260001です",
        "ＩＮＶ－２０２６－０００１の件",
        "番号はINVー2026ー0001です。",
        "違います、INV-2026-0001が正しい",
        "It is INV 2026-0001?".replace("V 2", "V-2"),
    ],
)
def test_a_number_is_read_however_it_is_typed(text):
    found = value_in(INVOICE.fields[0], text)
    assert found is not None
    assert found.value == "INV-2026-0001"


@pytest.mark.parametrize("text", ["", "INV-2026-00012", "AINV-2026-0001", "INV-26-1", "請求書", "2026-0001"])
def test_what_only_looks_like_a_number_is_none(text):
    assert value_in(INVOICE.fields[0], text) is None


@settings(max_examples=50, deadline=None)
@given(
    year=st.integers(2000, 2099),
    number=st.integers(0, 9999),
    wide=st.booleans(),
    dash=st.sampled_from(DASHES),
)
def test_width_and_dashes_never_matter(year, number, wide, dash):
    typed = f"INV{dash}{year}{dash}{number:04}"
    found = value_in(INVOICE.fields[0], typed.translate(WIDE) if wide else typed)
    assert found is not None
    assert found.value == f"INV-{year}-{number:04}"


def test_no_part_of_a_number_is_taken_twice():
    assert values_in(ORDER.fields, "ORD-10001、電話は1234です")[0] == {
        "order_number": "ORD-10001",
        "phone_end": "1234",
    }
    assert values_in(ORDER.fields, "ORD-10001")[0] == {"order_number": "ORD-10001"}


def test_the_words_are_left_when_the_numbers_are_taken_away():
    assert without_values(STOCK.fields, "ｃｒ－１００の在庫はありますか") == "の在庫はありますか"
