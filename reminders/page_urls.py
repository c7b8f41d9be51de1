"""Addresses of the list, the ledger, and what people and organizations want of reminders."""

from django.urls import URLPattern, path

from reminders.views import acting, ledger, open_list, wanting

urlpatterns: list[URLPattern] = [
    path("", open_list.reminder_list, name="list"),
    path("all/", ledger.ledger, name="ledger"),
    path("settings/", wanting.settings, name="settings"),
    path("wishes/", wanting.my_wishes, name="wishes"),
    path("snooze/", acting.snooze_many, name="snooze_many"),
    path("done/", acting.done_many, name="done_many"),
    path("reopen/", acting.reopen, name="reopen"),
    path("<int:pk>/", ledger.one, name="one"),
    path("<int:pk>/snooze/", acting.snooze, name="snooze"),
    path("<int:pk>/done/", acting.done, name="done"),
    path("<int:pk>/retry/", ledger.retry, name="retry"),
]
