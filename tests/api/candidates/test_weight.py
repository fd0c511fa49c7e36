"""What the review desk's pages weigh with all their styles and scripts, as they are without compression."""

import re

import pytest

MOST = 150_000
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
QUESTION = "先日購入した商品がまだ届かないのですが、配送状況の確認と、届かない時の返金の方法を教えてください"


def weight(person, address):
    page = person.get(address)
    assert page.status_code == 200
    parts = {path: person.get(path).content for path in ASSET.findall(page.text)}
    assert any(path.endswith("htmx.min.js") for path in parts)
    assert sum(path.endswith(".css") for path in parts) >= 5
    return page.text, len(page.content) + sum(map(len, parts.values()))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_full_page_of_the_queue_is_light(sign_in, add_candidate, language):
    for number in range(50):
        add_candidate(((f"{QUESTION}({number})", None),), impact=number / 3)
    suzuki = sign_in("suzuki")
    suzuki.post("/staff/language", data={"language": language, "to": "/staff"})
    page, weighs = weight(suzuki, "/staff/candidates?state=all")
    assert page.count("data-row") == 50
    assert weighs < MOST


def test_a_candidate_with_many_inquiries_is_light(sign_in, add_candidate):
    rows = tuple((f"{QUESTION}({number}回目)", f"{QUESTION}をご覧ください({number})") for number in range(60))
    _, weighs = weight(sign_in("suzuki"), f"/staff/candidates/{add_candidate(rows)}")
    assert weighs < MOST
