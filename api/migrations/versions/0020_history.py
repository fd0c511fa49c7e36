"""Inquiries say who handled them and when they were closed; those of a known customer become episodes."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('inquiries', sa.Column('closed_at', sa.DateTime(timezone=True)))
    op.add_column('inquiries', sa.Column('handler', sa.Text()))
    op.add_column('inquiries', sa.Column('customer_id', sa.Text()))
    op.create_index(
        'ix_inquiries_customer_id', 'inquiries', ['id'], postgresql_where=sa.text('customer_id IS NOT NULL')
    )


def downgrade() -> None:
    op.drop_index('ix_inquiries_customer_id', table_name='inquiries')
    for name in ('customer_id', 'handler', 'closed_at'):
        op.drop_column('inquiries', name)
