"""Verified deflection waits until the re-contact window has passed."""

from datetime import timedelta


def test_a_young_episode_is_claimed_but_not_verified(telling, clock, look):
    with telling() as stories:
        stories.episode(clock() - timedelta(days=3)).asks().answered(1).says("solved")
    young = look()
    assert young.figures["claimed_deflection"].numerator == 1
    assert young.figures["verified_deflection"].denominator == 0
    assert young.figures["verified_deflection"].value is None
    clock.move(days=4)
    assert look().figures["verified_deflection"].numerator == 1


def test_pending_and_small_talk_are_in_no_rate(telling, clock, look):
    with telling() as stories:
        stories.episode(clock() - timedelta(hours=2)).asks().answered(1)
        stories.episode(clock() - timedelta(days=20)).asks("こんにちは").chatted()
    figures = look().figures
    assert figures["claimed_deflection"].denominator == 0
    assert figures["containment"].denominator == 0


def test_an_empty_period_shows_dashes_and_never_zero_percent(sign_in):
    html = sign_in("sato").get("/staff/dashboard?from=2020-01-01&to=2020-01-31").text
    assert "この期間に問い合わせはありません" in html
    assert "—" in html
    assert "0.0 %</span>" not in html.replace("\n", "")


def test_under_thirty_episodes_the_page_says_there_is_too_little(telling, long_ago, sign_in):
    with telling() as stories:
        for _ in range(29):
            stories.episode(long_ago).asks().answered(1).says("solved")
    sato = sign_in("sato")
    headline = sato.get("/staff/dashboard?days=60").text.split('data-metric="claimed_deflection"')[0]
    assert "データ不足" in headline
    with telling() as stories:
        stories.episode(long_ago).asks().answered(1).says("solved")
    headline = sato.get("/staff/dashboard?days=60").text.split('data-metric="claimed_deflection"')[0]
    assert "データ不足" not in headline


def test_sample_conversations_are_announced(telling, long_ago, sign_in):
    sato = sign_in("sato")
    with telling() as stories:
        stories.episode(long_ago).asks().answered(1)
    assert "サンプルの会話" not in sato.get("/staff/dashboard?days=60").text
    with telling() as stories:
        stories.episode(long_ago, sample=True).asks().answered(1)
    assert "2 件のうち 1 件はサンプルの会話" in sato.get("/staff/dashboard?days=60").text
