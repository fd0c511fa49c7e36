"""The queue as a file for a spreadsheet."""

import csv
import io

import pytest

from api.candidates.models import Cluster
from api.database import transaction


@pytest.fixture
def sato(sign_in):
    return sign_in("sato")


def rows(person, address: str = "") -> list[dict[str, str]]:
    answer = person.get(f"/staff/queue/candidates.csv{address}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_it_holds_the_queue_in_its_order_with_its_filters(sato, invoice, password):
    found = rows(sato)
    assert [int(row["id"]) for row in found] == [password, invoice]
    assert found[0]["question"] == "パスワードを忘れてしまいました"
    assert (found[0]["state"], found[0]["language"], found[0]["hours_a_month"]) == ("open", "ja", "6.5")
    assert [int(row["id"]) for row in rows(sato, "?lang=en")] == [invoice]
    assert rows(sato, "?state=approved") == []


def test_what_a_customer_wrote_is_no_formula(sato, password, house):
    with transaction(house.sessions) as session:
        session.query(Cluster).update({"representative": "=HYPERLINK(1)"})
    assert rows(sato)[0]["question"] == "'=HYPERLINK(1)"


def test_strangers_get_no_file(client, password):
    assert client.get("/staff/queue/candidates.csv").status_code in {303, 401}
