"""What is personal goes, what an inquiry is about stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.inquiries.redaction import mask

MASKED = [
    ("taro.yamada@example.co.jp に送ってください", "[メール] に送ってください"),
    ("メールはｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍです", "メールは[メール]です"),
    ("ken [at] example.com までお願いします", "[メール] までお願いします"),
    ("電話は090-1234-5678です", "電話は[電話番号]です"),
    ("電話は０９０−１２３４−５６７８です", "電話は[電話番号]です"),
    ("０３ー１２３４ー５６７８に折り返しを", "[電話番号]に折り返しを"),
    ("電話：０４６６（１２）３４５６", "電話：[電話番号]"),
    ("TEL 03-0000-4821", "TEL [phone]"),
    ("+81 90-1234-5678 に連絡を", "[電話番号] に連絡を"),
    ("〒150-0041 東京都渋谷区神南1-2-3", "〒[郵便番号] [住所]"),
    ("〒１５０−００４１　東京都渋谷区神南１丁目２番３号 青空ビル5階", "〒[郵便番号]　[住所]"),
    ("住所は大阪府大阪市北区梅田3-1-3です。", "住所は[住所]です。"),
    ("郵便番号を150-0041に変えたい", "郵便番号を[郵便番号]に変えたい"),
    ("カード番号 4111 1111 1111 1111 が使えません", "カード番号 [カード番号] が使えません"),
    ("４１１１−１１１１−１１１１−１１１１で払いました", "[カード番号]で払いました"),
    ("カード番号は4111-1111-1111-1112です", "カード番号は[カード番号]です"),
    ("1234 5678 9018 を登録しました", "[マイナンバー] を登録しました"),
    ("マイナンバーは１２３４５６７８９０１２です", "マイナンバーは[マイナンバー]です"),
    ("氏名：山田太郎", "氏名：[氏名]"),
    ("氏名 山田 花子、社員番号 00341", "氏名 [氏名]、社員番号 00341"),
    ("佐藤様、ご連絡ありがとうございます。", "[氏名]様、ご連絡ありがとうございます。"),
    ("経理の林さんに聞きました", "経理の[氏名]さんに聞きました"),
    ("株式会社青空商事の山田です。領収書の件です。", "株式会社青空商事の[氏名]です。領収書の件です。"),
    ("つばめ設備の佐々木 健一と申します。", "つばめ設備の[氏名]と申します。"),
    ("さくら歯科の北条でございます。", "さくら歯科の[氏名]でございます。"),
    ("解約したいです。\n\nくらた金物店 倉田", "解約したいです。\n\nくらた金物店 [氏名]"),
    (
        "解約したいです。\n――――\n青空商事\n総務部 早瀬\nTEL 03-1234-5678",
        "解約したいです。\n――――\n青空商事\n総務部 [氏名]\nTEL [電話番号]",
    ),
    ("Call me at (415) 555-0132.", "Call me at [phone]."),
    ("My card 5555 5555 5555 4444 was declined.", "My card [card number] was declined."),
    ("Hi, my name is John Smith.", "Hi, my name is [name]."),
    ("Dear Ms. Nagase, it works now.", "Dear Ms. [name], it works now."),
    (
        "How do I cancel?\n\nKind regards,\nPriya Nair\nHR Operations",
        "How do I cancel?\n\nKind regards,\n[name]\nHR Operations",
    ),
    ("I live at 123 Main Street, Springfield, IL 62704.", "I live at [address]."),
]

KEPT = [
    "エラーコード E-4021 が 2026-11-16 09:30 に出ました。",
    "請求書 INV-2026-00123 の金額が1,234,567円です。",
    "注文番号 4012888888881881 を確認してください。",
    "追跡番号 1234-5678-9018 の荷物です。",
    "受付番号 0312345678 の件です。",
    "登録番号はT1234567890123です。",
    "JANコードは4901234567894です。",
    "IP 192.168.10.254 からバージョン 10.0.19045.3803 で接続しています。",
    "2026/11/16 10:20:30.123 に 0x80070005 と出ます。",
    "営業時間は9:00-18:00、3-4営業日かかりますか。",
    "名前は変更できますか。氏名の変更方法を教えてください。",
    "お客様の仕様と同様に、管理者様とご担当者様にお願いします。",
    "ソニー株式会社様のお見積もりです。",
    "税理士さんとパートさんにも見せたいです。",
    "本社は大阪です。",
    "お疲れ様です。よろしくお願いいたします。",
    "料金区分1-2の違いは何ですか。",
    "Order #1234567890 shipped on 3/4/2026 for $1,234.56.",
    "Please reset error code 404-123-4567890.",
    "Dear support team, is there an app for Android?",
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_personal_data_becomes_a_token(text: str, masked: str):
    assert mask(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_what_an_inquiry_is_about_stays(text: str):
    assert mask(text) == text


@pytest.mark.parametrize("text", [text for text, _ in MASKED])
def test_masking_again_changes_nothing(text: str):
    assert mask(mask(text)) == mask(text)


PIECES = st.lists(
    st.one_of(
        st.sampled_from([text for text, _ in MASKED] + KEPT),
        st.sampled_from(
            ["\n", "様", "です。", "[氏名]", "[メール]", "〒", "-", " ", "の", "山田", "090", "@"]
        ),
        st.text(max_size=12),
        st.text("0123456789０１２- ー()", max_size=20),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_masking_is_idempotent_whatever_comes(pieces: list[str]):
    masked = mask("".join(pieces))
    assert mask(masked) == masked


def test_an_invisible_character_hides_nothing():
    assert mask("090\u200b-1234-5678") == "[電話番号]"


def test_a_name_said_once_is_masked_wherever_it_stands_again():
    masked = mask("担当の早瀬です。早瀬様宛てに届いた請求書を直したいです。")
    assert "早瀬" not in masked
