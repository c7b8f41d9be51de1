"""For which organization is this code running? A query without an answer is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


class ScopeMissing(RuntimeError):
    """Tenant data was asked for outside any organization's scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The organization that queries are confined to; `timezone` is its IANA zone name."""

    organization_id: int
    slug: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Unscoped:
    """A named, deliberate escape from the confinement."""

    reason: str


_current: ContextVar[Scope | Unscoped | None] = ContextVar("credtrack_scope", default=None)


def active() -> Scope | Unscoped | None:
    """Return what is open now: a scope, a deliberate escape, or nothing."""
    return _current.get()


def current() -> Scope:
    """Return the open scope; raises `ScopeMissing` when there is none."""
    found = _current.get()
    if not isinstance(found, Scope):
        raise ScopeMissing(
            "No organization is open here. Wrap the code in accounts.tenancy.organization_scope(...)."
        )
    return found


@contextmanager
def opened(scope: Scope) -> Iterator[Scope]:
    """Confine every tenant query in the block to one organization."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Lift the confinement for a block; every use is listed in `tests/guards/test_tenancy.py`."""
    token = _current.set(Unscoped(reason))
    try:
        yield
    finally:
        _current.reset(token)
