"""`screener eval …`: the commands of the suite. Importing this must stay cheap; every command imports what it needs."""

from evals.commands.app import app

__all__ = ["app"]
