"""who came"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('shift', sa.Column('walk_ins', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('signup', sa.Column('along', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('signup', 'along')
    op.drop_column('shift', 'walk_ins')
