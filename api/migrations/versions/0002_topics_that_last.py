"""topics that last."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('remembered_topics',
    sa.Column('inquiry_id', sa.Integer(), nullable=False),
    sa.Column('cluster_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['cluster_id'], ['clusters.id'], name=op.f('fk_remembered_topics_cluster_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['inquiry_id'], ['inquiries.id'], name=op.f('fk_remembered_topics_inquiry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('inquiry_id', name=op.f('pk_remembered_topics'))
    )
    op.create_index(op.f('ix_remembered_topics_cluster_id'), 'remembered_topics', ['cluster_id'], unique=False)
    op.create_table('topic_changes',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('cluster_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('before', sa.Integer(), nullable=False),
    sa.Column('after', sa.Integer(), nullable=False),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.Column('came_from', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False),
    sa.Column('went_to', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False),
    sa.ForeignKeyConstraint(['cluster_id'], ['clusters.id'], name=op.f('fk_topic_changes_cluster_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['cluster_runs.id'], name=op.f('fk_topic_changes_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'cluster_id', name=op.f('pk_topic_changes'))
    )
    op.create_index(op.f('ix_topic_changes_cluster_id'), 'topic_changes', ['cluster_id'], unique=False)
    op.create_table('alike_topics',
    sa.Column('cluster_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('cosine', sa.Double(), nullable=False),
    sa.Column('shared', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['cluster_id'], ['clusters.id'], name=op.f('fk_alike_topics_cluster_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['clusters.id'], name=op.f('fk_alike_topics_other_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['cluster_runs.id'], name=op.f('fk_alike_topics_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('cluster_id', 'other_id', name=op.f('pk_alike_topics'))
    )
    op.create_index(op.f('ix_alike_topics_other_id'), 'alike_topics', ['other_id'], unique=False)
    op.create_table('divisible_topics',
    sa.Column('cluster_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('cosine', sa.Double(), nullable=False),
    sa.Column('parts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['cluster_id'], ['clusters.id'], name=op.f('fk_divisible_topics_cluster_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['cluster_runs.id'], name=op.f('fk_divisible_topics_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('cluster_id', name=op.f('pk_divisible_topics'))
    )
    op.create_table('topic_maps',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('inquiry_ids', sa.LargeBinary(), nullable=False),
    sa.Column('places', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['cluster_runs.id'], name=op.f('fk_topic_maps_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', name=op.f('pk_topic_maps'))
    )
    op.create_table('topic_constraints',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('faq_id', sa.Integer(), nullable=True),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('together', 'apart')", name=op.f('ck_topic_constraints_kind')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_topic_constraints_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['faq_id'], ['faqs.id'], name=op.f('fk_topic_constraints_faq_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_topic_constraints_staff_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_constraints'))
    )
    op.create_index(op.f('ix_topic_constraints_decision_id'), 'topic_constraints', ['decision_id'], unique=False)
    op.create_table('constrained_inquiries',
    sa.Column('constraint_id', sa.Integer(), nullable=False),
    sa.Column('inquiry_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.SmallInteger(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['constraint_id'], ['topic_constraints.id'], name=op.f('fk_constrained_inquiries_constraint_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['inquiry_id'], ['inquiries.id'], name=op.f('fk_constrained_inquiries_inquiry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('constraint_id', 'inquiry_id', name=op.f('pk_constrained_inquiries'))
    )
    op.create_index(op.f('ix_constrained_inquiries_inquiry_id'), 'constrained_inquiries', ['inquiry_id'], unique=False)
    # Decisions that stand already hold from the next run on, as those made after this do.
    op.execute("""
        INSERT INTO topic_constraints (kind, faq_id, decision_id, staff_id, at)
        SELECT 'together', c.faq_id, d.id, d.staff_id, d.at
        FROM decisions d JOIN candidates c ON c.id = d.candidate_id
        WHERE d.undone_at IS NULL AND d.kind = c.state AND d.kind IN ('approved', 'linked') AND c.faq_id IS NOT NULL
        ORDER BY d.id
    """)
    op.execute("""
        INSERT INTO constrained_inquiries (constraint_id, inquiry_id)
        SELECT t.id, m.inquiry_id
        FROM topic_constraints t JOIN decisions d ON d.id = t.decision_id
        JOIN candidates c ON c.id = d.candidate_id JOIN cluster_members m ON m.cluster_id = c.cluster_id
    """)


def downgrade() -> None:
    for table in (
        'constrained_inquiries', 'topic_constraints', 'topic_maps', 'divisible_topics', 'alike_topics',
        'topic_changes', 'remembered_topics',
    ):
        op.drop_table(table)
