import pytest

from faq_clustering.text import demand_of, read_demand


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "以下2点を教えてください。\n①領収書は再発行できますか\n②支払日はいつですか\n\n以上、よろしくお願いいたします。",
            ("以下2点を教えてください。領収書は再発行できますか", "支払日はいつですか"),
        ),
        (
            "１）解約の手順\n２）返金の有無\n以上2点をご回答ください。",
            ("解約の手順", "返金の有無"),
        ),
        (
            "1. How do I export invoices?\n2. Can my accountant have a login?",
            ("How do I export invoices?", "Can my accountant have a login?"),
        ),
        (
            "Two questions: 1) Is delivery free? 2) Do you gift wrap?",
            ("Two questions: Is delivery free?", "Do you gift wrap?"),
        ),
        ("・色は選べますか\n・送料はかかりますか", ("色は選べますか", "送料はかかりますか")),
        (
            "解約したいです。また、領収書はどこで出せますか。",
            ("解約したいです。", "領収書はどこで出せますか。"),
        ),
        (
            "届く日を教えてください。もう一点、返品の送料はかかりますか？",
            ("届く日を教えてください。", "返品の送料はかかりますか？"),
        ),
        (
            "届く日を教えてください。もう一点お聞きしたいことがあります。ポイントの期限はいつですか。",
            ("届く日を教えてください。", "ポイントの期限はいつですか。"),
        ),
        (
            "カードが届きません。別件ですが、住所の変更方法を教えてください。",
            ("カードが届きません。", "住所の変更方法を教えてください。"),
        ),
        (
            "それはどこですか。あと、ｱﾌﾟﾘの色は変えられますか｡",
            ("それはどこですか。", "ｱﾌﾟﾘの色は変えられますか｡"),
        ),
        (
            "質問が2つあります。色は選べますか？送料はいくらですか？",
            ("質問が2つあります。色は選べますか？", "送料はいくらですか？"),
        ),
        (
            "How do I cancel my order? Also, do you ship to Canada?",
            ("How do I cancel my order?", "do you ship to Canada?"),
        ),
        (
            "My card is lost. Another question: how do I change my PIN?",
            ("My card is lost.", "how do I change my PIN?"),
        ),
        ("Is there a fee? Secondly, can I pay by transfer?", ("Is there a fee?", "can I pay by transfer?")),
        (
            "I have two questions. Can I change the address? What payment methods do you accept?",
            ("I have two questions. Can I change the address?", "What payment methods do you accept?"),
        ),
    ],
)
def test_a_text_that_plainly_asks_two_things_gives_two_questions(
    text: str, questions: tuple[str, ...]
) -> None:
    assert read_demand(text).questions == questions


@pytest.mark.parametrize(
    "text",
    [
        "届きません。いつ届きますか？",
        "I'm still waiting on my card. When will it arrive?",
        "What is a top-up? How does auto top-up work?",
        "How do I cancel my order? Also, when does it ship?",
        "自分で直せますか？それとも管理者ですか？",
        "締めを解除できますか。また、解除した記録は残りますか。",
        "代理を登録できますか。また、その間は誰に通知されますか。",
        "色は選べますか。また、先日カードが届きました。",
        "また、領収書はどこで出せますか。",
        "別件ですが、住所の変更方法を教えてください。",
        "手順です。\n1. アプリを開く\n2. 設定を押す\n保存できません。どうすればいいですか？",
        "・機種：Pixel\n・OS：14\n起動しません",
        "①お知らせは送りたい ②ログインはさせたくない\nこういう運用は可能ですか。",
        "3. 色は選べますか\n1. 送料はかかりますか",
        "質問が2つあります。色は選べますか？",
        "I paid twice. I also need to freeze my card. Can you help?",
        "Do you also have this extra fee on your statement?",
        "version 1.2 and 2.3 fail. Why?",
    ],
)
def test_one_matter_stays_one_question(text: str) -> None:
    assert read_demand(text).questions == (demand_of(text),)


def test_all_questions_together_are_the_demand() -> None:
    text = "お世話になります。①領収書は再発行できますか ②支払日はいつですか"
    assert demand_of(text) == "①領収書は再発行できますか ②支払日はいつですか"
    assert len(read_demand(text).questions) == 2
