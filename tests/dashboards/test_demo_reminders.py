"""The demo's reminders: something in every state, renewals that were opened, contracts whose turn comes."""

from accounts.models import Membership, Organization, OutboxMessage
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments.enums import Kind as Applied
from enrollments.models import Application
from reminders import planner, selectors
from reminders.enums import Kind, State
from reminders.models import Reminder


def test_the_demo_s_reminders_tell_a_story(demo: Organization) -> None:
    """One seeding serves all that is asked of it: it takes seconds."""
    with organization_scope(demo):
        today = clock.today()
        states = set(Reminder.objects.values_list("state", flat=True))
        mails = OutboxMessage.objects.filter(kind__startswith="reminder")
        opened = Application.objects.filter(kind__in=[Applied.RECREDENTIALING, Applied.REVALIDATION])
        kinds = set(Reminder.objects.values_list("kind", flat=True))
        told = Reminder.objects.filter(state=State.TOLD)
        seat = Membership.objects.get(user__email="coordinator@lantern.example")

        assert states == {state.value for state in State}
        assert set(mails.values_list("state", flat=True)) == {"sent", "failed"}
        assert {Applied.RECREDENTIALING.value, Applied.REVALIDATION.value} <= set(
            opened.values_list("kind", flat=True)
        )
        assert {Kind.CONTRACT_NOTICE, Kind.CONTRACT_ENDS, Kind.CONTRACT_RENEGOTIATION} <= kinds
        # Nothing of today was sent yet: the running site does that.
        assert not told.filter(told_at__gte=clock.start_of_day(today)).exists()
        assert selectors.open_now(selectors.mine(seat)).count() > 5
        assert planner.plan().planned == 0
