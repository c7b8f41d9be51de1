"""Addresses of the page on which a member makes and revokes their calendar address."""

from django.urls import URLPattern, path

from reminders.views import calendar

urlpatterns: list[URLPattern] = [
    path("", calendar.calendar, name="calendar"),
    path("make/", calendar.make, name="calendar_make"),
    path("revoke/", calendar.revoke, name="calendar_revoke"),
]
