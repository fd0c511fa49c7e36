"""Who is asked later: its share in versions. An index knows which episodes have ended."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

ENDING = (
    "kind IN ('conversation_resolved', 'episode_expired')"
    " OR kind = 'feedback_given' AND payload ->> 'value' = 'solved'"
)


def upgrade() -> None:
    op.create_table('follow_up_settings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('share', sa.Float(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['staff.id'], name=op.f('fk_follow_up_settings_made_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up_settings'))
    )
    op.create_index('ix_facts_ending', 'facts', ['episode_id'], postgresql_where=sa.text(ENDING))


def downgrade() -> None:
    op.drop_index('ix_facts_ending', table_name='facts')
    op.drop_table('follow_up_settings')
