"""Sensitive topics are told by words; demands go straight to a person, questions may be answered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.policy import load_policy

POLICY = load_policy()


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("解約してください", "cancellation"),
        ("今月末で解約します。よろしくお願いします", "cancellation"),
        ("解約します！", "cancellation"),
        ("We hereby give notice to terminate our subscription.", "cancellation"),
        ("PLEASE CANCEL our Standard plan", "cancellation"),
        ("返金してください", "refund"),
        ("差額の返金をお願いします", "refund"),
        ("お金をちゃんと返してください", "refund"),
        ("I want my money back", "refund"),
        ("We were charged twice in May", "refund"),
        ("個人情報をすべて削除してほしい", "personal_data"),
        ("Please delete all of my personal data", "personal_data"),
        ("全社員がアクセスできません", "outage"),
        ("障害報告書を出してください", "outage"),
        ("苦情を言いたいのですが", "complaint"),
        ("ｸﾚｰﾑです", "complaint"),
        ("対応が本当にひどい", "complaint"),
        ("I would like to make a complaint", "complaint"),
    ],
)
def test_a_demand_goes_straight_to_a_person(said: str, slug: str):
    topic = POLICY.sensitive(said)
    assert topic is not None
    assert topic.slug == slug
    assert topic.straight(said)


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("解約方法を教えて", "cancellation"),
        ("退会ってどこからしますか？", "cancellation"),
        ("解約しますとデータはどうなりますか", "cancellation"),
        ("How do I cancel our contract?", "cancellation"),
        ("途中でやめたら残りの期間の払い戻しはありますか", "refund"),
        ("How long does a refund take?", "refund"),
        ("個人情報の取り扱いについて知りたい", "personal_data"),
        ("いま障害が起きていますか", "outage"),
        ("Is the service down?", "outage"),
    ],
)
def test_a_question_may_be_answered(said: str, slug: str):
    topic = POLICY.sensitive(said)
    assert topic is not None
    assert (topic.slug, topic.straight(said)) == (slug, False)


@pytest.mark.parametrize(
    "said",
    [
        "経費の申請を取り消したい",
        "Cancel my approved leave",
        "障害者雇用の社員の勤怠はどう登録しますか",
        "仮払いの返金額はどこに出ますか",
        "社員から苦情が出ているので、打刻の時刻を確認してほしい",
        "How do I change the approver?",
        "パスワードを忘れました",
        "担当者と話したい",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_to_the_bot(said: str):
    assert POLICY.sensitive(said) is None


def test_of_two_topics_the_one_for_a_person_counts():
    topic = POLICY.sensitive("解約方法を教えて。あと先月分は返金してください")
    assert topic is not None
    assert topic.slug == "refund"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_words_before_and_after_in_other_sentences_hide_no_demand(before: str, after: str):
    said = f"{before}。返金してください。{after}"
    topic = POLICY.sensitive(said)
    assert topic is not None
    assert topic.straight(said)
