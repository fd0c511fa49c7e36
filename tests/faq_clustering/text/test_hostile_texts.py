"""A pattern that backtracks would take hours here: the time limit of every test is the promise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq_clustering.text import demand_of, read_demand

LENGTH = 20_000
PIECES = [
    *(
        "\n",
        "\0",
        "😭",
        " ",
        ".",
        "?",
        "。",
        "、",
        "> a\n",
        "＞\n",
        "あ\n",
        "あ。",
        "a.b",
        "- - -\n",
        "----\n",
        "\ufdfa",
        "ｶﾞ",
    ),
    *(
        "御中",
        "お手数が",
        "いつも",
        "突然のメールで、",
        "もう一点",
        "また、あ。",
        "質問が2つ。",
        "①か ",
        "(1)",
        "・か\n",
        "田中です(",
    ),
    *(
        "hi ",
        "best ",
        "re: ",
        "thanks again ",
        "hope you ",
        "my name is a ",
        "Also, can ",
        "1. a? ",
        "from:\nto:\n",
        "A",
    ),
    *("件名:", "2026年<@>", "on wrote", "0123-", "株式会社", "様", "a\u0301\u0316"),
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("カードが届きません。\n", "\nいつですか")])
def test_a_text_of_one_piece_repeated_is_read(piece: str, before: str, after: str) -> None:
    text = before + piece * (LENGTH // len(piece)) + after
    assert bool(demand_of(text)) == bool(text.strip())
    assert all(read_demand(text).questions)


def test_marks_in_the_wrong_order_are_read() -> None:
    # Their normal form sorts them, in quadratic time over a whole text.
    assert demand_of("a" + "\u0301\u0316" * (LENGTH // 2))


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*PIECES, "カードの色は何ですか？", "Kind regards,\n"]), max_size=40).map(
        "".join
    )
)
def test_pieces_in_any_order_give_questions_on_one_line(text: str) -> None:
    demand = read_demand(text)
    assert bool(demand.questions) == bool(text.strip())
    assert all(question and question.split("\n") == [question] for question in demand.questions)
    assert all(cut.text.strip() for cut in demand.cut)
