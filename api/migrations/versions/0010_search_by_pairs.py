"""Search by pairs of characters: two functions that fold and divide a text, and an index of the inquiries."""

from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION folded_text(text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN lower(normalize($1, NFKC))
        """
    )
    # It costs more to divide every text than to read the index: the planner must know.
    op.execute(
        """
        CREATE FUNCTION character_pairs(text) RETURNS text[]
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
        RETURN ARRAY(
            SELECT DISTINCT pair FROM (
                SELECT letter || lead(letter) OVER (ORDER BY place) AS pair
                FROM string_to_table(lower(normalize($1, NFKC)), NULL) WITH ORDINALITY AS letters (letter, place)
            ) AS pairs
            WHERE pair IS NOT NULL
        )
        """
    )
    op.execute('CREATE INDEX ix_inquiries_text_pairs ON inquiries USING gin (character_pairs(text))')


def downgrade() -> None:
    op.drop_index('ix_inquiries_text_pairs', table_name='inquiries')
    op.execute('DROP FUNCTION character_pairs(text)')
    op.execute('DROP FUNCTION folded_text(text)')
