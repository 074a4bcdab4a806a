"""Everything that can go wrong, as one tree.

    ScreenerError
    ├── RefusedInput            the document cannot be screened as it is        (exit 3)
    ├── ConfigurationError      a setting, prompt, framework or corpus is wrong (exit 4)
    │   └── CorpusError         a case file or the index is wrong
    ├── ModelFault              one request to a model did not give an answer; ends as an unread passage
    │   ├── Refused             the model declined
    │   ├── TimedOut            no answer in time                   retry may help
    │   ├── RateLimited         told to wait                        retry may help
    │   ├── Unreachable         connection or server failure        retry may help
    │   ├── Truncated           the answer was cut off at the token limit
    │   ├── InvalidAnswer       the answer is not what was asked for, after one repair
    │   ├── TooLong             the prompt exceeds the model's context window
    │   ├── NotAllowed          egress rules or the provider's access rules forbid the request
    │   ├── Rejected            the provider did not accept the request as it was put
    │   └── OverBudget          the run's token or money budget is spent
    └── ServiceFault            one request to the service that is not done; nothing was changed
        ├── Invalid             what was sent is wrong, field by field
        ├── NotSignedIn         nobody is signed in, or not any more
        ├── Forbidden           the person sees it and may not do this
        ├── NotFound            there is no such thing, or none that this person may know of
        ├── Conflict            it does not fit where the draft stands now; somebody else may have been first
        ├── Purged              its contents are destroyed
        ├── TooLarge            the file is larger than this installation takes
        ├── TooMany             too often in a short time; says when to try again
        └── Unavailable         the database, the disk or a part of this installation does not work now

The message of an error is one sentence for the person at the keyboard: what is wrong, what to do.
"""

from collections.abc import Mapping

from screener.words.screening import UnreadBecause


class ScreenerError(Exception):
    """Any fault that this program raises on purpose."""


class RefusedInput(ScreenerError):
    """The document cannot be screened as it is."""


class ConfigurationError(ScreenerError):
    """A setting, a prompt file, the framework or the corpus is wrong."""


class CorpusError(ConfigurationError):
    """A case file, or the index made from the case files, is wrong."""


class ModelFault(ScreenerError):
    """One request to a model that gave no usable answer."""

    because = UnreadBecause.unreachable
    retry_may_help = False


class Refused(ModelFault):
    """The model declined to answer."""

    because = UnreadBecause.refused


class TimedOut(ModelFault):
    """No answer within the time limit."""

    because = UnreadBecause.timed_out
    retry_may_help = True


class RateLimited(ModelFault):
    """The provider asked us to wait; `after` is its Retry-After in seconds, if it named one."""

    because = UnreadBecause.rate_limited
    retry_may_help = True

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Unreachable(ModelFault):
    """The connection failed or the server answered with a failure of its own."""

    because = UnreadBecause.unreachable
    retry_may_help = True


class Truncated(ModelFault):
    """The answer stopped at the output-token limit."""

    because = UnreadBecause.truncated


class InvalidAnswer(ModelFault):
    """The answer does not have the form that was asked for, even after one repair."""

    because = UnreadBecause.invalid_answer


class TooLong(ModelFault):
    """The prompt does not fit the model's context window."""

    because = UnreadBecause.too_long


class NotAllowed(ModelFault):
    """The egress rules of this installation, or the provider's access rules, forbid the request."""

    because = UnreadBecause.not_allowed


class Rejected(ModelFault):
    """The provider did not accept the request as it was put."""

    because = UnreadBecause.rejected


class OverBudget(ModelFault):
    """The run's budget of tokens or money is spent."""

    because = UnreadBecause.over_budget


class ServiceFault(ScreenerError):
    """One request to the service that is not done. Nothing was changed by it."""


class Invalid(ServiceFault):
    """What was sent is wrong; `fields` says what is wrong with which field, one sentence each."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, str] = dict(fields or {})


class NotSignedIn(ServiceFault):
    """Nobody is signed in, the session has ended, or the token is not valid."""


class Forbidden(ServiceFault):
    """The person knows of it and may not do this with it."""


class NotFound(ServiceFault):
    """There is no such thing, or none that this person may know of: the two are not told apart."""


class Conflict(ServiceFault):
    """It does not fit where things stand now. The message says where they stand, and who was first."""


class Purged(ServiceFault):
    """The contents of this draft are destroyed; only its row and its audit remain."""


class TooLarge(ServiceFault):
    """The file is larger than this installation takes."""


class TooMany(ServiceFault):
    """Too many attempts in a short time; `after` is the number of seconds until the next may succeed."""

    def __init__(self, message: str, after: float) -> None:
        super().__init__(message)
        self.after = after


class Unavailable(ServiceFault):
    """The database, the disk or another part of this installation does not work now; later it may."""
