"""Where things are: what the package ships, and what it keeps in the data folder."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """A folder or file that comes with the program: 'prompts', 'corpus', 'samples/…'.

    In an installed wheel it lies inside the package, in a checkout beside it.
    """
    inside = _PACKAGE / "shipped" / name
    return inside if inside.exists() else _PACKAGE.parent / name


def default_data_folder() -> Path:
    """`$XDG_DATA_HOME/screener`, or `~/.local/share/screener`."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "screener"


def default_config_file() -> Path:
    """`$SCREENER_CONFIG`, or `$XDG_CONFIG_HOME/screener/config.toml`, or `~/.config/screener/config.toml`."""
    if named := os.environ.get("SCREENER_CONFIG"):
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "screener" / "config.toml"
