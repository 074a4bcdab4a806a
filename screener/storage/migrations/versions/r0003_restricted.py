"""What a screening could retrieve, and one standing case for each id."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_STANDS = "state IN ('proposed', 'approved')"
_WITHDRAW_DOUBLES = """
UPDATE cases SET state = 'withdrawn'
WHERE state IN ('proposed', 'approved') AND EXISTS (
    SELECT 1 FROM cases AS other
    WHERE other.case_id = cases.case_id AND other.id <> cases.id AND other.state IN ('proposed', 'approved')
    AND (other.state < cases.state OR (other.state = cases.state AND (other.at, other.id) < (cases.at, cases.id)))
)
"""
"""Of cases of one id that stand side by side, the approved one stays, else the one that was proposed first."""


def upgrade() -> None:
    """Add the column, which is empty for runs of before, and the index."""
    op.add_column("screenings", sa.Column("restricted_in_use", sa.Boolean(), nullable=True))
    op.execute(_WITHDRAW_DOUBLES)
    op.create_index(
        "cases_standing",
        "cases",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text(_STANDS),
        postgresql_where=sa.text(_STANDS),
    )


def downgrade() -> None:
    """Refused: who may know a suggestion would not be known any more."""
    raise NotImplementedError("this column is not taken away; restore a backup instead")
