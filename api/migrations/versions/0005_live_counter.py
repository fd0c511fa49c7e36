"""The live counter: visitor tokens, marks, attachments, notes and canned replies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('canned_replies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shortcut', sa.Text(), nullable=False),
    sa.Column('text_ja', sa.Text(), nullable=True),
    sa.Column('text_en', sa.Text(), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['staff.id'], name=op.f('fk_canned_replies_created_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_canned_replies')),
    sa.UniqueConstraint('shortcut', name=op.f('uq_canned_replies_shortcut'))
    )
    op.create_table('visitor_tokens',
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('exchangeable_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_visitor_tokens_contact_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_visitor_tokens'))
    )
    op.create_index(op.f('ix_visitor_tokens_contact_id'), 'visitor_tokens', ['contact_id'], unique=False)
    op.create_table('notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Text(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_notes_conversation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_notes_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notes'))
    )
    op.create_index(op.f('ix_notes_conversation_id'), 'notes', ['conversation_id'], unique=False)
    op.create_table('attachments',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('conversation_id', sa.Text(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_attachments_conversation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_attachments_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_attachments_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments'))
    )
    op.create_index(op.f('ix_attachments_conversation_id'), 'attachments', ['conversation_id'], unique=False)
    op.create_index(op.f('ix_attachments_message_id'), 'attachments', ['message_id'], unique=False)
    op.add_column('contacts', sa.Column('email', sa.Text(), nullable=True))
    op.execute(
        """
        INSERT INTO visitor_tokens (token_hash, contact_id, created_at, expires_at, exchangeable_until)
        SELECT visitor_hash, id, created_at, now(), now() + interval '30 days' FROM contacts
        WHERE visitor_hash IS NOT NULL
        """
    )
    op.drop_constraint(op.f('uq_contacts_visitor_hash'), 'contacts', type_='unique')
    op.drop_column('contacts', 'visitor_hash')
    op.add_column('conversations', sa.Column('customer_delivered_seq', sa.Integer(), server_default='0', nullable=False))
    op.add_column('conversations', sa.Column('customer_read_seq', sa.Integer(), server_default='0', nullable=False))
    op.add_column('conversations', sa.Column('agent_read_seq', sa.Integer(), server_default='0', nullable=False))
    op.add_column('conversations', sa.Column('customer_typing_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('conversations', sa.Column('agent_typing_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('conversations', sa.Column('agent_typing_id', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_conversations_agent_typing_id'), 'conversations', 'staff', ['agent_typing_id'], ['id'], ondelete='SET NULL')
    op.add_column('hand_offs', sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('hand_offs', sa.Column('topic', sa.Text(), nullable=True))
    op.add_column('hand_offs', sa.Column('wrap_up', sa.Text(), nullable=True))
    op.add_column('hand_offs', sa.Column('callback', postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    for table in ('hand_offs', 'conversations', 'contacts'):
        added = {
            'hand_offs': ('callback', 'wrap_up', 'topic', 'snoozed_until'),
            'conversations': (
                'agent_typing_id', 'agent_typing_at', 'customer_typing_at',
                'agent_read_seq', 'customer_read_seq', 'customer_delivered_seq',
            ),
            'contacts': ('email',),
        }[table]
        for column in added:
            op.drop_column(table, column)
    # Widgets that were open ask for a new token: several may belong to one contact.
    op.add_column('contacts', sa.Column('visitor_hash', sa.Text(), nullable=True))
    op.create_unique_constraint(op.f('uq_contacts_visitor_hash'), 'contacts', ['visitor_hash'])
    for table in ('attachments', 'notes', 'visitor_tokens', 'canned_replies'):
        op.drop_table(table)
