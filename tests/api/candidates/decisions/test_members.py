"""Every inquiry of a candidate on one page, to be ticked."""


def test_all_inquiries_can_be_found_and_ticked(suzuki, sign_in, password):
    page = suzuki.get(f"/staff/candidates/{password}/members").text
    assert page.count('name="inquiry"') == 6
    assert f'formaction="/staff/candidates/{password}/split/preview"' in page
    found = suzuki.get(f"/staff/candidates/{password}/members", params={"q": "再設定　方法"}).text
    assert found.count('name="inquiry"') == 1
    nothing = suzuki.get(f"/staff/candidates/{password}/members", params={"q": "zzz"}).text
    assert "条件に合う問い合わせはありません" in nothing
    assert 'name="inquiry"' not in sign_in("sato").get(f"/staff/candidates/{password}/members").text


def test_texts_are_masked_and_a_page_that_is_not_there_is_not_found(suzuki, password):
    assert "090-1234-5678" not in suzuki.get(f"/staff/candidates/{password}/members").text
    assert suzuki.get("/staff/candidates/999/members").status_code == 404
