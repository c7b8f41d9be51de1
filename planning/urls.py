"""Addresses of the pages that say what to do, after `/o/<slug>/`."""

from django.urls import URLPattern

app_name = "planning"

urlpatterns: list[URLPattern] = []
