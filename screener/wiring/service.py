"""The service: every part of it built from the settings and joined, for the web, the workers and the command line."""

import logging
from functools import cached_property
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from screener import __version__
from screener.storage.arrivals import Arrivals
from screener.storage.audit import Audit
from screener.storage.cases import CaseRecords
from screener.storage.database import Database
from screener.storage.drafts import Drafts
from screener.storage.idempotency import Idempotency
from screener.storage.limits import Limits
from screener.storage.master_key import MasterKey
from screener.storage.people import People
from screener.storage.reviews import ReviewRecords
from screener.storage.rotation import check_master_key
from screener.storage.vault import Vault
from screener.uses.accounts import Accounts
from screener.uses.admission import Admission, HouseRules
from screener.uses.carrying import carry_over
from screener.uses.casebook import Casebook
from screener.uses.durable import DurableScreening, Shelves
from screener.uses.editions import Editor
from screener.uses.oversight import Oversight
from screener.uses.pages_of import PagesOf
from screener.uses.reading_room import ReadingRoom
from screener.uses.reviewing import Reviews
from screener.uses.signing_in import SignInRules
from screener.uses.stores import Stores
from screener.uses.submitting import Submissions
from screener.wiring.bootstrap import Rooms
from screener.wiring.case_index import CaseIndex, RoomsNow
from screener.wiring.pipelines import RunPipelines
from screener.wiring.service_settings import is_loopback
from screener.wiring.settings import Settings
from screener.words.case import Case
from screener.words.errors import ConfigurationError, ScreenerError
from screener.words.framework import Framework

log = logging.getLogger("screener.service")


