"""Run the migrations over the connection that `api.migrate` opened."""

from alembic import context

from api.models import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_schemas=True,
    include_name=lambda name, kind, _: kind != "schema" or name in {None, "vault"},
)
with context.begin_transaction():
    context.run_migrations()
