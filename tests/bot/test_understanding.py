import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.rasa

BOT = Path(__file__).resolve().parents[2] / "bot"
KANA_OR_KANJI = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
GIBBERISH = [
    "dkfjgh sldkfj wpeoiru",
    "qweqweqwe",
    "jhgfjhgf kjhgkjhg",
    "zxzxzxzx",
    "うううううう",
    "っつっっつ",
    "がぎぐげご",
    "ｄｓｆｇｈｊ",
    "7777777",
    "#$%&#$%&",
    "？？？？？",
    "👀👀👀👀",
    "blorp fizzle quonk",
    "hjhjhjhj jkjkjk",
    "べべべべべ",
]
FOREIGN = [
    "Bonjour, ma sœur habite à Lyon",
    "Mi hermana vive en Madrid",
    "Meine Schwester wohnt in Berlin",
    "Моя сестра живёт в Москве",
    "我妹妹住在上海",
    "우리 언니는 부산에 살아요",
    "Mia sorella abita a Milano",
    "Chị tôi sống ở Hà Nội",
    "Minha irmã mora em Lisboa",
    "أختي تعيش في القاهرة",
]
# All three lead to action_answer: the answer index then says whether it knows anything like it.
LEFT_TO_THE_ANSWER_INDEX = {"nlu_fallback", "out_of_scope", "ask_question"}


def examples(path: Path) -> list[tuple[str, str]]:
    return [
        (block["intent"], line.removeprefix("- ").strip())
        for block in yaml.safe_load(path.read_text())["nlu"]
        for line in block["examples"].splitlines()
    ]


HELD_OUT = examples(BOT / "tests" / "nlu_heldout.yml")
BUTTONS = ['/choose_faq{"faq_id":"12"}', "/none_of_these", "/ask_for_human"]


@pytest.fixture(scope="module")
def understood(parse):
    """What the model made of every text of this file; asked once, since starting it takes longest."""
    texts = [text for _, text in HELD_OUT] + GIBBERISH + FOREIGN + BUTTONS
    return dict(zip(texts, parse(texts), strict=True))


@pytest.fixture(scope="module")
def heldout(understood):
    """(intent, text, what the model said) for every held-out text."""
    return [(intent, text, understood[text]["name"]) for intent, text in HELD_OUT]


@pytest.fixture(scope="module")
def strange(understood):
    return {text: understood[text]["name"] for text in GIBBERISH + FOREIGN}


def share_right(rows: list[tuple[str, str, str]]) -> float:
    return sum(intent == said for intent, _, said in rows) / len(rows)


def test_held_out_japanese_is_understood(heldout):
    japanese = [row for row in heldout if KANA_OR_KANJI.search(row[1])]
    assert share_right(japanese) >= 0.90, [row for row in japanese if row[0] != row[2]]


def test_held_out_english_is_understood(heldout):
    english = [row for row in heldout if not KANA_OR_KANJI.search(row[1])]
    assert share_right(english) >= 0.85, [row for row in english if row[0] != row[2]]


def test_nobody_is_handed_to_a_person_without_asking(heldout):
    assert not [
        row for row in heldout if row[2] == "ask_for_human" and row[0] in {"ask_question", "out_of_scope"}
    ]


def test_a_failure_is_not_counted_as_solved(heldout):
    assert not [row for row in heldout if row[0] == "not_solved" and row[2] == "solved"]


def test_most_gibberish_and_foreign_text_falls_back(strange):
    fell_back = Counter(strange.values())["nlu_fallback"]
    assert fell_back / len(strange) >= 0.8, strange


def test_no_gibberish_or_foreign_text_is_taken_for_small_talk_or_a_wish(strange):
    assert set(strange.values()) <= LEFT_TO_THE_ANSWER_INDEX, strange


def test_a_button_names_its_intent_and_faq(understood):
    choice, none, human = (understood[button] for button in BUTTONS)
    assert choice["name"] == "choose_faq"
    assert [(e["entity"], e["value"]) for e in choice["entities"]] == [("faq_id", "12")]
    assert none["name"] == "none_of_these"
    assert human["name"] == "ask_for_human"


def test_held_out_texts_are_not_trained_on():
    trained = {text for path in (BOT / "data" / "nlu").glob("*.yml") for _, text in examples(path)}
    assert not trained & {text for _, text in HELD_OUT}
