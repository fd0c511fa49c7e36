"""Why a candidate becomes no FAQ: a kind, and a note where one is needed."""

import pytest

from tests.api.candidates.decisions.people import kinds, said, seen, taken_back


@pytest.mark.parametrize("kind", ["spam", "one_off", "already_answered", "needs_policy"])
def test_most_kinds_need_no_note(suzuki, password, kind):
    answer = said(suzuki, password, "rejection", kind=kind)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["reason_kind"], answer.json()["reason"]) == (kind, None)


def test_a_product_bug_says_who_is_to_know(suzuki, password):
    refused = said(suzuki, password, "rejection", kind="product_bug", reason="再設定のリンクが切れる")
    assert (refused.status_code, refused.json()["type"]) == (422, "about:blank#nobody-to-tell")
    form = {"revision": 0, "kind": "product_bug", "tell": "開発チーム", "reason": "リンクが切れる"}
    assert suzuki.post(f"/staff/candidates/{password}/rejection", data=form).status_code == 303
    page = suzuki.get(f"/staff/candidates/{password}").text
    for text in ("製品の不具合", "知らせる相手:開発チーム", "リンクが切れる"):
        assert text in page


def test_another_reason_is_written_as_before(suzuki, password):
    refused = said(suzuki, password, "rejection", kind="other")
    assert refused.json()["type"].endswith("#reason-missing")
    answer = said(suzuki, password, "rejection", reason="個別の確認が必要")
    assert (answer.json()["reason_kind"], answer.json()["reason"]) == ("other", "個別の確認が必要")


def test_an_unknown_kind_is_refused(suzuki, password):
    assert said(suzuki, password, "rejection", kind="boring").status_code == 422
    form = {"revision": 0, "kind": "boring"}
    assert suzuki.post(f"/staff/candidates/{password}/rejection", data=form).status_code == 422
    assert seen(suzuki, password)["state"] == "open"


def test_undo_opens_it_again_and_history_keeps_the_kind(suzuki, password):
    said(suzuki, password, "rejection", kind="spam")
    assert taken_back(suzuki, password, "rejection").status_code == 200
    now = seen(suzuki, password)
    assert (now["state"], now["reason_kind"]) == ("open", None)
    assert kinds(suzuki, password) == [("rejected", False)]
    assert "迷惑・宣伝" in suzuki.get(f"/staff/candidates/{password}").text.split("履歴")[1]
