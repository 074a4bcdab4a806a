"""Who uses the service, and what each may do there."""

from enum import StrEnum

from screener.words.draft import Frozen


class Role(StrEnum):
    """What a person does here. Each role may also do what the one before it may."""

    author = "author"
    """Uploads drafts, sees their own, replies, appeals, revises."""
    reviewer = "reviewer"
    """Reads the drafts assigned to them or waiting in the queue they may claim from, judges flags, decides."""
    maintainer = "maintainer"
    """Keeps people, corpus and settings, assigns, purges, reads the audit."""


class Scope(StrEnum):
    """What a personal token may be used for; never more than its owner may do."""

    read = "read"
    submit = "submit"
    review = "review"
    maintain = "maintain"


class Person(Frozen):
    """An account."""

    id: str
    email: str
    name: str
    role: Role
    cleared: bool = False
    """Whether restricted cases may be shown to them."""
    active: bool = True


class Actor(Frozen):
    """A person at work, and through what they came."""

    person: Person
    scopes: frozenset[Scope] | None = None
    """None for a person signed in by browser; a token's scopes otherwise."""
    token_id: str | None = None

    @property
    def id(self) -> str:
        """The person's id."""
        return self.person.id

    @property
    def role(self) -> Role:
        """The person's role."""
        return self.person.role
