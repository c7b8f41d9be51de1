"""Addresses of organization pages: the open scope's slug is put in for the caller."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

from credtrack.kernel import scope

# Stands for a number while an address is looked up; no page has so many rows.
_STAND_IN = 1_900_000_000_000_001


def org_reverse(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of an `/o/<slug>/` page of the open organization.

    Positional arguments follow the slug. Raises `ScopeMissing` outside an organization.
    """
    slug = scope.current().slug
    if kwargs:
        return reverse(name, kwargs={"organization": slug, **kwargs})
    if all(type(arg) is int and arg >= 0 for arg in args):
        return _pattern(name, slug, len(args), _urlconf(), get_script_prefix()) % args
    return reverse(name, args=[slug, *args])


def org_pattern(name: str, count: int) -> str:
    """Return the address of a page with `count` numbers as a pattern: `org_pattern(...) % (provider, plan)`.

    For pages that name a thousand addresses of one kind; anything but non-negative numbers is for `org_reverse`.
    """
    return _pattern(name, scope.current().slug, count, _urlconf(), get_script_prefix())


def _urlconf() -> str:
    return get_urlconf() or settings.ROOT_URLCONF


@lru_cache(maxsize=4096)
def _pattern(name: str, slug: str, count: int, urlconf: str, prefix: str) -> str:
    """Return an address with %d for its numbers, which stand in it in their own order."""
    stand_ins = [_STAND_IN + number for number in range(count)]
    pattern = reverse(name, urlconf=urlconf, args=[slug, *stand_ins]).replace("%", "%%")
    for number in stand_ins:
        pattern = pattern.replace(str(number), "%d")
    return pattern


def absolute(path: str) -> str:
    """Return the whole address of a path, for mails: they are read where no page is open."""
    return str(settings.SITE_URL).rstrip("/") + path
