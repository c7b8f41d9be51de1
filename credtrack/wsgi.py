"""The WSGI entry point that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "credtrack.settings.production")

application = get_wsgi_application()

# All pages are imported now, not by the first visitor. What start-up made lives until the process
# ends, so the collector need not walk it again: on the matrix that took a quarter of the time.
assert get_resolver().url_patterns  # noqa: S101  # asked for, so that they load
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
