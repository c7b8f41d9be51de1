"""Addresses that a secret opens instead of a sign-in: calendar feeds, and the way out of the mail."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "reminders_public"

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", include("reminders.feed_urls")),
    path("unsubscribe/", include("reminders.unsubscribe_urls")),
]
