"""What an organization and each of its members want of reminders."""

import datetime as dt

from django.db import models

from accounts.tenancy import TenantModel
from reminders.enums import Channel, Kind


def usual_time() -> dt.time:
    """Return when the mail is made unless told otherwise; a function, as Django warns of a bare time near now."""
    return dt.time(7, 0)


class ReminderSettings(TenantModel):
    """One row an organization; without a row the defaults below hold."""

    # Local time in the organization's zone at which the morning's mail is made.
    digest_at = models.TimeField(default=usual_time)
    # The coordinator's lead: who hears what is escalated; empty means every owner.
    lead = models.ForeignKey(
        "accounts.Membership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The last local date whose reminders are all planned, and when that plan was made.
    planned_until = models.DateField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    # What that plan rested on (`quiet.py`): while it is the same, there is nothing new to plan.
    planned_mark = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "reminder settings"
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="reminder_settings_once"),
        ]

    def __str__(self) -> str:
        return f"Reminders at {self.digest_at:%H:%M}"


class KindLeads(TenantModel):
    """The leads an organization uses for a kind in place of the default ones; none means never."""

    kind = models.CharField(max_length=30, choices=Kind.choices())
    leads = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "kind leads"
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind"], name="kind_leads_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {', '.join(str(lead) for lead in self.leads) or 'never'}"


class Preference(TenantModel):
    """How one member wants to be told of one kind; without a row the kind's own way holds."""

    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind.choices())
    channel = models.CharField(max_length=10, choices=Channel.choices())
    # Told of everything they may see, not only of what is theirs.
    everything = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "kind"], name="preference_once"),
        ]
        indexes = [models.Index(fields=["organization", "membership"], name="preference_by_member")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_channel_display()}"
