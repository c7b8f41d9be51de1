"""The address behind `List-Unsubscribe`."""

from django.urls import URLPattern, path

from reminders.views import unsubscribe

urlpatterns: list[URLPattern] = [
    path("<str:token>/", unsubscribe.stop, name="unsubscribe"),
]
