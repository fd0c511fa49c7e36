"""What a customer asked is kept for clustering, with the embedding that answered it."""

import pytest
from sqlalchemy import select

from api.inquiries.models import Inquiry
from api.inquiries.vectors import vectors_for
from tests.api.chat.customer import Customer


def test_a_question_is_kept_with_the_vector_it_was_answered_by(hanako: Customer, house, session):
    hanako.ask("パスワードを忘れました。画面が開きません")
    keys = session.scalars(select(Inquiry.text_key).where(Inquiry.conversation_id == hanako.id)).all()
    kept = vectors_for(session, keys, house.embedder.model_id)
    asked = house.embedder.encode(["パスワードを忘れました。画面が開きません"])[0]
    assert len(keys) == 1
    assert kept[keys[0]] == pytest.approx(asked, abs=1e-6)


def test_what_is_masked_is_not_kept_with_the_vector_of_the_original(hanako: Customer, house, session):
    hanako.ask("パスワードを忘れました。090-1234-5678に電話をください")
    keys = session.scalars(select(Inquiry.text_key).where(Inquiry.conversation_id == hanako.id)).all()
    assert len(keys) == 1
    assert vectors_for(session, keys, house.embedder.model_id) == {}
