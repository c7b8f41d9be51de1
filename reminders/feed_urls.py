"""The address of a calendar feed."""

from django.urls import URLPattern, path

from reminders.views import calendar_feed

urlpatterns: list[URLPattern] = [
    path("<str:token>.ics", calendar_feed.feed, name="feed"),
]
