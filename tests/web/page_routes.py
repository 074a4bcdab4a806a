"""Who may use which page, in the form of `route_table`: rows for the pages and forms beside the API."""

from tests.web.route_table import Row

PAGE_ROWS: tuple[Row, ...] = ()
PAGES_FOR_NOBODY: dict[tuple[str, str], str] = {}
"""Pages that are no matter of roles, such as signing in, and where they are tested."""
