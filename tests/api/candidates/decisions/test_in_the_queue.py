"""What was decided shows in the queue, and the key for the last decision takes any of them back."""

from tests.api.candidates.decisions.people import merged, said, seen

LIST = "/staff/candidates"


def listed(person, state=""):
    """The candidates of the queue in a state."""
    found = person.get("/api/candidates", params={"state": state} if state else {})
    assert found.status_code == 200, found.text
    return {row["id"] for row in found.json()}


def test_a_sleeping_candidate_leaves_the_open_ones_and_comes_back(suzuki, clock, topics):
    one, *others = sorted(topics.values())
    said(suzuki, one, "snooze", grows_by=5)
    assert listed(suzuki) == set(others)
    assert listed(suzuki, "snoozed") == {one}
    page = suzuki.get(LIST, params={"state": "snoozed"}).text
    assert f'href="{LIST}/{one}"' in page
    assert listed(suzuki, "all") == {one, *others}


def test_the_last_decision_is_taken_back_whatever_it_was(suzuki, topics):
    one, other, third = sorted(topics.values())
    assert merged(suzuki, one, other).status_code == 201
    said(suzuki, third, "snooze", grows_by=5)
    assert listed(suzuki) == {one}
    assert suzuki.post("/staff/queue/undo").headers["location"] == f"{LIST}/{third}"
    assert listed(suzuki) == {one, third}
    assert suzuki.post("/staff/queue/undo").headers["location"] == f"{LIST}/{one}"
    assert listed(suzuki) == {one, other, third}
    assert seen(suzuki, other)["state"] == "open"


def test_a_decision_that_a_later_merge_rests_on_is_not_taken_back_first(suzuki, sign_in, topics):
    one, other, third = sorted(topics.values())
    assert merged(suzuki, one, other).status_code == 201
    admin = sign_in("admin")
    assert merged(admin, third, one).status_code == 201
    # The admin's merge took in what Suzuki had merged.
    assert suzuki.post("/staff/queue/undo").status_code == 409
    assert admin.post("/staff/queue/undo").headers["location"] == f"{LIST}/{third}"
    assert suzuki.post("/staff/queue/undo").headers["location"] == f"{LIST}/{one}"
    assert listed(suzuki) == {one, other, third}
