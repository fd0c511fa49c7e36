"""Questions to ask: the sample's chat messages, no two alike, so that none is answered from a cache."""

from collections.abc import Iterator
from itertools import count, product

from api.sample.written import read_inquiries

BEFORE = (
    "",
    "すみません、",
    "質問です。",
    "はじめまして。",
    "お世話になります。",
    "教えてください。",
    "先ほどの者です。",
)
AFTER = (
    "",
    "お願いします。",
    "急いでいます。",
    "よろしくお願いいたします。",
    "わかりますか?",
    "困っています。",
)
LONGEST = 120


def questions() -> Iterator[str]:
    """Yield Japanese questions without end, no two alike."""
    asked = [
        one.text
        for one in read_inquiries()
        if one.topic and one.language == "ja" and one.channel == "chat" and len(one.text) <= LONGEST
    ]
    for number in count():
        for (before, after), text in product(product(BEFORE, AFTER), asked):
            # The turn of the wheel, once every phrase was used with every question.
            yield f"{before}{text} {after}{f' ({number}回目)' if number else ''}".strip()
