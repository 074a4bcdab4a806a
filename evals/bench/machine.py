"""The machine that the figures were taken on."""

import os
import platform

from evals.bench.figures import Figure, Section
from screener import __version__


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load() -> float:
    """Processes that wanted a processor over the last minute; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def machine(load_before: float) -> Section:
    """Cores, and how busy they were before and after."""
    how = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, screener {__version__}"
    return Section(
        title="Machine",
        how=how,
        figures=(
            Figure(name="processors", value=cores(), unit="cores"),
            Figure(name="load before", value=load_before, unit="", remark="1-minute average; others' work counts too"),
            Figure(name="load after", value=load(), unit=""),
        ),
    )
