"""Outcomes carry how many answers, reactions and ratings they have: counting those needs no join."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

COUNTS = (
    'answers', 'reactions', 'solved', 'bot_ratings', 'bot_satisfied', 'agent_ratings', 'agent_satisfied',
)  # fmt: skip


def upgrade() -> None:
    for name in COUNTS:
        op.add_column('outcomes', sa.Column(name, sa.SmallInteger(), server_default='0', nullable=False))
    op.create_index('ix_outcomes_channel', 'outcomes', ['definition', 'channel', 'language'])


def downgrade() -> None:
    op.drop_index('ix_outcomes_channel', table_name='outcomes')
    for name in COUNTS:
        op.drop_column('outcomes', name)
