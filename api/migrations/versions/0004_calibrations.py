"""calibrations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calibrations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('index_version', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('target', sa.Double(), nullable=False),
    sa.Column('share', sa.Double(), nullable=False),
    sa.Column('share_missing', sa.Integer(), nullable=False),
    sa.Column('share_questions', sa.Integer(), nullable=False),
    sa.Column('languages', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('outcomes', sa.Integer(), nullable=False),
    sa.Column('reliability', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('error', sa.Double(), nullable=False),
    sa.Column('right_weights', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('among_weights', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('pinned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pinned_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("why IN ('start', 'faqs', 'topics', 'outcomes')", name=op.f('ck_calibrations_why')),
    sa.ForeignKeyConstraint(['pinned_by'], ['staff.id'], name=op.f('fk_calibrations_pinned_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibrations'))
    )
    op.create_index('uq_calibrations_active', 'calibrations', ['active'], unique=True, postgresql_where=sa.text('active'))


def downgrade() -> None:
    op.drop_table('calibrations')
