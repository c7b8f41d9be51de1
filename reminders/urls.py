"""Addresses of the reminders room inside an organization."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "reminders"

urlpatterns: list[URLPattern | URLResolver] = [
    path("reminders/calendar/", include("reminders.calendar_urls")),
    path("reminders/", include("reminders.page_urls")),
]
