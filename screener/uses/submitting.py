"""An author's side of a draft: hand it in, see where it stands, read what was found, revise, take back."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PureWindowsPath

from screener.storage.arrivals import Arrival
from screener.storage.database import Session
from screener.uses.access import Deed, require
from screener.uses.admission import Admission, Seen
from screener.uses.desk import Desk
from screener.uses.stores import Screenings
from screener.words.counting import counted
from screener.words.errors import Invalid, TooLarge
from screener.words.people import Actor, Role
from screener.words.review import LetterKind
from screener.words.submission import DraftSensitivity, DraftStatus, SubmittedDraft
from screener.words.views import QueueRow

LONGEST_NOTE = 4_000
MOST_COAUTHORS = 30
TRIES_PER_UPLOAD = 5
"""So many times as many files may be sent as may be handed in: some are refused, and those must not lock anybody out."""


@dataclass(frozen=True)
class Upload:
    """What a person hands in."""

    name: str
    """The file's name as the browser sent it. Untrusted."""
    chunks: Iterable[bytes]
    """Its bytes as they come. May raise half-way; then nothing is kept."""
    sensitivity: DraftSensitivity = DraftSensitivity.ordinary
    note: str = ""
    """To the reviewer."""
    coauthors: tuple[str, ...] = ()
    """E-mail addresses of people who have an account."""


