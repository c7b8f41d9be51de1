"""Which word on a platform's release letter counts? The newest row of each clinician and payer."""

from collections.abc import Collection

from credtrack.kernel.dates import day_words
from planning.enums import LetterOutcome
from planning.models import ExitPlan, ReleaseLetter


def newest_letters(plan: ExitPlan, provider_ids: Collection[int]) -> dict[tuple[int, int], ReleaseLetter]:
    """Return the newest word on each letter (provider, payer) of the plan's platform and practice; one query."""
    rows = ReleaseLetter.objects.filter(
        platform=plan.platform_id, practice=plan.practice_id, provider__in=list(provider_ids)
    )
    return {(row.provider_id, row.payer_id): row for row in rows.order_by("occurred_on", "pk")}


def blocked_by(payer: str, letter: ReleaseLetter | None, *, required: bool) -> str:
    """Return why the payer gives no date yet, or "" where no letter stands in the way."""
    if letter is not None and letter.outcome == LetterOutcome.REFUSED:
        return f"{payer} has no date: the release letter was refused on {day_words(letter.occurred_on)}"
    if required and (letter is None or letter.outcome != LetterOutcome.ISSUED):
        return f"{payer} has no date: it needs the platform's release letter first"
    return ""
