"""The only door to the durable engine (DBOS behind it). Importing this is cheap; the engine is loaded when it starts.

The engine's tables hold ids of runs and names of steps, nothing else: what a step found is kept elsewhere, sealed.
"""

from screener.doors.engine.steps import Abandoned, Steps
from screener.doors.engine.worker import Engine, Work

__all__ = ["Abandoned", "Engine", "Steps", "Work"]
