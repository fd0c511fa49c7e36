"""One episode: what was said, masked; its facts; its label and why."""

from datetime import timedelta


def test_the_page_shows_transcript_facts_label_and_why(telling, long_ago, sign_in):
    with telling() as stories:
        hanako = stories.episode(long_ago).asks("領収書がほしい。090-1234-5678 に電話ください")
        hanako.answered(1).says("not_solved").person("not_solved").helped()
    html = sign_in("sato").get(f"/staff/dashboard/episodes/{hanako.id}").text
    assert "領収書がほしい" in html
    assert "090-1234-5678" not in html
    for said in ("有人対応", "担当者への引き継ぎが依頼されました", "回答を表示", "解決しない", "定義 第2版"):
        assert said in html


def test_the_page_says_when_the_contact_came_back(telling, long_ago, sign_in):
    with telling() as stories:
        hanako = stories.contact()
        first = stories.episode(long_ago, contact=hanako).asks().answered(1).says("solved")
        stories.episode(long_ago + timedelta(days=2), contact=hanako).asks().answered(1)
    html = sign_in("sato").get(f"/staff/dashboard/episodes/{first.id}").text
    assert "解決済み(確認)" in html
    assert "同じトピックで再問い合わせあり" in html


def test_an_unknown_episode_is_not_found(sign_in):
    sato = sign_in("sato")
    assert sato.get("/staff/dashboard/episodes/4711").status_code == 404
    assert sato.get("/staff/dashboard/episodes/99999999999999999999").status_code == 404


def test_the_lists_mask_too(telling, long_ago, sign_in):
    with telling() as stories:
        stories.episode(long_ago).asks("メールは hanako@example.com です").nothing()
    html = sign_in("sato").get("/staff/dashboard/episodes?metric=unanswered&days=60").text
    assert "メールは" in html
    assert "hanako@example.com" not in html
