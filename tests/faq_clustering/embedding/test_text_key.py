from faq_clustering.embedding import fold_text, text_key


def test_width_and_spaces_do_not_change_the_key() -> None:
    assert text_key("ﾊﾟｽﾜｰﾄﾞ　を ABC１２３") == text_key("  パスワード を  ABC123 ")


def test_case_and_words_do() -> None:
    assert len({text_key("Reset"), text_key("reset"), text_key("resets")}) == 3


def test_folding_calls_equal_what_a_reader_calls_the_same() -> None:
    assert fold_text("パスワード を忘れた。") == fold_text("ﾊﾟｽﾜｰﾄﾞを忘れた")
    assert fold_text("Where is my ORDER?") == fold_text("where is my order")
    assert fold_text("E-203") != fold_text("E-204")
