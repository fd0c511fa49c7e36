"""Accounts with a tier, an owner and an outcome; their signals week by week; the health score's versions.

The weeks that accounts kept as JSON become rows. The first version of the score is written here.
"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0015'
down_revision = '0016'
branch_labels = None
depends_on = None

STANDARD = {
    'start': 70,
    'half_life': 4,
    'span': 3,
    'red': 40,
    'green': 70,
    'terms': [
        {'signal': signal, 'how': how, 'low': low, 'at_low': at_low, 'high': high, 'at_high': at_high}
        for signal, how, low, at_low, high, at_high in (
            ('logins', 'change', -0.5, -25, 0, 0),
            ('active_users', 'change', -0.5, -10, 0.25, 5),
            ('settings_done', 'level', 0.4, -12, 1, 6),
            ('mail_clicks', 'count', 0, 0, 6, 4),
            ('seminar', 'count', 0, 0, 2, 5),
            ('late_payment', 'count', 0, 0, 2, -20),
            ('touchpoint_grade', 'level', 1, -8, 5, 8),
            ('nps', 'level', 3, -10, 9, 6),
            ('ces', 'level', 2, -6, 6, 6),
            ('outcome', 'level', 0, -10, 1, 10),
            ('how_to', 'count', 2, 0, 6, -10),
            ('unresolved', 'count', 0, 0, 4, -14),
            ('angry', 'count', 0, 0, 2, -14),
            ('escalated', 'count', 1, 0, 5, -8),
            ('silent', 'level', 1, 0, 4, -25),
        )
    ],
}


def upgrade() -> None:
    op.alter_column('accounts', 'contract_yen', type_=sa.BigInteger())
    for column in (
        sa.Column('stage_since', sa.Date(), nullable=True),
        sa.Column('tier', sa.Text(), server_default='tech', nullable=False),
        sa.Column('tier_chosen', sa.Boolean(), server_default='false', nullable=False),
        sa.Column('owner_id', sa.Integer(), nullable=True),
        sa.Column('outcome_text', sa.Text(), nullable=True),
        sa.Column('outcome_unit', sa.Text(), nullable=True),
        sa.Column('outcome_start', sa.Float(), nullable=True),
        sa.Column('outcome_target', sa.Float(), nullable=True),
        sa.Column('outcome_measured', sa.Float(), nullable=True),
        sa.Column('outcome_measured_on', sa.Date(), nullable=True),
        sa.Column('changed_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('facts_seen', sa.BigInteger(), server_default='0', nullable=False),
    ):
        op.add_column('accounts', column)
    op.create_foreign_key(
        op.f('fk_accounts_owner_id'), 'accounts', 'staff', ['owner_id'], ['id'], ondelete='SET NULL'
    )
    op.create_index(op.f('ix_contacts_account_id'), 'contacts', ['account_id'], unique=False)
    op.create_table('account_signals',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_account_signals_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', 'week', 'kind', name=op.f('pk_account_signals'))
    )
    op.execute(
        """
        INSERT INTO account_signals (account_id, week, kind, value)
        SELECT a.id, date_trunc('week', (w->>'week')::date)::date, kind, max((w->>kind)::float)
        FROM accounts a, jsonb_array_elements(a.weeks) w, unnest(ARRAY['logins', 'active_users']) kind
        WHERE w->>kind IS NOT NULL AND w->>'week' IS NOT NULL
        GROUP BY 1, 2, 3
        """
    )
    op.drop_column('accounts', 'weeks')
    op.create_table('tier_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('high_from', sa.BigInteger(), nullable=False),
    sa.Column('low_from', sa.BigInteger(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['staff.id'], name=op.f('fk_tier_rules_made_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tier_rules'))
    )
    op.execute("INSERT INTO tier_rules (high_from, low_from, made_at) VALUES (2000000, 500000, now())")
    op.execute(
        """
        UPDATE accounts SET tier = CASE WHEN contract_yen >= 2000000 THEN 'high'
        WHEN contract_yen >= 500000 THEN 'low' ELSE 'tech' END
        """
    )
    op.create_table('health_scores',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('rules', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['staff.id'], name=op.f('fk_health_scores_made_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_health_scores'))
    )
    op.get_bind().execute(
        sa.text("INSERT INTO health_scores (number, rules, why, made_at) VALUES (1, CAST(:rules AS jsonb), '', now())"),
        {'rules': json.dumps(STANDARD)},
    )
    op.create_table('account_healths',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('definition', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('parts', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_account_healths_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['definition'], ['health_scores.number'], name=op.f('fk_account_healths_definition')),
    sa.PrimaryKeyConstraint('account_id', 'definition', 'week', name=op.f('pk_account_healths'))
    )
    op.create_table('account_imports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('mapping', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_account_imports_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_imports'))
    )


def downgrade() -> None:
    for table in ('account_imports', 'account_healths', 'health_scores', 'tier_rules'):
        op.drop_table(table)
    op.add_column(
        'accounts',
        sa.Column('weeks', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False),
    )
    op.execute(
        """
        UPDATE accounts SET weeks = kept.weeks FROM (
            SELECT account_id, jsonb_agg(week ORDER BY monday) AS weeks FROM (
                SELECT account_id, week AS monday,
                    jsonb_build_object('week', week) || jsonb_object_agg(kind, round(value)) AS week
                FROM account_signals WHERE kind IN ('logins', 'active_users') GROUP BY account_id, week
            ) of_week GROUP BY account_id
        ) kept WHERE kept.account_id = accounts.id
        """
    )
    op.drop_table('account_signals')
    op.drop_index(op.f('ix_contacts_account_id'), table_name='contacts')
    for column in (
        'facts_seen', 'changed_at', 'outcome_measured_on', 'outcome_measured', 'outcome_target', 'outcome_start',
        'outcome_unit', 'outcome_text', 'owner_id', 'tier_chosen', 'tier', 'stage_since',
    ):
        op.drop_column('accounts', column)
    op.alter_column('accounts', 'contract_yen', type_=sa.Integer())
