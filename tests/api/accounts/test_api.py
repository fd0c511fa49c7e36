"""Other systems send accounts, signals and people; the same again changes nothing, nor does bad input."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from api.accounts.models import Account, AccountSignal
from api.chat.models import Contact

MINATO = {"name": "みなと商会", "contract_yen": 2_400_000, "renewal_on": "2027-03-31"}


def rows(session, table) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(table))


def test_an_account_is_added_once_and_changed_after(system, session):
    assert system.put("/api/accounts/C-1", json=MINATO).status_code == 201
    again = system.put("/api/accounts/C-1", json=MINATO)
    assert again.status_code == 200
    assert again.json()["tier"] == "high"
    assert again.json()["stage"] == "onboarding"
    assert rows(session, Account) == 1
    moved = system.put("/api/accounts/C-1", json={"contract_yen": 480_000, "stage": "adoption"}).json()
    assert (moved["name"], moved["tier"], moved["stage"]) == ("みなと商会", "tech", "adoption")
    chosen = system.put("/api/accounts/C-1", json={"tier": "high"}).json()
    assert (chosen["tier"], chosen["tier_chosen"]) == ("high", True)
    freed = system.put("/api/accounts/C-1", json={"tier": None}).json()
    assert (freed["tier"], freed["tier_chosen"]) == ("tech", False)


def test_the_same_again_leaves_the_row_as_it_was(system, session, clock):
    system.put("/api/accounts/C-1", json=MINATO)
    before = session.scalars(select(Account.changed_at)).one()
    clock.move(hours=1)
    system.put("/api/accounts/C-1", json=MINATO)
    session.expire_all()
    assert session.scalars(select(Account.changed_at)).one() == before


def test_signals_belong_to_the_week_of_their_day(system, session, this_week):
    system.put("/api/accounts/C-1", json=MINATO)
    monday = this_week - timedelta(weeks=1)
    wednesday = monday + timedelta(days=2)
    for _ in range(2):
        answer = system.put(f"/api/accounts/C-1/signals/{wednesday}", json={"logins": 41, "nps": 9})
        assert answer.json() == {"week": str(monday), "signals": {"logins": 41.0, "nps": 9.0}}
    system.put(f"/api/accounts/C-1/signals/{monday}", json={"nps": None})
    session.expire_all()
    told = session.execute(select(AccountSignal.week, AccountSignal.kind, AccountSignal.value)).all()
    assert [tuple(row) for row in told] == [(monday, "logins", 41.0)]


def test_a_person_belongs_to_an_account_and_not_to_two(system, session):
    system.put("/api/accounts/C-1", json=MINATO)
    system.put("/api/accounts/C-2", json=MINATO | {"name": "べつ"})
    person = {"name": "高梨 花子", "email": "hanako@example.com"}
    assert system.put("/api/accounts/C-1/contacts/u-1", json=person).status_code == 200
    assert system.put("/api/accounts/C-1/contacts/u-1", json=person).status_code == 200
    assert system.put("/api/accounts/C-2/contacts/u-1", json={}).status_code == 409
    assert rows(session, Contact) == 1
    assert session.scalars(select(Contact)).one().name == "高梨 花子"


BAD = [
    ("C-1", {"name": "みなと商会"}, "needs its name, contract_yen and renewal_on"),
    ("C-1", MINATO | {"contract_yen": -1}, "contract_yen"),
    ("C-1", MINATO | {"contract_yen": 10**13}, "contract_yen"),
    ("C-1", MINATO | {"renewal_on": "31/13/2027"}, "renewal_on"),
    ("C-1", MINATO | {"stage": "new"}, "stage"),
    ("C-1", MINATO | {"stage": None}, "stage cannot be empty"),
    ("C-1", MINATO | {"owner": "nobody@example.com"}, "No member of staff"),
    ("C-1", MINATO | {"colour": "red"}, "colour"),
    ("C-1", MINATO | {"name": "みなと\x00"}, "cannot be kept"),
    ("C%00", MINATO, "cannot be kept"),
]


@pytest.mark.parametrize(("id_", "body", "said"), BAD)
def test_bad_input_is_a_clear_error_and_changes_nothing(system, session, id_, body, said):
    answer = system.put(f"/api/accounts/{id_}", json=body)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert rows(session, Account) == 0


@pytest.mark.parametrize(
    "body", [{"logins": -1}, {"settings_done": 1.2}, {"nps": 11}, {"silent": 3}, {"logins": "x"}, {"ces": 0}]
)
def test_bad_signals_change_nothing(system, session, this_week, body):
    system.put("/api/accounts/C-1", json=MINATO)
    assert system.put(f"/api/accounts/C-1/signals/{this_week}", json=body).status_code == 422
    assert rows(session, AccountSignal) == 0


def test_a_week_that_has_not_begun_and_an_account_nobody_knows_are_refused(system, session, this_week):
    system.put("/api/accounts/C-1", json=MINATO)
    ahead = this_week + timedelta(weeks=1)
    assert system.put(f"/api/accounts/C-1/signals/{ahead}", json={"logins": 1}).status_code == 422
    assert system.put(f"/api/accounts/C-9/signals/{this_week}", json={"logins": 1}).status_code == 404
    assert system.put("/api/accounts/C-9/contacts/u-1", json={}).status_code == 404
    assert system.get("/api/accounts/C-1/health").status_code == 404
    assert rows(session, AccountSignal) == 0


def test_a_stranger_and_an_editor_may_not(system, client, sign_in, session):
    assert client.put("/api/accounts/C-1", json=MINATO).status_code == 401
    wrong = {"X-Madoguchi-Api-Key": "wrong"}
    assert system.put("/api/accounts/C-1", json=MINATO, headers=wrong).status_code == 401
    assert sign_in("suzuki").put("/api/accounts/C-1", json=MINATO).status_code == 403
    assert rows(session, Account) == 0
    assert sign_in("mori").put("/api/accounts/C-1", json=MINATO).status_code == 201


def test_the_health_comes_with_every_term_and_a_sentence(system, this_week):
    system.put("/api/accounts/C-1", json=MINATO)
    for ago, logins in enumerate((58, 58, 58, 100, 100, 100), 1):
        week = this_week - timedelta(weeks=ago)
        system.put(f"/api/accounts/C-1/signals/{week}", json={"logins": logins})
    health = system.get("/api/accounts/C-1/health").json()
    assert health["score"] == 49
    assert health["band"] == "yellow"
    assert "ログインが3週で42%減(−21)" in health["sentence"]
    assert sum(part["points"] for part in health["parts"]) == 49
    assert (
        "Logins down 42 % over 3 weeks (−21)"
        in system.get("/api/accounts/C-1/health?lang=en").json()["sentence"]
    )
