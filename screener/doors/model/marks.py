"""Random delimiters around untrusted text in a prompt (spotlighting)."""

import secrets


def new_mark() -> str:
    """A delimiter that no draft can guess."""
    return f"<<{secrets.token_hex(6)}>>"
