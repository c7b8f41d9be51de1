"""The scenes of what plans ask for: holders, bridges, exits, release letters, statements, group minimums."""

import datetime as dt
from collections.abc import Callable
from datetime import date
from typing import Any

from credtrack.kernel import clock
from enrollments.enums import HolderKind
from enrollments.models import Participation
from payers.enums import RuleKind
from planning.enums import ExitState, LetterOutcome
from planning.models import ExitPlan, ReleaseLetter, Statement
from providers.models import Affiliation, Practice
from reminders.enums import Kind, Urgency
from tests.factories.enrollments import ContractFactory, ParticipationFactory
from tests.factories.payers import PlanFactory, PlatformFactory, RuleFactory
from tests.factories.planning import ExitPlanFactory, ReleaseLetterFactory, StatementFactory
from tests.factories.providers import AffiliationFactory
from tests.reminders.rules import scenes
from tests.reminders.rules.scenes import LONG_AGO, TUESDAY, Scene, World, changed, days, on, recorded

NOW, SOON = Urgency.ACT_NOW, Urgency.SOON
KEEPER = ("coordinator",)
MAPLE, DANA = "Maple Street Counseling LLC", "Dana Whitfield, Aetna"


def unverified(world: World) -> Any:
    with on(TUESDAY - days(7)):
        return ContractFactory(
            payer=world.aetna, practice=world.practice, holder_kind=HolderKind.PRACTICE, verified_on=None
        )


def bridge(world: World) -> Participation:
    plan = PlanFactory(payer=world.aetna)
    made = ParticipationFactory(
        provider=world.dana, practice=world.practice, plan=plan, state="PA", effective_on=LONG_AGO,
        platform=PlatformFactory(name="Headway"), review_on=TUESDAY + days(7),
    )  # fmt: skip
    return recorded(made, LONG_AGO, "recorded_at")  # type: ignore[no-any-return]


def leaving(notice_on: dt.date, **given: Any) -> Callable[[World], ExitPlan]:
    def make(world: World) -> ExitPlan:
        more = {"platform": PlatformFactory(name="Headway"), "practice": world.practice} | given
        made = ExitPlanFactory(notice_on=notice_on, notice_days=90, **more)
        return recorded(made, LONG_AGO, "created_at")  # type: ignore[no-any-return]

    return make


def asked(world: World) -> ReleaseLetter:
    with on(date(2026, 3, 2)):
        made: ReleaseLetter = ReleaseLetterFactory(
            provider=world.dana, practice=world.practice, payer=world.aetna, occurred_on=date(2026, 3, 2),
            platform=PlatformFactory(name="Headway"), answer_by=TUESDAY,
        )  # fmt: skip
    return made


def answered(world: World, made: ReleaseLetter) -> object:
    return ReleaseLetterFactory(
        provider=made.provider, practice=made.practice, payer=made.payer, platform=made.platform,
        outcome=LetterOutcome.REFUSED, occurred_on=clock.today(),
    )  # fmt: skip


def contradiction(world: World) -> Statement:
    headway = PlatformFactory(name="Headway")
    common = {"payer": world.aetna, "platform": headway, "practice": world.practice}
    with on(date(2026, 3, 3)):
        StatementFactory(position="no", said_on=date(2026, 3, 3), **common)
    with on(TUESDAY):
        made: Statement = StatementFactory(position="yes", said_on=TUESDAY, speaker="payer", **common)
    return made


def in_writing(world: World, made: Statement) -> object:
    return StatementFactory(
        position="no", payer=made.payer, platform=made.platform, practice=made.practice, replaces=made,
        said_on=clock.today(),
    )  # fmt: skip


def enough(world: World) -> Practice:
    """Two clinicians make a group here; the second began on the day, and Aetna is dealt with already."""
    RuleFactory(kind=RuleKind.GROUP_MINIMUM, payer=world.aetna, value_max=2, unit="providers")
    world.application(scenes.S.DENIED, date(2026, 2, 2), reason="Panel")
    AffiliationFactory(practice=world.practice, starts_on=TUESDAY)
    AffiliationFactory(practice=world.practice, provider=world.dana, starts_on=LONG_AGO)
    return world.practice


def left(world: World, made: Practice) -> object:
    """The second clinician never came; somebody's last day would still count as worked."""
    return Affiliation.objects.filter(practice=made, starts_on=TUESDAY).delete()


SCENES = [
    Scene(
        Kind.CONTRACT_HOLDER, unverified, changed(verified_on=TUESDAY), 0, TUESDAY, NOW,
        f"{MAPLE}, Aetna: verify who holds the contract", readers=KEEPER,
    ),
    Scene(
        Kind.BRIDGE_REVIEW, bridge, changed(ended_on=TUESDAY - days(1)), 7, TUESDAY + days(7), SOON,
        f"{DANA}, PA: look again at the participation through Headway", readers=KEEPER,
    ),
    Scene(
        Kind.EXIT_NOTICE, leaving(TUESDAY + days(14)), changed(state=ExitState.NOTICE_GIVEN), 14,
        TUESDAY + days(14), SOON, f"{MAPLE}: give notice to Headway",
    ),
    Scene(
        Kind.EXIT_LAST_DAY, leaving(TUESDAY - days(60), state=ExitState.NOTICE_GIVEN),
        changed(state=ExitState.DONE), 30, TUESDAY + days(30), SOON, f"{MAPLE}: the last day with Headway",
    ),
    Scene(
        Kind.LETTER_ANSWER, asked, answered, 0, TUESDAY, NOW,
        f"{DANA}: Headway is to answer about the release letter", readers=KEEPER,
    ),
    Scene(
        Kind.WRITTEN_CONFIRMATION, contradiction, in_writing, 0, TUESDAY, NOW,
        "Headway, Aetna: statements contradict each other; get it in writing", readers=KEEPER,
    ),
    Scene(
        Kind.GROUP_MINIMUM, enough, left, 0, TUESDAY, NOW,
        f"{MAPLE}: enough clinicians for a group contract with Aetna",
    ),
]  # fmt: skip
