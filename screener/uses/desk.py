"""Where the uses of drafts work: the way in, the repositories, the clock, and how a row is shown."""

from screener.storage.database import Session
from screener.uses.admission import Admission
from screener.uses.rows import Rows
from screener.words.people import Actor
from screener.words.views import QueueRow


class Desk:
    """What every use of drafts has at hand."""

    def __init__(self, admission: Admission) -> None:
        self._admission, self._stores, self._now = admission, admission.stores, admission.now
        self._rows = Rows(admission)

    def _row(self, session: Session, actor: Actor, draft_id: str) -> QueueRow:
        """A draft as the actor sees it after what they did, even where they do not see much of it any more."""
        return self._rows.row(session, actor, self._admission.look(session, actor, draft_id))
