"""Run by Alembic: the revisions go through the connection, and in the transaction, that the caller opened."""

from alembic import context

from screener.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
