from tests.benchmarks.answering.diet import fallback, scores
from tests.benchmarks.answering.ours import read_decisions
from tests.benchmarks.answering.sets import HELD_OUT, from_intents, from_sample

INTENTS = [f"i{number:02}" for number in range(20)]
TRAIN = {intent: [f"{intent} said {number}" for number in range(6)] for intent in INTENTS}
TEST = {intent: [f"{intent} asked {number}" for number in range(3)] for intent in INTENTS}


def intents_in(texts):
    return {text[:3] for text in texts}


def test_each_intent_is_an_faq_or_background_or_out_of_scope():
    desk = from_intents(TRAIN, TEST, "made-4", seed=0, size=4)
    faqs, behind = set(desk.labels), intents_in(desk.background)
    outside = intents_in(text for text, label in zip(desk.queries, desk.answers, strict=True) if not label)
    assert len(behind) == len(outside) == HELD_OUT
    assert faqs | behind | outside == set(INTENTS)
    assert len(faqs) + len(behind) + len(outside) == len(INTENTS)
    assert all(desk.labels.count(label) == 4 for label in faqs)
    assert intents_in(desk.queries) == faqs | outside


def test_a_desk_is_drawn_by_its_seed_and_intents_with_few_rows_are_left_out():
    one, same, other = (from_intents(TRAIN, TEST, "made-4", seed=seed, size=4) for seed in (1, 1, 2))
    assert one.fingerprint() == same.fingerprint() != other.fingerprint()
    few = TRAIN | {"i00": ["i00 said once"]}
    assert "i00" not in intents_in(from_intents(few, TEST, "made-4", seed=1, size=4).queries)


def test_what_is_asked_is_in_nothing_that_is_fitted_on():
    # All six phrasings are used, so the same words in capitals and full width are known already.
    again = {intent: [*texts, f"{intent} SAID  ３", f"{intent} asked 0"] for intent, texts in TEST.items()}
    desk = from_intents(TRAIN, again, "made-6", seed=3, size=6)
    asked_about = len(INTENTS) - HELD_OUT
    outside = HELD_OUT
    # Of the intents out of scope only the unlabelled rows know it, and those give way.
    assert desk.dropped == asked_about + (asked_about - outside)
    assert not set(desk.queries) & {*desk.phrasings, *desk.background, *desk.unlabelled}
    assert not set(desk.unlabelled) & set(desk.phrasings)


def test_the_sample_has_questions_of_both_kinds():
    desk = from_sample(0)
    assert set(desk.answers) - {""} <= set(desk.labels)
    assert desk.share == round(desk.answers.count("") / len(desk.answers), 2)


RANKINGS = [
    [("a", 0.8), ("b", 0.1), ("out_of_scope", 0.05)],
    [("a", 0.45), ("b", 0.4)],
    [("out_of_scope", 0.6), ("b", 0.3), ("a", 0.05)],
    [("b", 0.2), ("a", 0.05)],
]


def test_rasa_answers_what_is_sure_and_clear_and_in_scope():
    decisions = fallback(scores(RANKINGS), RANKINGS, 0.3, 0.1)
    assert decisions.answered.tolist() == [True, False, False, False]
    assert decisions.asked.tolist() == [False, True, False, True]
    assert decisions.choices[2] == ("b", "a")
    assert decisions.confidence.tolist() == [0.8, 0.45, 0.3, 0.2]


def test_decisions_are_read_in_the_order_of_the_questions(tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_text("row,decision,label,confidence,choices\n1,none,,0.1,\n0,ask,,0.5,a|b\n", encoding="utf-8")
    decisions = read_decisions(path, {"threshold": 0.9, "seconds": 2.0, "precision": None})
    assert decisions.best == ("a", "")
    assert decisions.asked.tolist() == [True, False]
    assert decisions.choices == (("a", "b"), ())
    assert decisions.notes == {"threshold": 0.9, "seconds": 2.0}
