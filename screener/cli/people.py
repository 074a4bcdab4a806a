"""`screener people`: accounts, kept from the machine that the service runs on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from screener.cli.terminal import plain
from screener.wiring.service import Service
from screener.wiring.settings import load_settings
from screener.words.errors import NotFound
from screener.words.people import Actor, Person, Role
from screener.words.views import Invitation

KEEPER = Actor(person=Person(id="system", email="", name="the keeper of this machine", role=Role.maintainer))
"""Whoever can read the data folder keeps its accounts; the audit names them 'system'."""


def add(email: str, name: str | None, role: Role, cleared: bool, data: Path | None) -> None:
    """Add somebody, and print the one-time link to set their password."""
    with _service(data) as service:
        named = name or email.partition("@")[0]
        made = service.accounts.add_person(KEEPER, email=email, name=named, role=role, cleared=cleared)
        _show_link(service, made)


def listed(as_json: bool, data: Path | None) -> None:
    """Print every account."""
    with _service(data) as service:
        people = service.accounts.people(KEEPER)
    if as_json:
        print(json.dumps([person.model_dump(mode="json") for person in people], indent=2))  # noqa: T201
        return
    table = Table("e-mail", "name", "role", "cleared", "active", box=None, pad_edge=False)
    for person in people:
        marks = ("yes" if person.cleared else "no", "yes" if person.active else "no")
        table.add_row(plain(person.email, 320), plain(person.name, 200), person.role, *marks)
    Console(highlight=False, markup=False).print(table)


def invite(email: str, data: Path | None) -> None:
    """Print a new one-time link for somebody."""
    with _service(data) as service:
        _show_link(service, service.accounts.invite_again(KEEPER, _known(service, email).id))


def change(
    email: str,
    name: str | None,
    role: Role | None,
    cleared: bool | None,
    active: bool | None,
    data: Path | None,
) -> None:
    """Change an account; what is None stays."""
    with _service(data) as service:
        person = _known(service, email)
        made = service.accounts.change_person(KEEPER, person.id, name=name, role=role, cleared=cleared, active=active)
    standing = "active" if made.active else "closed"
    more = ", cleared" if made.cleared else ""
    print(f"{plain(made.email, 320)}: {made.role}{more}, {standing}")  # noqa: T201


@contextmanager
def _service(data: Path | None) -> Iterator[Service]:
    with Service(load_settings(data=data), screens=False) as service:
        service.prepare()
        yield service


def _known(service: Service, email: str) -> Person:
    wanted = email.strip().lower()
    for person in service.accounts.people(KEEPER):
        if person.email == wanted:
            return person
    raise NotFound(f"There is no account for {plain(email, 320)}; see 'screener people list'.")


def _show_link(service: Service, made: Invitation) -> None:
    print(f"One-time link for {plain(made.person.email, 320)}, until {made.until:%Y-%m-%d %H:%M} UTC:")  # noqa: T201
    print(f"  {service.address}/welcome/{made.token}")  # noqa: T201
