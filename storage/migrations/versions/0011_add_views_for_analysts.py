"""Add the views for analysts: storage/views.py makes them after the last migration, here and whenever a later one is run."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
