"""Addresses of static files, worked out once per process: every page names two dozen of them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberingStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """The manifest does not change while a process runs, so neither do the addresses."""

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of a file with its content's hash in the name."""
        if force:
            return str(super().url(name, force))
        known: dict[str, str] = self.__dict__.setdefault("known_addresses", {})
        if name not in known:
            known[name] = str(super().url(name))
        return known[name]
