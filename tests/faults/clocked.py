"""Imported by workers and commands under test: their clock runs beside the real one, as a file says.

The file holds seconds to add. So a test makes a day pass, or a clock jump, while the program runs;
the code under test asks its clock as it always does.
"""

import datetime as dt
import os
from pathlib import Path

from django.utils import timezone

from credtrack.kernel import clock

OFFSET = Path(os.environ["FAULTS_CLOCK"])


def now() -> dt.datetime:
    """Return the real instant, moved by what the file says now."""
    return timezone.now() + dt.timedelta(seconds=float(OFFSET.read_text()))


clock.now = now
