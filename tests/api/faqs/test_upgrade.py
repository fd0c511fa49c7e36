"""FAQs of the version before stay, for everyone, without an end, published in all they say."""

from sqlalchemy import text

from api.database import make_engine
from api.models import metadata
from tests.api.improving.test_upgrade import MigrationContext, compare_metadata, move

OURS = ("faq_imports", "webhook_deliveries", "faq_versions", "faqs", "faq_looks")


def test_faqs_from_before_are_for_everyone_and_the_tables_are_what_the_models_say(database_url):
    engine = make_engine(database_url)
    with engine.connect() as connection:
        move(connection, "0005")
        connection.execute(text("INSERT INTO faqs (id) VALUES (7)"))
        connection.execute(
            text("INSERT INTO faq_versions (id, faq_id, number, created_at) VALUES (8, 7, 1, now())")
        )
        connection.commit()
        move(connection, "head")
        row = connection.execute(
            text("SELECT audience, tags, category, valid_until, drafts FROM faq_versions")
        ).one()
        assert tuple(row) == ("everyone", [], "", None, {})
        found = [str(change) for change in compare_metadata(MigrationContext.configure(connection), metadata)]
        assert [change for change in found if any(f"'{table}'" in change for table in OURS)] == []
    engine.dispose()
