"""A static file's address carries its hash, and is worked out once."""

from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from credtrack.kernel.static_addresses import RememberingStorage


def test_an_address_is_worked_out_once(tmp_path: Path, settings: Any) -> None:
    storage = RememberingStorage(location=tmp_path, base_url="/static/")
    storage.save("a.css", ContentFile(b"body{}"))
    list(storage.post_process({"a.css": (storage, "a.css")}))

    first = storage.url("a.css")
    storage.hashed_files.clear()

    assert first.startswith("/static/a.")
    assert first != "/static/a.css"
    assert storage.url("a.css") == first
