"""The review queue: who works on a candidate, and the views somebody keeps."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('candidates_in_work',
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('visit', sa.Text(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidates.id'], name=op.f('fk_candidates_in_work_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_candidates_in_work_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('candidate_id', 'staff_id', name=op.f('pk_candidates_in_work'))
    )
    op.create_index(op.f('ix_candidates_in_work_staff_id'), 'candidates_in_work', ['staff_id'], unique=False)
    op.create_table('queue_views',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_queue_views_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue_views')),
    sa.UniqueConstraint('staff_id', 'name', name=op.f('uq_queue_views_staff_id'))
    )


def downgrade() -> None:
    op.drop_table('queue_views')
    op.drop_table('candidates_in_work')
