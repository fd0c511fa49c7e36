"""What an episode's words come nearest to, for the definition that goes by it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0018'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'episode_subjects',
        sa.Column('near_faq_ids', postgresql.ARRAY(sa.Integer()), server_default='{}', nullable=False),
    )


def downgrade() -> None:
    op.drop_column('episode_subjects', 'near_faq_ids')
