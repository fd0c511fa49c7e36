"""Inquiries of three topics, and where a run put them."""

from datetime import timedelta

from sqlalchemy import select

from api.candidates.models import ClusterMember
from api.database import transaction
from api.inquiries.incoming import Incoming
from api.inquiries.keeping import keep

TOPICS = {
    "password": [
        "パスワードを忘れました",
        "パスワードを忘れてログインできません",
        "ログインのパスワードを忘れてしまった",
        "パスワードを再設定したい",
        "パスワードの再設定方法を教えてください",
        "パスワードを忘れたので再設定したいです",
        "忘れたパスワードを再設定するには？",
        "パスワードを忘れた場合はどうすればいいですか",
    ],
    "invoice": [
        "請求書の宛名を変更したい",
        "請求書の宛名を変えてください",
        "請求書の宛先の会社名を変更したいです",
        "請求書の宛名が間違っています",
        "宛名を変えた請求書を再発行してください",
        "請求書の宛名の変更方法は？",
        "請求書に書かれる宛名を直したい",
        "請求書の宛名変更をお願いします",
    ],
    "cancel": [
        "How do I cancel my subscription?",
        "I want to cancel my subscription",
        "Please cancel my plan",
        "Where can I cancel the subscription?",
        "How can I stop my subscription plan?",
        "Cancel my subscription, please",
        "What is the way to cancel my plan?",
        "I would like to cancel the plan",
    ],
}


def receive(house, texts, *, days_ago=0.0, **more):
    """Keep `texts` as inquiries that came so many days ago."""
    now = house.clock()
    rows = [Incoming(text=text, received_at=now - timedelta(days=days_ago), **more) for text in texts]
    with transaction(house.sessions) as session:
        return keep(session, rows, source="test", now=now).ids


def cluster_of(session, inquiry_ids):
    return set(
        session.scalars(select(ClusterMember.cluster_id).where(ClusterMember.inquiry_id.in_(inquiry_ids)))
    )
