"""What a kill may cost, counted: which steps were finished when the process died, and what was asked again after."""

from collections import Counter
from dataclasses import dataclass, field

from tests.cli.scripted_model import ScriptedModel, flag, kind_of, passage_of
from tests.scripted_server import Request, ScriptedServer
from tests.uses.durable_world import SENTENCE, World

FLAGS = {index: [flag(SENTENCE.format(number=index, day=day)) for day in (2, 5)] for index in (1, 4, 7, 10)}


def model(latency: float) -> ScriptedModel:
    """A reader that flags in some passages; each reading takes so many seconds."""
    return ScriptedModel(flags=FLAGS, latency=latency)


def what(request: Request) -> str:
    """What a request asks for, as one name per piece of work; readings are named as their steps are."""
    kind = kind_of(request)
    if kind == "passage":
        return f"reading {passage_of(request)}"
    quoted = " ".join(line for line in request.text.splitlines() if "was weighed on day" in line)
    return kind if kind == "argument" else f"confidence of {' '.join(w for w in quoted.split() if w.isalnum())}"


@dataclass
class Tally:
    """Counts over the kills of one or more runs."""

    kills: int = 0
    asked: int = 0
    repeated: int = 0
    """Requests that asked for what had been asked before. Only those under way at a kill may be."""
    open_at_kills: int = 0
    read_again: list[str] = field(default_factory=list)
    """Finished steps that were asked for once more. Must stay empty."""
    finished_at_kills: list[int] = field(default_factory=list)
    """Readings that were finished, kill by kill."""

    def killed(self, world: World, draft_id: str, server: ScriptedServer, was_open: int) -> "Watch":
        """Note a kill, with the requests that were open just before; watch what is asked after it."""
        self.kills += 1
        self.open_at_kills += was_open
        finished = {name.split(" ", 1)[1] for name in world.names(draft_id, "step")}
        self.finished_at_kills.append(len([name for name in finished if name.startswith("reading")]))
        return Watch(finished, len(server.requests))

    def close(self, server: ScriptedServer, watches: "list[Watch]") -> None:
        """Count over a whole run whose kills were watched."""
        names = list(map(what, server.requests))
        self.asked += len(names)
        self.repeated += sum(count - 1 for count in Counter(names).values())
        for watch in watches:
            self.read_again += [name for name in names[watch.asked :] if name in watch.finished]


@dataclass(frozen=True)
class Watch:
    """What was finished at a kill, and how much had been asked by then."""

    finished: set[str]
    asked: int
