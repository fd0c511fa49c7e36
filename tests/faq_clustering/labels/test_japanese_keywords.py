import pytest

INVOICE = ["請求書が届きません", "請求書の宛名を変更したい", "請求書をPDFで欲しい"]
SHIFT = ["シフトを公開したい", "シフトの印刷ができない", "シフトを作成する方法"]


@pytest.mark.parametrize(
    "compound",
    [
        *("二段階認証", "二要素認証", "再発行", "未払い", "3Dセキュア", "源泉徴収票", "二重課金", "第2工場"),
        *("有給休暇", "年末調整", "クレジットカード", "再インストール", "サーバーエラー", "36協定"),
    ],
)
def test_a_compound_stays_whole(named, compound):
    texts = [f"{compound}が分からない", f"{compound}について教えてください", f"先日の{compound}の件"]
    keywords = named(texts, INVOICE, SHIFT)[0].keywords
    assert keywords[0] == compound
    assert not [word for word in keywords[1:] if word in compound]


def test_half_width_kana_and_full_width_latin_are_the_same_word(named):
    texts = ["ﾊﾟｽﾜｰﾄﾞを忘れた", "パスワードの再設定", "パスワード変更", "ＣＳＶのパスワード", "CSVを出す"]
    keywords = named(texts, INVOICE)[0].keywords
    assert keywords[0] == "パスワード"
    assert "CSV" in keywords


def test_numbers_in_kanji_and_digits_are_the_same_word(named):
    texts = [
        "二段階認証が通らない",
        "2段階認証を解除",
        "２段階認証のコード",
        "二段階認証の設定",
        "二段階認証",
    ]
    keywords = named(texts, INVOICE)[0].keywords
    assert keywords[0] == "二段階認証"
    assert not [word for word in keywords[1:] if "認証" in word]


def test_a_compound_is_not_cut_by_its_neighbours(named):
    texts = [
        "二段階認証を解除",
        "二段階認証が通らない",
        "認証アプリが開かない",
        "認証コードが来ない",
        "認証エラー",
    ]
    keywords = named(texts, INVOICE, SHIFT)[0].keywords
    assert not {"二段階", "段階", "段階認証"} & set(keywords)


def test_writings_of_a_word_are_not_doubled(named):
    texts = ["経費が差し戻された", "経費の差し戻し", "差戻しの理由", "差し戻しを取り消す", "経費を差し戻す"]
    keywords = named(texts, INVOICE)[0].keywords
    assert len([word for word in keywords if "差" in word]) == 1


def test_a_verb_says_what_fails(named):
    texts = ["コードが届きません", "コードが届かない", "認証コードがまだ届いていない"]
    assert "届かない" in named(texts, INVOICE[1:], SHIFT)[0].keywords


def test_idle_words_are_no_keywords(named):
    texts = [
        "お客様サービスのことで使う方法を教えてください",
        "利用できないので確認をお願いします",
        "打刻の修正に入る方法が知りたい",
    ]
    idle = {"お客様", "客", "サービス", "こと", "使う", "方法", "利用", "確認", "入る", "知る", "教える"}
    keywords = named(texts, INVOICE)[0].keywords
    assert {"打刻", "修正"} <= set(keywords)
    assert not idle & set(keywords)


def test_people_companies_and_places_are_no_keywords(named):
    texts = [
        "田中です。株式会社みどり野製作所の打刻エラー",
        "田中様の打刻エラーを修正",
        "大阪の打刻エラー、田中より",
    ]
    keywords = named(texts, INVOICE)[0].keywords
    assert "打刻エラー" in keywords or "打刻" in keywords
    assert not [
        word for word in keywords if any(name in word for name in ("田中", "みどり野", "製作所", "大阪"))
    ]


def test_masks_numbers_and_dates_are_no_keywords(named):
    texts = [
        "[電話番号] に打刻修正の連絡をください",
        "[氏名] の10月3日の打刻修正",
        "打刻修正を3回 090-1234-5678 sato@example.com",
    ]
    keywords = named(texts, INVOICE)[0].keywords
    assert keywords[0] == "打刻修正"
    assert not [word for word in keywords if word in ("電話番号", "氏名", "sato", "example") or "月" in word]
    assert not any(character.isdigit() for word in keywords for character in word)


def test_a_name_that_every_cluster_says_gives_way(named):
    clusters = [
        [f"ひなたクラウドの{topic}を{verb}したい" for verb in ("変更", "出力", "削除")]
        for topic in ("請求書", "シフト表", "打刻", "有給休暇", "経費", "パスワード")
    ]
    names = named(*clusters)
    assert names[0].keywords[0] == "請求書"
    assert not [name for name in names.values() if "ひなたクラウド" in name.keywords]


def test_three_short_texts_give_three_keywords(named):
    texts = ["シフト表を印刷したい", "シフト表の出力", "シフト表をPDFに"]
    keywords = named(texts, INVOICE)[0].keywords
    assert keywords[0] == "シフト表"
    assert 3 <= len(keywords) <= 6