class Service:
    """One process' share of the service. Parts are made when first asked for; all of them may be used from any thread.

    `screens` says whether this process screens drafts; None leaves that to the settings.
    """

    version = __version__

    def __init__(self, settings: Settings, *, screens: bool | None = None) -> None:
        self.settings = settings
        self.screens = settings.service.screens if screens is None else screens
        self._prepared = self._started = False
        self._starter: Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prepare(self) -> None:
        """Make or update the tables, check that the master key is the right one, and join all parts.

        Harmless when repeated. Raises ConfigurationError, Unavailable.
        """
        if self._prepared:
            return
        if (server := self.settings.service.chroma_url) and not self.may_reach(server):
            raise ConfigurationError(
                f"The air gap forbids the Chroma server at {server}; add its host to allowed_hosts, or run it here."
            )
        self.database.migrate()
        check_master_key(self.database, self.vault)
        for part in ("accounts", "submissions", "reading", "reviews", "casebook", "oversight"):
            getattr(self, part)  # now, and not by two requests at once
        self._prepared = True

    def start(self) -> None:
        """Begin to screen, where this process does. Takes seconds. Raises ConfigurationError, Unavailable."""
        self.prepare()
        self.screening.start()
        self._started = True

    def start_beside(self) -> None:
        """As `start`, in a thread of its own: the web answers meanwhile, and is not ready until it is done."""
        self._starter = Thread(target=self._start_and_warm_up, name="service-start", daemon=True)
        self._starter.start()

    def screening_alive(self) -> bool:
        """Whether drafts that are handed in now will be screened, as far as this process can know."""
        return self._started and self.screening.alive()

    def close(self) -> None:
        """Stop screening and let go of everything; what is not finished stays for the next process."""
        if self._starter is not None:
            self._starter.join()
        if self._started:
            self.screening.close()
            self.pipelines.close()
        self.case_index.close()
        self.database.close()

    def _start_and_warm_up(self) -> None:
        try:
            if self.screens:
                with self.rooms_now().search():  # first: without the index every draft would fail
                    pass
            self.start()
        except ScreenerError as error:
            log.error("Drafts are not screened by this process: %s", error)

    def may_reach(self, url: str) -> bool:
        """Whether a request to this address may leave: anywhere, or in air-gap mode this machine and allowed hosts."""
        parts = urlsplit(url)
        named = {parts.netloc.rsplit("@", 1)[-1], parts.hostname or ""}
        allowed = named & set(self.settings.allowed_hosts)
        return not self.settings.air_gap or is_loopback(parts.hostname or "") or bool(allowed)

    @property
    def address(self) -> str:
        """How a browser reaches the service."""
        own = self.settings.service
        host = f"[{own.host}]" if ":" in own.host else own.host
        return own.public_url or f"http://{host}:{own.port}"

    @property
    def framework(self) -> Framework:
        """The words by which drafts are judged."""
        return self.rooms.prompts.framework

    @cached_property
    def rooms(self) -> Rooms:
        """What every run shares: prompts, embedder, the shipped cases."""
        return Rooms(self.settings)

    @cached_property
    def database(self) -> Database:
        """SQLite in the data folder, or the Postgres of the settings."""
        return Database(self.database_url)

    @property
    def database_url(self) -> str:
        """Where the tables are; it may hold a password."""
        given = self.settings.service.database_url
        return given.get_secret_value() if given else _sqlite(self.settings.data / "service.sqlite")

    @property
    def engine_url(self) -> str:
        """Where the engine keeps its tables: beside those of the service."""
        given = self.settings.service.database_url
        return given.get_secret_value() if given else _sqlite(self.settings.data / "engine.sqlite")

    @cached_property
    def vault(self) -> Vault:
        """Sealing under the master key, which is made at the first start. Raises ConfigurationError."""
        own = self.settings.service
        file = own.master_key_file or self.settings.data / "master.key"
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Vault(MasterKey.load(file, own.master_key.get_secret_value() if own.master_key else None))

    @cached_property
    def stores(self) -> Stores:
        """The repositories."""
        vault = self.vault
        return Stores(
            database=self.database,
            vault=vault,
            arrivals=Arrivals(vault, self.settings.data / "arriving"),
            drafts=Drafts(vault),
            reviews=ReviewRecords(vault),
            people=People(),
            audit=Audit(vault),
            cases=CaseRecords(vault),
            limits=Limits(vault),
            idempotency=Idempotency(vault),
        )

    @cached_property
    def admission(self) -> Admission:
        """Who gets to which draft."""
        own = self.settings.service
        rules = HouseRules(
            blind_first=own.blind_first,
            restricted_precedents=self.settings.restricted_precedents,
            largest_bytes=own.upload_mb * 2**20,
            uploads_per_hour=own.uploads_per_hour,
        )
        return Admission(self.stores, rules)

    @cached_property
    def case_index(self) -> CaseIndex:
        """Shipped, own and approved cases, and the index over them."""
        return CaseIndex(self.rooms, self._approved)

    def _carry_over(self, draft_id: str) -> None:
        carry_over(self.stores, draft_id)

    def _approved(self) -> tuple[Case, ...]:
        return self.casebook.approved()  # which is itself made of the index

    def rooms_now(self) -> RoomsNow:
        """The rooms for one run, over the cases of the moment."""
        return RoomsNow(self.rooms, self.case_index)

    @cached_property
    def pipelines(self) -> RunPipelines:
        """A pipeline for each run, over the cases of the moment."""
        return RunPipelines(self.settings, self.rooms_now)

    @cached_property
    def screening(self) -> DurableScreening:
        """The screenings of this installation."""
        stores = self.stores
        return DurableScreening(
            Shelves(self.database, self.vault, stores.drafts, stores.audit),
            self.pipelines,
            self.engine_url if self.screens else None,
            at_once=self.settings.service.drafts_at_once,
            keep_days=self.settings.service.keep_runs_days,
            after=self._carry_over,
        )

    @cached_property
    def accounts(self) -> Accounts:
        """People, sessions, tokens."""
        own = self.settings.service
        rules = SignInRules(
            session_hours=own.session_hours,
            idle_hours=own.idle_hours,
            sign_ins_per_quarter=own.sign_ins_per_quarter,
            admit_elsewhere=own.oidc is not None and own.oidc.new_people == "author",
        )
        return Accounts(self.stores, rules)

    @cached_property
    def submissions(self) -> Submissions:
        """Handing drafts in and taking them back."""
        return Submissions(self.admission, self.screening)

    @cached_property
    def editor(self) -> Editor:
        """Editions of reports."""
        return Editor(self.framework, self.case_index.sensitivities)

    @cached_property
    def reading(self) -> ReadingRoom:
        """Lists, status, reports, originals."""
        return ReadingRoom(self.admission, self.editor, PagesOf(self.stores, self.rooms.limits()))

    @cached_property
    def reviews(self) -> Reviews:
        """What reviewers do."""
        return Reviews(self.admission, self.editor, self.reading)

    @cached_property
    def casebook(self) -> Casebook:
        """The reviewed cases."""
        return Casebook(
            self.admission,
            self.editor,
            cases=self.case_index.cases,
            open_search=lambda: self.rooms_now().search(),
        )

    @cached_property
    def oversight(self) -> Oversight:
        """What maintainers watch."""
        return Oversight(self.stores, restricted_precedents=self.settings.restricted_precedents)


def _sqlite(file: Path) -> str:
    return f"sqlite:///{file.absolute()}"
