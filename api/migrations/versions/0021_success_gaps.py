"""Edits of accounts are kept; who withdrew a notice; versions of the stage weights; whether a score's past is computed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'account_edits',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column(
            'account_id', sa.Integer(), sa.ForeignKey('accounts.id', ondelete='CASCADE'), nullable=False,
            index=True,
        ),
        sa.Column('before', JSONB(), nullable=True),
        sa.Column('after', JSONB(), nullable=False),
        sa.Column('made_by', sa.Integer(), sa.ForeignKey('staff.id', ondelete='SET NULL'), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    )  # fmt: skip
    op.add_column(
        'notices',
        sa.Column('withdrawn_by', sa.Integer(), sa.ForeignKey('staff.id', ondelete='SET NULL'), nullable=True),
    )
    op.create_table(
        'stage_weights',
        sa.Column('number', sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column('weights', JSONB(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('made_by', sa.Integer(), sa.ForeignKey('staff.id', ondelete='SET NULL'), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(
        "INSERT INTO stage_weights (number, weights, why, made_at) VALUES (1,"
        """ '{"onboarding": 1.5, "adoption": 1.2, "retention": 1.0, "renewal": 1.4}', '', now())"""
    )
    op.add_column('health_scores', sa.Column('past_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE health_scores SET past_at = made_at')


def downgrade() -> None:
    op.drop_column('health_scores', 'past_at')
    op.drop_table('stage_weights')
    op.drop_column('notices', 'withdrawn_by')
    op.drop_table('account_edits')
