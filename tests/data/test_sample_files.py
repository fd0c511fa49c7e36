"""The sample's files hold what `data/README.md` promises."""

import re
from collections import Counter, defaultdict

import pytest

from api.faqs.drafts import checked
from api.sample.written import FOLDER, read_faqs, read_inquiries, read_lines, read_table

INQUIRIES = read_inquiries()
TOPICS = {row["slug"] for row in read_table("topics")}
GREETING = re.compile(
    r"^(いつも)?(大変)?(お世話になって(おり)?ます|お世話になります|お疲れ(様|さま)です|こんにちは|はじめまして|入電"
    r"|突然のご連絡失礼いたします|hi|hello|dear \w+|to whom it may concern)\W*",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The text without greetings, signs, digits and spaces."""
    text = text.strip()
    for _ in range(3):
        text = GREETING.sub("", text, count=1)
    return re.sub(r"[\W\d_]", "", text)


def grams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def test_there_are_enough_inquiries_in_both_languages_and_of_many_topics():
    languages = Counter(one.language for one in INQUIRIES)
    assert languages["ja"] >= 1200
    assert languages["en"] >= 300
    assert len({one.topic for one in INQUIRIES if one.topic}) >= 60
    assert {one.topic for one in INQUIRIES if one.topic} <= TOPICS
    assert sum(one.topic is None for one in INQUIRIES) / len(INQUIRIES) == pytest.approx(0.15, abs=0.02)


def test_about_half_of_the_inquiries_have_a_reply():
    assert sum(one.reply is not None for one in INQUIRIES) / len(INQUIRIES) == pytest.approx(0.5, abs=0.05)


def test_every_inquiry_is_whole():
    assert all(one.text for one in INQUIRIES)
    assert {one.channel for one in INQUIRIES} == {"mail", "form", "chat", "phone"}
    assert len({one.key for one in INQUIRIES}) == len(INQUIRIES)


@pytest.mark.parametrize("side", ["beginning", "end"])
def test_no_sentence_frame_is_used_more_than_three_times(side):
    frames: dict[str, list[str]] = defaultdict(list)
    for one in INQUIRIES:
        length = 12 if one.language == "ja" else 20
        words = plain(re.sub(r"\S+@\S+", "", one.text).removesuffix("よろしくお願いいたします。"))
        if len(words) > length:
            frames[words[:length] if side == "beginning" else words[-length:]].append(one.key)
    assert {frame: keys for frame, keys in frames.items() if len(keys) > 3} == {}


def test_no_two_inquiries_of_a_topic_say_nearly_the_same():
    of_topic = defaultdict(list)
    for one in INQUIRIES:
        of_topic[one.topic, one.language].append((one.key, grams(plain(one.text))))
    alike = [
        (key, other)
        for group in of_topic.values()
        for place, (key, mine) in enumerate(group)
        for other, theirs in group[:place]
        if len(mine) > 3 and len(mine & theirs) / len(mine | theirs) > 0.8
    ]
    assert alike == []


def test_each_faq_can_be_published_and_has_a_topic():
    faqs = read_faqs()
    assert len(faqs) == len({faq.topic for faq in faqs}) == 25
    assert {faq.topic for faq in faqs} <= TOPICS
    assert all(checked(faq.draft).phrasings for faq in faqs)


def test_questions_held_back_are_new():
    held_back = read_lines(FOLDER / "heldout.jsonl")
    known = {one.text for one in INQUIRIES} | {w.text for faq in read_faqs() for w in faq.draft.phrasings}
    assert len(held_back) == 200
    assert not known & {row["text"] for row in held_back}
    assert {row["topic"] for row in held_back if row["topic"]} <= TOPICS


def test_accounts_have_22_weeks_and_most_contacts_one_of_them():
    accounts = read_table("accounts")
    assert len(accounts) == 40
    signals = read_table("signals")
    assert all(len(row["weeks"].split()) == 22 for row in signals)
    told = {row["account"] for row in signals if row["kind"] == "logins"}
    assert told == {row["external_id"] for row in accounts}
    named = {row["account"] for row in read_table("contacts")} - {""}
    assert len(named) >= 30
    assert named <= {row["external_id"] for row in accounts}
