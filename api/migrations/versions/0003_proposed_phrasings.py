"""proposed phrasings."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('proposed_phrasings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('faq_id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Text(), nullable=False),
    sa.Column('episode_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('fold', sa.Text(), nullable=False),
    sa.Column('miss', sa.Text(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Text(), server_default='open', nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'accepted', 'dismissed')", name=op.f('ck_proposed_phrasings_state')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_proposed_phrasings_conversation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by'], ['staff.id'], name=op.f('fk_proposed_phrasings_decided_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['episode_id'], ['episodes.id'], name=op.f('fk_proposed_phrasings_episode_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['faq_id'], ['faqs.id'], name=op.f('fk_proposed_phrasings_faq_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_proposed_phrasings_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id'], ['faq_versions.id'], name=op.f('fk_proposed_phrasings_version_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposed_phrasings')),
    sa.UniqueConstraint('faq_id', 'fold', name=op.f('uq_proposed_phrasings_faq_id_fold'))
    )
    op.create_index(op.f('ix_proposed_phrasings_conversation_id'), 'proposed_phrasings', ['conversation_id'], unique=False)
    op.create_index(op.f('ix_proposed_phrasings_episode_id'), 'proposed_phrasings', ['episode_id'], unique=False)
    op.create_index(op.f('ix_proposed_phrasings_message_id'), 'proposed_phrasings', ['message_id'], unique=False)
    op.create_index(op.f('ix_proposed_phrasings_state'), 'proposed_phrasings', ['state'], unique=False)
    op.create_table('removed_phrasings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('faq_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('inquiry_id', sa.Integer(), nullable=True),
    sa.Column('removed_by', sa.Integer(), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['faq_id'], ['faqs.id'], name=op.f('fk_removed_phrasings_faq_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['inquiry_id'], ['inquiries.id'], name=op.f('fk_removed_phrasings_inquiry_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['removed_by'], ['staff.id'], name=op.f('fk_removed_phrasings_removed_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_removed_phrasings'))
    )
    op.create_index(op.f('ix_removed_phrasings_faq_id'), 'removed_phrasings', ['faq_id'], unique=False)


def downgrade() -> None:
    for table in ('removed_phrasings', 'proposed_phrasings'):
        op.drop_table(table)
