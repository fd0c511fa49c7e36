"""Customer success: the bank, milestones, playbooks, the week's queue, notices to an account's people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0016'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bank_weeks',
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('counted', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('week', name=op.f('pk_bank_weeks'))
    )
    op.create_table('milestones',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('name_ja', sa.Text(), nullable=False),
    sa.Column('name_en', sa.Text(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=True),
    sa.Column('parameters', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestones'))
    )
    op.create_table('playbooks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_playbooks'))
    )
    op.create_table('bank_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('from_week', sa.Date(), nullable=False),
    sa.Column('share', sa.Double(), nullable=False),
    sa.Column('week_share', sa.Double(), nullable=False),
    sa.Column('overall_minutes', sa.Double(), nullable=True),
    sa.Column('review_hours', sa.Double(), nullable=True),
    sa.Column('minutes', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['staff.id'], name=op.f('fk_bank_terms_made_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_terms'))
    )
    op.create_table('milestone_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('milestone_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_milestone_marks_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['milestone_id'], ['milestones.id'], name=op.f('fk_milestone_marks_milestone_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_milestone_marks_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone_marks'))
    )
    op.create_index(op.f('ix_milestone_marks_account_id'), 'milestone_marks', ['account_id'], unique=False)
    op.create_index(op.f('ix_milestone_marks_milestone_id'), 'milestone_marks', ['milestone_id'], unique=False)
    op.create_table('notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('text_ja', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_notices_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_notices_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices'))
    )
    op.create_index(op.f('ix_notices_account_id'), 'notices', ['account_id'], unique=False)
    op.create_table('playbook_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('playbook_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['staff.id'], name=op.f('fk_playbook_versions_made_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['playbook_id'], ['playbooks.id'], name=op.f('fk_playbook_versions_playbook_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_playbook_versions')),
    sa.UniqueConstraint('playbook_id', 'number', name=op.f('uq_playbook_versions_playbook_id_number'))
    )
    op.create_table('success_weeks',
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('budget_minutes', sa.Double(), nullable=False),
    sa.Column('filled_by', sa.Integer(), nullable=True),
    sa.Column('filled_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['filled_by'], ['staff.id'], name=op.f('fk_success_weeks_filled_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('week', name=op.f('pk_success_weeks'))
    )
    op.create_table('notices_shown',
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dismissed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_notices_shown_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notices_shown_notice_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('notice_id', 'contact_id', name=op.f('pk_notices_shown'))
    )
    op.create_index(op.f('ix_notices_shown_contact_id'), 'notices_shown', ['contact_id'], unique=False)
    op.create_table('success_cards',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('left_out', sa.Text(), nullable=True),
    sa.Column('worth', sa.Double(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('frozen', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_success_cards_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['week'], ['success_weeks.week'], name=op.f('fk_success_cards_week'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_success_cards')),
    sa.UniqueConstraint('week', 'account_id', name=op.f('uq_success_cards_week_account_id'))
    )
    op.create_index(op.f('ix_success_cards_account_id'), 'success_cards', ['account_id'], unique=False)
    op.create_table('success_acts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('card_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('minutes', sa.Integer(), server_default='0', nullable=False),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['card_id'], ['success_cards.id'], name=op.f('fk_success_acts_card_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_success_acts_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_success_acts'))
    )
    op.create_index(op.f('ix_success_acts_at'), 'success_acts', ['at'], unique=False)
    op.create_index(op.f('ix_success_acts_card_id'), 'success_acts', ['card_id'], unique=False)


def downgrade() -> None:
    op.drop_table('success_acts')
    op.drop_table('success_cards')
    op.drop_table('notices_shown')
    op.drop_table('success_weeks')
    op.drop_table('playbook_versions')
    op.drop_table('notices')
    op.drop_table('milestone_marks')
    op.drop_table('bank_terms')
    op.drop_table('playbooks')
    op.drop_table('milestones')
    op.drop_table('bank_weeks')
