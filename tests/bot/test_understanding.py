import re
import unicodedata
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.rasa

BOT = Path(__file__).resolve().parents[2] / "bot"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f]")
ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
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
        (block["intent"], ENTITY.sub(r"\1", line.removeprefix("- ").strip()))
        for block in yaml.safe_load(path.read_text())["nlu"]
        if "intent" in block
        for line in block["examples"].splitlines()
    ]


def bare(text: str) -> str:
    """A text without what does not make it another one: widths, capitals, signs, spaces."""
    settled = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", "", settled) or settled


# The first and second set were looked at while the pipeline was tuned; the third never was.
FIRST = examples(BOT / "tests" / "nlu_heldout.yml")
SECOND = examples(BOT / "tests" / "nlu_heldout_2.yml")
THIRD = examples(BOT / "tests" / "nlu_heldout_3.yml")
HELD_OUT = FIRST + SECOND + THIRD
TO_REFUSE = yaml.safe_load((BOT / "tests" / "refused.yml").read_text())
STRANGE = [*GIBBERISH, *FOREIGN, *(text for texts in TO_REFUSE.values() for text in texts)]
TRAINED = [row for path in sorted((BOT / "data" / "nlu").glob("*.yml")) for row in examples(path)]
BUTTONS = ['/choose_faq{"faq_id":"12"}', "/none_of_these", "/ask_for_human"]


@pytest.fixture(scope="module")
def understood(parse):
    """What the model made of every text of this file; asked once, since starting it takes longest."""
    texts = [text for _, text in HELD_OUT] + STRANGE + BUTTONS
    return dict(zip(texts, parse(texts), strict=True))


@pytest.fixture(scope="module")
def heldout(understood):
    """(intent, text, what the model said) for every held-out text."""
    return [(intent, text, understood[text]["name"]) for intent, text in HELD_OUT]


@pytest.fixture(scope="module")
def strange(understood):
    return {text: understood[text]["name"] for text in STRANGE}


def mistakes(understood, rows, japanese: bool) -> tuple[float, list[tuple[str, str, str]]]:
    """The share of right intents in one language, and the rows that were wrong."""
    of_it = [row for row in rows if bool(JAPANESE.search(row[1])) is japanese]
    wrong = [(*row, understood[row[1]]["name"]) for row in of_it if understood[row[1]]["name"] != row[0]]
    return 1 - len(wrong) / len(of_it), wrong


@pytest.mark.parametrize("rows", [FIRST, SECOND, THIRD], ids=["first", "second", "third"])
def test_held_out_japanese_is_understood(understood, rows):
    share, wrong = mistakes(understood, rows, japanese=True)
    assert share >= 0.95, wrong


@pytest.mark.parametrize("rows", [FIRST, SECOND, THIRD], ids=["first", "second", "third"])
def test_held_out_english_is_understood(understood, rows):
    share, wrong = mistakes(understood, rows, japanese=False)
    assert share >= 0.92, wrong


def test_nobody_is_handed_to_a_person_without_asking(heldout):
    assert not [
        row for row in heldout if row[2] == "ask_for_human" and row[0] in {"ask_question", "out_of_scope"}
    ]


def test_a_failure_is_not_counted_as_solved(heldout):
    assert not [row for row in heldout if row[0] == "not_solved" and row[2] == "solved"]


def test_gibberish_and_foreign_text_is_refused(strange):
    taken = {text: name for text, name in strange.items() if name != "nlu_fallback"}
    assert len(taken) <= 0.02 * len(strange), taken


def test_hardly_any_gibberish_or_foreign_text_is_taken_for_small_talk_or_a_wish(strange):
    taken = {text: name for text, name in strange.items() if name not in LEFT_TO_THE_ANSWER_INDEX}
    assert len(taken) <= 0.01 * len(strange), taken


def test_questions_reach_the_answer_index(heldout):
    asked = [(text, said) for intent, text, said in heldout if intent == "ask_question"]
    lost = [row for row in asked if row[1] not in LEFT_TO_THE_ANSWER_INDEX]
    assert len(lost) <= 0.03 * len(asked), lost


def test_a_button_names_its_intent_and_faq(understood):
    choice, none, human = (understood[button] for button in BUTTONS)
    assert choice["name"] == "choose_faq"
    assert [(e["entity"], e["value"]) for e in choice["entities"]] == [("faq_id", "12")]
    assert none["name"] == "none_of_these"
    assert human["name"] == "ask_for_human"


def test_the_later_held_out_sets_and_the_texts_to_refuse_are_not_trained_on():
    learnt = {bare(text) for _, text in TRAINED}
    unseen = [text for _, text in SECOND + THIRD] + [text for texts in TO_REFUSE.values() for text in texts]
    assert not [text for text in unseen if bare(text) in learnt]


def test_the_first_held_out_set_is_not_trained_on_word_for_word():
    assert not {text for _, text in TRAINED} & {text for _, text in FIRST}


def test_every_intent_has_forty_examples_in_each_language_and_enough_held_out():
    for rows, wanted in ((TRAINED, 40), (SECOND, 12), (THIRD, 6)):
        for intent in {intent for intent, _ in SECOND}:
            texts = {text for name, text in rows if name == intent}
            japanese = sum(bool(JAPANESE.search(text)) for text in texts)
            assert min(japanese, len(texts) - japanese) >= wanted, (intent, japanese, len(texts))
