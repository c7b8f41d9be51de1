"""Reminders, what an organization and a person want of them, and the calendar feeds: one noun per file."""

from reminders.models.calendar import CalendarEvent, CalendarFeed
from reminders.models.reminder import Reminder
from reminders.models.settings import KindLeads, Preference, ReminderSettings

__all__ = ["CalendarEvent", "CalendarFeed", "KindLeads", "Preference", "Reminder", "ReminderSettings"]
