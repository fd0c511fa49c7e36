"""Replays of drafts, and the time spent reviewing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('replays',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_key', sa.Text(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=True),
    sa.Column('faq_id', sa.Integer(), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('index_version', sa.Text(), nullable=False),
    sa.Column('form', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('result', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('troubles', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidates.id'], name=op.f('fk_replays_candidate_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['faq_id'], ['faqs.id'], name=op.f('fk_replays_faq_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_replays_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replays'))
    )
    op.create_index(op.f('ix_replays_draft_key'), 'replays', ['draft_key'], unique=False)
    op.create_table('review_beats',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("about IN ('candidate', 'faq')", name=op.f('ck_review_beats_about')),
    sa.CheckConstraint('seconds BETWEEN 1 AND 30', name=op.f('ck_review_beats_seconds')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_review_beats_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_beats'))
    )
    op.create_index(op.f('ix_review_beats_at'), 'review_beats', ['at'], unique=False)
    # Append-only, as the ledger is: only erasing may delete, and says so first.
    op.execute(
        """
        CREATE TRIGGER review_beats_are_append_only BEFORE UPDATE OR DELETE ON review_beats
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_facts()
        """
    )


def downgrade() -> None:
    op.drop_table('review_beats')
    op.drop_table('replays')
