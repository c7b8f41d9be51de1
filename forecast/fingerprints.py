"""From what was a forecast computed? A SHA-256 over all of it, so that two of them can be told apart. Pure."""

import hashlib

from forecast.episodes import Cohort, Told
from forecast.history import STAGES, History


class Fingerprints:
    """Hashes the waits of an application with what its cohort's history and the rule book gave that day."""

    def __init__(self, history: History) -> None:
        self.history = history
        settings = [(stage.value, history.of[stage].settings_words) for stage in STAGES]
        self.start = repr((history.today, settings))
        self.of_cohort: dict[Cohort, bytes] = {}

    def of(self, one: Told) -> str:
        """Return the fingerprint of what is said of one application on the day of the history."""
        cohort = one.cohort
        if cohort not in self.of_cohort:
            self.of_cohort[cohort] = repr((self.start, cohort.path, self._counts(cohort))).encode()
        found = hashlib.sha256(self.of_cohort[cohort])
        found.update(repr((one.pk, one.course.present, one.course.waits)).encode())
        return found.hexdigest()

    def _counts(self, cohort: Cohort) -> list[object]:
        leaf = self.history.leaves[cohort]
        counts: list[object] = []
        for stage in STAGES:
            found = self.history.of[stage]
            nodes = self.history.line_of(leaf)
            quoted = self.history.range_of(stage, leaf)
            ended = [(int(found.ended[node]), int(found.approved[node])) for node in nodes]
            counts.append((stage.value, found.digest, ended, quoted and (quoted.low, quoted.high)))
        return counts
