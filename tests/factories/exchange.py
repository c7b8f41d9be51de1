"""Uploads and imports, as they stand in the database."""

import datetime as dt
import json
import zlib
from typing import Any

import factory

from exchange import kept_copy
from exchange.models import ImportRun, ImportUpload
from exchange.tables import Sheet, Workbook
from tests.factories.tenant import TenantFactory

AT = dt.datetime(2026, 11, 2, 15, 0, tzinfo=dt.UTC)
NOTHING: dict[str, Any] = {
    "sheets": [],
    "rows": [],
    "file_remarks": [],
    "unknown_payers": [],
    "unknown_words": [],
}


class ImportUploadFactory(TenantFactory):
    class Meta:
        model = ImportUpload

    file_name = factory.Sequence(lambda n: f"tracker-{n}.xlsx")
    sha256 = "0" * 64
    size = 1000
    cells = factory.LazyFunction(lambda: kept_copy.pack(Workbook([Sheet("Tracker", [(1, ("Payer",))])])))
    preview = factory.LazyFunction(lambda: zlib.compress(json.dumps(NOTHING).encode()))
    counts = factory.LazyFunction(dict)
    uploaded_at = AT


class ImportRunFactory(TenantFactory):
    class Meta:
        model = ImportRun

    file_name = factory.Sequence(lambda n: f"tracker-{n}.xlsx")
    sha256 = "0" * 64
    applied_at = AT
