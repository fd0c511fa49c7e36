"""FAQ life: what a version is about, for whom and until when; who looks after an FAQ; imports; webhook; looks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('faq_versions', sa.Column('category', sa.Text(), server_default='', nullable=False))
    op.add_column('faq_versions', sa.Column('tags', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False))
    op.add_column('faq_versions', sa.Column('audience', sa.Text(), server_default='everyone', nullable=False))
    op.add_column('faq_versions', sa.Column('valid_until', sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f('ck_faq_versions_audience'), 'faq_versions', "audience IN ('everyone', 'signed_in', 'staff')"
    )
    op.add_column('faqs', sa.Column('owner_id', sa.Integer(), nullable=True))
    op.add_column('faqs', sa.Column('review_on', sa.Date(), nullable=True))
    op.create_foreign_key(op.f('fk_faqs_owner_id'), 'faqs', 'staff', ['owner_id'], ['id'], ondelete='SET NULL')
    op.create_table('faq_imports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_faq_imports_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_faq_imports'))
    )
    op.create_table('webhook_deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('faq_id', sa.Integer(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['faq_id'], ['faqs.id'], name=op.f('fk_webhook_deliveries_faq_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_deliveries'))
    )
    op.create_index(op.f('ix_webhook_deliveries_created_at'), 'webhook_deliveries', ['created_at'], unique=False)
    op.create_table('faq_looks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('faq_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['faq_id'], ['faqs.id'], name=op.f('fk_faq_looks_faq_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_faq_looks_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_faq_looks'))
    )
    op.create_index(op.f('ix_faq_looks_faq_id'), 'faq_looks', ['faq_id'], unique=False)


def downgrade() -> None:
    op.drop_table('faq_looks')
    op.drop_table('webhook_deliveries')
    op.drop_table('faq_imports')
    for column in ('review_on', 'owner_id'):
        op.drop_column('faqs', column)
    for column in ('valid_until', 'audience', 'tags', 'category'):
        op.drop_column('faq_versions', column)
