"""Every URL the resolver knows, by name, with the arguments it takes and the view behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Url:
    """One named URL."""

    name: str
    arguments: frozenset[str]
    view: Callable[..., Any]

    @property
    def inside(self) -> bool:
        """Say whether it is a page of an organization."""
        return "organization" in self.arguments


def _walk(resolver: URLResolver, prefix: str, arguments: frozenset[str]) -> Iterator[Url]:
    for item in resolver.url_patterns:
        found = arguments | frozenset(item.pattern.regex.groupindex)
        if isinstance(item, URLPattern):
            assert item.name, f"{item.pattern} needs a name, because tables and links speak of names"
            yield Url(prefix + item.name, found, item.callback)
        else:
            namespace = f"{item.namespace}:" if item.namespace else ""
            yield from _walk(item, prefix + namespace, found)


@cache
def every_url() -> dict[str, Url]:
    """Return {name: URL} of the whole site."""
    return {url.name: url for url in _walk(get_resolver(), "", frozenset())}