class Submissions(Desk):
    """Drafts as they are handed in and taken back."""

    def __init__(self, admission: Admission, screenings: Screenings) -> None:
        super().__init__(admission)
        self._rules, self._screenings = admission.rules, screenings

    def upload(self, actor: Actor, upload: Upload, idempotency_key: str | None = None) -> QueueRow:
        """A new draft, queued for screening. The same request sent again with the same key gives the same draft.

        Raises TooMany, TooLarge, Invalid, and Conflict where the key was used for another request.
        """
        require(actor, Deed.upload)
        return self._hand_in(actor, upload, idempotency_key, None)

    def revise(self, actor: Actor, draft_id: str, upload: Upload, idempotency_key: str | None = None) -> QueueRow:
        """The next version of a draft, which takes the old one's place. Its authors, and reviewers, stay.

        Raises as `upload` does, and Conflict where a later version stands already.
        """
        with self._stores.database.reading() as session:
            if idempotency_key is None:
                self._admission.enter(session, actor, Deed.revise, draft_id)
            else:
                self._admission.enter(session, actor, Deed.read_status, draft_id)
        return self._hand_in(actor, upload, idempotency_key, draft_id)

    def cancel(self, actor: Actor, draft_id: str) -> QueueRow:
        """Stop a screening that is queued or running. Calls to models that are under way are given up."""
        with self._stores.database.writing() as session:
            self._admission.enter(session, actor, Deed.cancel, draft_id)
            self._stores.drafts.ask_stop(session, draft_id)
            says = f"Cancelled by {actor.person.name}."
            self._stores.drafts.move(session, draft_id, DraftStatus.cancelled, says, self._now())
            self._admission.note_in(session, actor, "draft.cancel", draft_id)
            row = self._row(session, actor, draft_id)
        self._screenings.cancel(draft_id)
        return row

    def resume(self, actor: Actor, draft_id: str) -> QueueRow:
        """Screen a draft whose screening was cancelled or failed; what was read already is not read again."""
        return self._screen_again(actor, draft_id, Deed.resume)

    def rescreen(self, actor: Actor, draft_id: str) -> QueueRow:
        """Screen a draft anew under today's models, prompts and cases."""
        return self._screen_again(actor, draft_id, Deed.rescreen)

    def purge(self, actor: Actor, draft_id: str) -> QueueRow:
        """Destroy a draft's key, file, text, reports and all that was written about it. Its row and the audit remain."""
        with self._stores.database.writing() as session:
            seen = self._admission.enter(session, actor, Deed.purge, draft_id)
            running = seen.draft.status in (DraftStatus.queued, DraftStatus.screening)
            self._stores.drafts.purge(session, draft_id, self._now())
            self._admission.note_in(session, actor, "draft.purge", draft_id, was=str(seen.draft.status))
            row = self._row(session, actor, draft_id)
        if running:
            self._screenings.cancel(draft_id)
        return row

    def _screen_again(self, actor: Actor, draft_id: str, deed: Deed) -> QueueRow:
        with self._stores.database.writing() as session:
            self._admission.enter(session, actor, deed, draft_id)
            self._stores.drafts.move(session, draft_id, DraftStatus.queued, at=self._now())
            self._admission.note_in(session, actor, f"draft.{deed}", draft_id)
            row = self._row(session, actor, draft_id)
        self._screenings.resume(draft_id)
        return row

    def _hand_in(self, actor: Actor, upload: Upload, key: str | None, before: str | None) -> QueueRow:
        name, note = file_name(upload.name), _note(upload.note)
        with self._stores.database.writing() as session:
            most = self._rules.uploads_per_hour
            self._stores.limits.hit(
                session, "upload tried", actor.id, most=most * TRIES_PER_UPLOAD, seconds=3_600, at=self._now()
            )
        with self._stores.database.reading() as session:
            coauthors = self._coauthors(session, actor, upload.coauthors)
        with self._received(upload.chunks) as arrival:
            people = ",".join(sorted(coauthors))
            asked = "\0".join((name, note, upload.sensitivity, people, arrival.sha256, before or ""))
            with self._stores.database.writing() as session:
                if key and (known := self._stores.idempotency.seen(session, actor.id, key, asked)):
                    return self._row(session, actor, known)
                says = f"You handed in {counted(most, 'draft')} within the hour, which is as many as one person may"
                self._stores.limits.hit(
                    session, "upload", actor.id, most=most, seconds=3_600, at=self._now(), says=says
                )
                draft, stopped = self._add(session, actor, name, upload.sensitivity, arrival, before, coauthors)
                for person in coauthors:
                    self._stores.drafts.assign(session, draft.id, person, by=actor.id, kind="author")
                if note:
                    self._stores.reviews.add_letter(
                        session, draft.id, kind=LetterKind.note, text=note, by=actor.id, at=self._now()
                    )
                if key:
                    self._stores.idempotency.remember(session, actor.id, key, asked, draft.id)
                told = {"version": str(draft.version), **self._conflicted(session, coauthors)}
                self._admission.note_in(session, actor, "draft.upload", draft.id, **told)
                row = self._row(session, actor, draft.id)
        if stopped:
            self._screenings.cancel(stopped)
        self._screenings.submit(draft.id)
        return row

    def _conflicted(self, session: Session, coauthors: Collection[str]) -> dict[str, str]:
        """For the audit: how many of the co-authors would review here, whom their being named keeps from this draft."""
        number = sum(self._reviews(session, p) for p in coauthors)
        return {"reviewers_named": str(number)} if number else {}

    def _add(
        self,
        session: Session,
        actor: Actor,
        name: str,
        sensitivity: DraftSensitivity,
        arrival: Arrival,
        before: str | None,
        coauthors: Collection[str],
    ) -> tuple[SubmittedDraft, str | None]:
        """The new draft with its file, and the id of an older version whose screening is to stop."""
        drafts, old = self._stores.drafts, None
        if before is not None:
            old = self._admission.enter(session, actor, Deed.revise, before)
            self._no_reviewer_among(session, old, coauthors)
        draft = drafts.add(
            session,
            owner_id=old.draft.owner_id if old else actor.id,
            name=name,
            sensitivity=max(sensitivity, old.draft.sensitivity, key=list(DraftSensitivity).index)
            if old
            else sensitivity,
            size=arrival.size,
            work_id=old.draft.work_id if old else None,
            at=self._now(),
        )
        drafts.put_bytes(session, draft.id, "original", "file", arrival.chunks())
        return draft, self._supersede(session, actor, old, draft) if old else None

    def _no_reviewer_among(self, session: Session, old: Seen, coauthors: Collection[str]) -> None:
        """A reviewer made co-author could not review any more, and nobody else would see the draft in the queue."""
        if taken := [p for p in coauthors if p in old.draft.reviewers]:
            name = self._admission.names(session, taken)[taken[0]]
            says = (
                f"{name} reviews this draft and cannot be named its co-author; ask a maintainer to unassign them first."
            )
            raise Invalid(says, {"coauthors": says})

    def _supersede(self, session: Session, actor: Actor, old: Seen, new: SubmittedDraft) -> str | None:
        drafts = self._stores.drafts
        for person in old.coauthors:
            drafts.assign(session, new.id, person, by=actor.id, kind="author")
        authors = (new.owner_id, *old.coauthors)
        for person in (p for p in old.draft.reviewers if p not in authors and self._reviews(session, p)):
            drafts.assign(session, new.id, person, by=actor.id)
        running = old.draft.status in (DraftStatus.queued, DraftStatus.screening)
        if running:
            drafts.ask_stop(session, old.draft.id)
        says = f"Version {new.version} stands in its place."
        drafts.move(session, old.draft.id, DraftStatus.superseded, says, self._now())
        self._admission.note_in(session, actor, "draft.supersede", old.draft.id, version=str(new.version))
        return old.draft.id if running else None

    def _reviews(self, session: Session, person_id: str) -> bool:
        person = self._stores.people.get(session, person_id)
        return person.active and person.role is not Role.author

    @contextmanager
    def _received(self, untrusted: Iterable[bytes]) -> Iterator[Arrival]:
        with self._stores.arrivals.receive(_bounded(untrusted, self._rules.largest_bytes)) as arrival:
            if not arrival.size:
                raise Invalid("The file is empty; choose a file with content.", {"file": "The file is empty."})
            yield arrival

    def _coauthors(self, session: Session, actor: Actor, emails: Iterable[str]) -> list[str]:
        asked = dict.fromkeys(e.strip().lower() for e in emails if e.strip())
        if len(asked) > MOST_COAUTHORS:
            raise Invalid(f"Name at most {MOST_COAUTHORS} co-authors.", {"coauthors": "There are too many."})
        found = []
        for email in asked:
            person = self._stores.people.by_email(session, email)
            if person is None or not person.active:
                says = f"Nobody here has the address {email[:200]}; a co-author needs an account."
                raise Invalid(says, {"coauthors": says})
            found.append(person.id)
        named = [p for p in found if p != actor.id]
        self._leave_somebody(session, actor, named)
        return named

    def _leave_somebody(self, session: Session, actor: Actor, named: Collection[str]) -> None:
        """Nobody reviews what they wrote, so naming every reviewer as co-author would keep a draft from being reviewed."""
        reviewing = {p.id for p in self._stores.people.list(session) if p.active and p.role is not Role.author}
        if reviewing & set(named) and not reviewing - {actor.id, *named}:
            says = "With these co-authors nobody is left to review the draft; name fewer people who review here."
            raise Invalid(says, {"coauthors": says})


def file_name(untrusted: str) -> str:
    """A file's name without folders, control and direction characters, of at most 180 characters."""
    last = PureWindowsPath(untrusted.replace("\0", "")).name
    seen = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] not in "CZ" or c == " ")
    stem, dot, ending = " ".join(seen.split()).strip(". ").rpartition(".")
    if not dot:
        return ending[:180] or "draft"
    return f"{stem[:168]}.{ending[:10]}"


def _bounded(untrusted: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for chunk in untrusted:
        size += len(chunk)
        if size > most:
            raise TooLarge(f"The file is larger than {most / 2**20:g} MiB; upload a smaller one.")
        yield chunk


def _note(untrusted: str) -> str:
    note = untrusted.strip()
    if len(note) > LONGEST_NOTE:
        says = f"The note has more than {LONGEST_NOTE:,} characters; shorten it."
        raise Invalid(says, {"note": says})
    return note
