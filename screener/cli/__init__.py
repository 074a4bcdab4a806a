"""The command line. Importing it must stay cheap: every command imports what it needs when it runs."""

from screener.cli.app import main

__all__ = ["main"]
