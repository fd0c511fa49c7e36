"""Merge, split, move and snooze: what they moved, whom they are about, and what they overrule."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('candidates', sa.Column('reason_kind', sa.Text(), nullable=True))
    op.add_column('candidates', sa.Column('merged_into_id', sa.Integer(), nullable=True))
    op.add_column('candidates', sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('candidates', sa.Column('snoozed_until_size', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_candidates_merged_into_id'), 'candidates', 'candidates', ['merged_into_id'], ['id'], ondelete='SET NULL')
    op.create_table('decision_parties',
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidates.id'], name=op.f('fk_decision_parties_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_decision_parties_decision_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('decision_id', 'candidate_id', name=op.f('pk_decision_parties'))
    )
    op.create_index(op.f('ix_decision_parties_candidate_id'), 'decision_parties', ['candidate_id'], unique=False)
    op.create_table('moved_inquiries',
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('inquiry_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_moved_inquiries_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['from_id'], ['clusters.id'], name=op.f('fk_moved_inquiries_from_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['inquiry_id'], ['inquiries.id'], name=op.f('fk_moved_inquiries_inquiry_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_id'], ['clusters.id'], name=op.f('fk_moved_inquiries_to_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('decision_id', 'inquiry_id', name=op.f('pk_moved_inquiries'))
    )
    op.create_index(op.f('ix_moved_inquiries_inquiry_id'), 'moved_inquiries', ['inquiry_id'], unique=False)
    op.add_column('constrained_inquiries', sa.Column('released_by', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_constrained_inquiries_released_by'), 'constrained_inquiries', 'decisions', ['released_by'], ['id'], ondelete='SET NULL')


def downgrade() -> None:
    op.drop_column('constrained_inquiries', 'released_by')
    # What earlier versions cannot say is open again; the constraints go on holding.
    op.execute("UPDATE candidates SET state = 'open', decided_by = NULL, decided_at = NULL WHERE state = 'merged'")
    op.drop_table('moved_inquiries')
    op.drop_table('decision_parties')
    for column in ('snoozed_until_size', 'snoozed_until', 'merged_into_id', 'reason_kind'):
        op.drop_column('candidates', column)
