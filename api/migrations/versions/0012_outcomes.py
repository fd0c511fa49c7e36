"""What episodes came to is kept, marked when something changes, and drawn again. Facts cannot be truncated either."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0012'
down_revision = '0015'
branch_labels = None
depends_on = None

CHILDREN = ('outcome_answers', 'outcome_hand_offs', 'outcome_ratings')
# Table, when, the rows that changed: each says which episodes to look at again. Whole statements, so that a bulk
# load costs one insert.
STATEMENTS = (
    ('facts', 'INSERT', 'facts', 'SELECT DISTINCT episode_id FROM changed'),
    ('episodes', 'INSERT', 'facts', 'SELECT id FROM changed'),
    ('inquiries', 'INSERT', 'subject', 'SELECT DISTINCT episode_id FROM changed WHERE episode_id IS NOT NULL'),
    ('inquiries', 'DELETE', 'subject', 'SELECT DISTINCT episode_id FROM changed WHERE episode_id IS NOT NULL'),
    *(
        (
            'cluster_members',
            what,
            'subject',
            'SELECT DISTINCT i.episode_id FROM inquiries i JOIN changed ON changed.inquiry_id = i.id'
            ' WHERE i.episode_id IS NOT NULL',
        )
        for what in ('INSERT', 'UPDATE', 'DELETE')
    ),
    *(
        (
            'candidates',
            what,
            'subject',
            'SELECT DISTINCT i.episode_id FROM inquiries i JOIN cluster_members m ON m.inquiry_id = i.id'
            ' JOIN changed ON changed.cluster_id = m.cluster_id'
            ' WHERE i.episode_id IS NOT NULL AND changed.faq_id IS NOT NULL',
        )
        for what in ('INSERT', 'DELETE')
    ),
)
# Table, its columns that matter, and which episodes are marked. Rows that change nothing of these cost nothing.
ROWS = (
    ('episodes', ('contact_id', 'conversation_id', 'opened_at', 'sample'), 'facts', 'SELECT NEW.id'),
    (
        'conversations',
        ('channel', 'language'),
        'facts',
        'SELECT id FROM episodes WHERE conversation_id = NEW.id',
    ),
    (
        'inquiries',
        ('episode_id', 'text_key'),
        'subject',
        'SELECT id FROM (VALUES (OLD.episode_id), (NEW.episode_id)) AS either(id) WHERE id IS NOT NULL',
    ),
    (
        'candidates',
        ('faq_id', 'cluster_id'),
        'subject',
        'SELECT DISTINCT i.episode_id FROM inquiries i JOIN cluster_members m ON m.inquiry_id = i.id'
        ' WHERE i.episode_id IS NOT NULL AND m.cluster_id IN (OLD.cluster_id, NEW.cluster_id)',
    ),
)


def upgrade() -> None:
    _tables()
    for table, what, kind, episodes in STATEMENTS:
        body = f"INSERT INTO outcome_marks (kind, episode_id) SELECT '{kind}', e.* FROM ({episodes}) AS e"
        rows = 'OLD' if what == 'DELETE' else 'NEW'
        _trigger(table, what.lower(), body, f'AFTER {what} ON {table} REFERENCING {rows} TABLE AS changed', 'STATEMENT')
    for table, columns, kind, episodes in ROWS:
        body = f"INSERT INTO outcome_marks (kind, episode_id) SELECT '{kind}', e.* FROM ({episodes}) AS e"
        changed = ' OR '.join(f'OLD.{column} IS DISTINCT FROM NEW.{column}' for column in columns)
        _trigger(table, 'update', body, f'AFTER UPDATE ON {table}', f'ROW WHEN ({changed})')
    # Whoever's episode is gone has one fewer to have come back with.
    gone = "INSERT INTO outcome_marks (kind, contact_id) SELECT DISTINCT 'contact', contact_id FROM changed"
    _trigger('episodes', 'delete', gone, 'AFTER DELETE ON episodes REFERENCING OLD TABLE AS changed', 'STATEMENT')
    alike = (
        "INSERT INTO outcome_marks (kind, contact_id) SELECT DISTINCT 'contact', e.contact_id FROM inquiries i"
        ' JOIN changed ON changed.text_key = i.text_key JOIN episodes e ON e.id = i.episode_id'
    )
    _trigger('vectors', 'insert', alike, 'AFTER INSERT ON vectors REFERENCING NEW TABLE AS changed', 'STATEMENT')
    op.execute("INSERT INTO outcome_marks (kind, episode_id) SELECT 'facts', id FROM episodes ORDER BY opened_at")
    for table in ('facts', 'review_beats'):
        op.execute(
            f'''
            CREATE TRIGGER {table}_stay BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_facts()
            '''
        )


def _trigger(table: str, name: str, body: str, when: str, each: str) -> None:
    function = f'mark_outcomes_of_{table}_{name}'
    op.execute(
        f'CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$'
    )
    op.execute(f'CREATE TRIGGER mark_outcomes_{name} {when} FOR EACH {each} EXECUTE FUNCTION {function}()')


def _tables() -> None:
    op.create_table('outcomes',
    sa.Column('definition', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('episode_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('matures_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sample', sa.Boolean(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('topic', sa.Text(), nullable=True),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('eligible', sa.Boolean(), nullable=False),
    sa.Column('claimed', sa.Boolean(), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('holdout', sa.Boolean(), nullable=False),
    sa.Column('first_response_seconds', sa.Float(), nullable=True),
    sa.Column('resolution_seconds', sa.Float(), nullable=True),
    sa.Column('recontacted_by', sa.Integer(), nullable=True),
    sa.Column('recontacted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reached_human', sa.Boolean(), server_default='false', nullable=False),
    sa.ForeignKeyConstraint(['episode_id'], ['episodes.id'], name=op.f('fk_outcomes_episode_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('definition', 'episode_id', name=op.f('pk_outcomes')),
    )
    op.create_index('ix_outcomes_opened_at', 'outcomes', ['definition', 'opened_at'])
    op.create_index('ix_outcomes_episode_id', 'outcomes', ['episode_id'])
    op.create_index('ix_outcomes_contact_id', 'outcomes', ['contact_id', 'opened_at'])
    op.create_index('ix_outcomes_due_at', 'outcomes', ['due_at'], postgresql_where=sa.text('due_at IS NOT NULL'))
    op.create_index(
        'ix_outcomes_recontacted_at', 'outcomes', ['definition', 'recontacted_at'],
        postgresql_where=sa.text('recontacted_at IS NOT NULL'),
    )
    _child('outcome_answers',
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('faq_id', sa.Integer(), nullable=True),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('reaction', sa.Text(), nullable=True),
    )
    _child('outcome_hand_offs',
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waited_seconds', sa.Float(), nullable=True),
    sa.Column('handle_seconds', sa.Float(), nullable=True),
    )
    _child('outcome_ratings',
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rating', sa.SmallInteger(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    )
    op.create_table('episode_subjects',
    sa.Column('episode_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('shown_faq_ids', postgresql.ARRAY(sa.Integer()), nullable=False),
    sa.Column('linked_faq_ids', postgresql.ARRAY(sa.Integer()), nullable=False),
    sa.Column('cluster_ids', postgresql.ARRAY(sa.Integer()), nullable=False),
    sa.Column('text_keys', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(
        ['episode_id'], ['episodes.id'], name=op.f('fk_episode_subjects_episode_id'), ondelete='CASCADE'
    ),
    sa.PrimaryKeyConstraint('episode_id', name=op.f('pk_episode_subjects')),
    )
    op.create_table('outcome_marks',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('episode_id', sa.Integer(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_marks')),
    )
    op.create_table('outcome_drawings',
    sa.Column('definition', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('terms', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('definition', name=op.f('pk_outcome_drawings')),
    )
    op.create_table('corpus_centres',
    sa.Column('model_id', sa.Text(), nullable=False),
    sa.Column('vector', sa.LargeBinary(), nullable=False),
    sa.Column('taken_of', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('model_id', name=op.f('pk_corpus_centres')),
    )


def _child(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(name,
    sa.Column('definition', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('episode_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.SmallInteger(), autoincrement=False, nullable=False),
    *columns,
    sa.ForeignKeyConstraint(
        ['definition', 'episode_id'], ['outcomes.definition', 'outcomes.episode_id'],
        name=op.f(f'fk_{name}_definition'), ondelete='CASCADE',
    ),
    sa.PrimaryKeyConstraint('definition', 'episode_id', 'number', name=op.f(f'pk_{name}')),
    )


def downgrade() -> None:
    for table in ('facts', 'review_beats'):
        op.execute(f'DROP TRIGGER {table}_stay ON {table}')
    triggers = [(table, what.lower()) for table, what, _, _ in STATEMENTS]
    triggers += [(table, 'update') for table, *_ in ROWS]
    triggers += [('episodes', 'delete'), ('vectors', 'insert')]
    for table, name in triggers:
        op.execute(f'DROP FUNCTION mark_outcomes_of_{table}_{name}() CASCADE')
    for table in (*CHILDREN, 'outcomes', 'episode_subjects', 'outcome_marks', 'outcome_drawings', 'corpus_centres'):
        op.drop_table(table)
