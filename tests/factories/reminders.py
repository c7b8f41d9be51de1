"""Reminders and what people want of them."""

import datetime as dt

import factory

from credtrack.kernel import clock
from reminders.enums import Channel, Kind, Urgency
from reminders.models import (
    CalendarEvent,
    CalendarFeed,
    KindLeads,
    Preference,
    Reminder,
    ReminderSettings,
)
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.tenant import TenantFactory, today


class ReminderFactory(TenantFactory):
    """A bare row of the ledger about no particular record; `planner.plan` makes real ones."""

    class Meta:
        model = Reminder

    kind = Kind.LICENSE
    subject_id = factory.Sequence(lambda n: 10_000 + n)
    due_on = factory.LazyFunction(lambda: today() + dt.timedelta(days=30))
    base_on = factory.SelfAttribute("due_on")
    lead = 30
    recipient = factory.SubFactory(UserFactory)
    send_on = factory.LazyFunction(today)
    urgency = Urgency.SOON
    what = factory.Sequence(lambda n: f"Dana Whitfield: PA state license {n} expires")
    why = "A lapsed license ends participation."
    planned_at = factory.LazyFunction(clock.now)


class ReminderSettingsFactory(TenantFactory):
    class Meta:
        model = ReminderSettings
        django_get_or_create = ("organization",)


class KindLeadsFactory(TenantFactory):
    class Meta:
        model = KindLeads

    kind = Kind.LICENSE
    leads = factory.LazyFunction(lambda: [60, 30, 7])


class PreferenceFactory(TenantFactory):
    class Meta:
        model = Preference

    membership = factory.SubFactory(MembershipFactory)
    kind = Kind.LICENSE
    channel = Channel.DIGEST


class CalendarFeedFactory(TenantFactory):
    class Meta:
        model = CalendarFeed

    membership = factory.SubFactory(MembershipFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class CalendarEventFactory(TenantFactory):
    class Meta:
        model = CalendarEvent

    feed = factory.SubFactory(CalendarFeedFactory)
    kind = Kind.LICENSE
    subject_id = factory.Sequence(lambda n: n)
    due_on = factory.LazyFunction(today)
    summary = "PA state license expires: Dana Whitfield"
    changed_at = factory.LazyFunction(clock.now)
