"""Editors and FAQs with everything an FAQ can have."""

from datetime import date

import pytest

from api.database import transaction
from api.faqs.drafts import Draft, Wording
from api.faqs.publishing import publish, retire
from api.faqs.store import locked_faq
from api.house import House
from api.staff.models import Staff


@pytest.fixture
def suzuki(sign_in):
    """An editor."""
    return sign_in("suzuki")


@pytest.fixture
def full(house: House) -> dict[str, int]:
    """Three FAQs by name: one with everything, one retired, one in English alone."""
    with transaction(house.sessions) as session:
        suzuki = session.query(Staff).filter_by(email="suzuki@example.com").one()
        everything = Draft(
            question_ja="パスワードを忘れたときは?",
            answer_ja="# 手順\n- 開く\n- **押す**\n\n=1+1",
            question_en="How do I reset my password?",
            answer_en="Use [the form](https://e.example/a?b=1,2).",
            phrasings=(
                Wording(language="ja", text="パスワードを忘れました"),
                Wording(language="ja", text='=ログインできない, "助けて"'),
                Wording(language="en", text="- forgot my password"),
            ),
            category="アカウント",
            tags=("ログイン", "管理者"),
            audience="signed_in",
            valid_until=date(2099, 1, 31),
        )
        ids = {
            name: publish(session, None, draft, author_id=suzuki.id, now=house.clock()).faq_id
            for name, draft in {
                "password": everything,
                "old": Draft(
                    question_ja="FAXで申し込めますか", answer_ja="'はい'\n\n### いいえ\n\\# そのまま"
                ),
                "invoice": Draft(question_en="Where is my invoice?", answer_en="- In Billing"),
            }.items()
        }
        faq = locked_faq(session, ids["password"])
        faq.owner_id, faq.review_on = suzuki.id, date(2027, 3, 31)
        retire(session, ids["old"], by=suzuki.id, now=house.clock())
    return ids
