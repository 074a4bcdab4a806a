"""`python -m evals.commands …`: the same commands without the program `screener`."""

from evals.commands import app
from screener.cli.exits import ClearErrors

with ClearErrors():
    app(prog_name="screener eval")
