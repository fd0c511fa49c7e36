"""Outcomes carry all that a page counts by in one column, and an index holds it; also the FAQ shown last."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0019'
branch_labels = None
depends_on = None

LABELS = ('confirmed', 'assumed', 'abandoned', 'escalated', 'blocked', 'social', 'pending')
FLAGS = (
    'eligible', 'claimed', 'answered', '(recontacted_by IS NOT NULL)', 'reached_human', 'sample',
)  # fmt: skip
COUNTS = (
    'answers', 'reactions', 'solved', 'bot_ratings', 'bot_satisfied', 'agent_ratings', 'agent_satisfied',
)  # fmt: skip
CODE = 'CASE label ' + ' '.join(f"WHEN '{one}' THEN {n}" for n, one in enumerate(LABELS)) + ' END'
BITS = ' + '.join(f'{1 << n} * {flag}::int' for n, flag in enumerate(FLAGS))
PACKED = ' || '.join(
    [
        'timestamptz_send(opened_at)',
        'timestamptz_send(matures_at)',
        'int8send(coalesce(hashtextextended(topic, 0), 0))',
        'int8send(coalesce(hashtextextended(reason, 0), 0))',
        "float8send(coalesce(first_response_seconds, 'NaN'::float8))",
        "float8send(coalesce(resolution_seconds, 'NaN'::float8))",
        f'int2send(({CODE})::smallint)',
        f'int2send(({BITS})::smallint)',
        *(f'int2send({name})' for name in COUNTS),
        'int4send(coalesce(shown_faq_id, 0))',
    ]
)
NARROWS = ['channel', 'language', 'topic', 'contact_id']


def upgrade() -> None:
    op.add_column('outcomes', sa.Column('shown_faq_id', sa.Integer(), nullable=True))
    op.execute(
        'UPDATE outcomes o SET shown_faq_id = a.faq_id FROM ('
        ' SELECT DISTINCT ON (definition, episode_id) definition, episode_id, faq_id FROM outcome_answers'
        ' WHERE faq_id IS NOT NULL ORDER BY definition, episode_id, number DESC'
        ') a WHERE a.definition = o.definition AND a.episode_id = o.episode_id'
    )
    op.add_column(
        'outcomes',
        sa.Column('packed', sa.LargeBinary(), sa.Computed(PACKED, persisted=True), nullable=False),
    )
    op.drop_index('ix_outcomes_opened_at', table_name='outcomes')
    op.create_index(
        'ix_outcomes_opened_at',
        'outcomes',
        ['definition', 'opened_at'],
        postgresql_include=[*NARROWS, 'packed'],
    )
    op.create_index(
        'ix_outcomes_escalated',
        'outcomes',
        ['definition', 'opened_at'],
        postgresql_include=[*NARROWS, 'episode_id'],
        postgresql_where=sa.text("label = 'escalated'"),
    )
    op.create_index(
        'ix_outcomes_shown_faq_id', 'outcomes', ['definition', 'shown_faq_id', 'opened_at']
    )
    op.create_index('ix_outcomes_topic_number', 'outcomes', [sa.text('hashtextextended(topic, 0)')])
    op.create_index(
        'ix_outcome_answers_reacted',
        'outcome_answers',
        ['definition', 'episode_id'],
        postgresql_include=['faq_id', 'reaction'],
        postgresql_where=sa.text('reaction IS NOT NULL'),
    )


def downgrade() -> None:
    op.drop_index('ix_outcome_answers_reacted', table_name='outcome_answers')
    op.drop_index('ix_outcomes_shown_faq_id', table_name='outcomes')
    op.drop_index('ix_outcomes_topic_number', table_name='outcomes')
    op.drop_index('ix_outcomes_escalated', table_name='outcomes')
    op.drop_index('ix_outcomes_opened_at', table_name='outcomes')
    op.create_index('ix_outcomes_opened_at', 'outcomes', ['definition', 'opened_at'])
    op.drop_column('outcomes', 'packed')
    op.drop_column('outcomes', 'shown_faq_id')
