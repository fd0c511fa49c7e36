"""FAQs sent back to review, weekly mail, and when an imported inquiry was first replied to."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('faqs', sa.Column('review_reason', sa.Text(), nullable=True))
    op.add_column('faqs', sa.Column('review_asked_by', sa.Integer(), nullable=True))
    op.add_column('faqs', sa.Column('review_asked_at', sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f('fk_faqs_review_asked_by'), 'faqs', 'staff', ['review_asked_by'], ['id'], ondelete='SET NULL'
    )
    op.create_table(
        'weekly_subscriptions',
        sa.Column('staff_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('weekday', sa.SmallInteger(), nullable=False),
        sa.Column('since', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_weekly_subscriptions_weekday')),
        sa.ForeignKeyConstraint(
            ['staff_id'], ['staff.id'], name=op.f('fk_weekly_subscriptions_staff_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_weekly_subscriptions')),
    )
    op.create_table(
        'weekly_mails',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('week', sa.Date(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('tries', sa.SmallInteger(), server_default='0', nullable=False),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed')", name=op.f('ck_weekly_mails_state')
        ),
        sa.ForeignKeyConstraint(
            ['staff_id'], ['staff.id'], name=op.f('fk_weekly_mails_staff_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_weekly_mails')),
        sa.UniqueConstraint('staff_id', 'week', name=op.f('uq_weekly_mails_staff_id_week')),
    )
    op.add_column('inquiries', sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('inquiries', 'replied_at')
    op.drop_table('weekly_mails')
    op.drop_table('weekly_subscriptions')
    op.drop_constraint(op.f('fk_faqs_review_asked_by'), 'faqs', type_='foreignkey')
    op.drop_column('faqs', 'review_asked_at')
    op.drop_column('faqs', 'review_asked_by')
    op.drop_column('faqs', 'review_reason')
