"""What is for signed-in customers is answered to them alone."""

import pytest
from sqlalchemy import update

from api.chat.models import Contact, Conversation
from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.models import FaqVersion
from api.faqs.publishing import publish
from tests.api.chat.customer import Customer

QUESTION = "契約者の名義を変更したいです"


@pytest.fixture(scope="module")
def faqs(house) -> dict[str, FaqVersion]:
    """One FAQ for signed-in customers, and one for everyone."""
    with transaction(house.sessions) as session:
        return {
            audience: publish(
                session,
                None,
                Draft(question_ja=question, answer_ja="契約の画面から送れます。", audience=audience),
                author_id=None,
                now=house.clock(),
            )
            for audience, question in (("signed_in", QUESTION), ("everyone", "請求書はどこで見られますか"))
        }


def test_somebody_unknown_is_offered_a_person_and_somebody_known_gets_the_answer(hanako, house, facts):
    reply = hanako.ask(QUESTION)
    assert reply["text"] != "契約の画面から送れます。"
    assert all(kind != "answer_shown" for kind, _ in facts(hanako))
    known = Customer(str(hanako.http.base_url))
    with transaction(house.sessions) as session:
        theirs = session.get_one(Conversation, known.id).contact_id
        session.execute(update(Contact).where(Contact.id == theirs).values(external_id="hanako"))
    assert known.ask(QUESTION)["text"] == "契約の画面から送れます。"
