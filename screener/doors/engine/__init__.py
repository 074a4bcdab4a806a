"""The door to the engine that makes runs durable (DBOS)."""
