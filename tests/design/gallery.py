"""Draws every part on a few pages without a database, for tests and for looking at in a browser.

`python -m tests.design.gallery FOLDER` writes the pages and their pictures (light, dark; 1440, 1024, 375 px).
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.template import engines
from django.test import RequestFactory
from django.urls import set_urlconf

from credtrack.kernel import scope
from credtrack.kernel.lists.declaration import Cell, Column
from credtrack.kernel.lists.drawing import row_drawer, table_body

TODAY = dt.date(2026, 3, 12)
TEMPLATES = Path(__file__).parent / "templates"
PAGES = ("parts", "list", "empty_list", "forms", "application", "today", "matrix", "first_run")
PLAIN = ("account/login.html", "account/logout.html", "404.html", "403.html", "500.html")


class Sample(forms.Form):
    """One field of each kind, some required, some not."""

    first_name = forms.CharField(help_text="As it stands on the license.")
    npi = forms.CharField(label="NPI", required=False)
    state = forms.ChoiceField(
        choices=[("", "Choose a state"), ("PA", "Pennsylvania"), ("TX", "Texas")],
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    started = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    group = forms.BooleanField(label="Applies as part of a group", required=False)
    channel = forms.ChoiceField(choices=[("call", "Call"), ("email", "E-mail")], widget=forms.RadioSelect)
    proof = forms.FileField(required=False, label="Proof of sending")

    def clean_npi(self) -> str:
        """Refuse a wrong check digit in words."""
        raise forms.ValidationError("The last digit does not fit: one of the ten digits was mistyped.")


class Filters(forms.Form):
    """The filter bar of the sample list."""

    q = forms.CharField(label="Search the list", required=False, widget=forms.TextInput(attrs={"placeholder": "Clinician, payer, reference…"}))  # fmt: skip
    payer = forms.ChoiceField(choices=[("", "Any payer"), ("aetna", "Aetna")], required=False)


def frame() -> Thing:
    """Return the context of the rail and the top bar."""
    names = (
        ("today", "Today", "calendar-check", 14), ("applications", "Applications", "file-text", None),
        ("network", "Network", "grid-3x3", None), ("clinicians", "Clinicians", "stethoscope", None),
        ("practices", "Practices", "building-2", None), ("payers", "Payers", "landmark", None),
        ("files", "Files", "folder-up", None), ("settings", "Settings", "settings", None),
    )  # fmt: skip
    return Thing(
        organization=Thing(name="Maple Street Counseling", slug="maple"),
        organizations=[
            Thing(name="Maple Street Counseling", url="/o/maple/", current=True),
            Thing(name="Harbor Billing", url="/o/harbor/", current=False),
        ],
        rail=[
            Thing(key=key, label=label, icon=icon, url=f"#{key}", count=count, current=key == "applications")
            for key, label, icon, count in names
        ],
    )


def rows(count: int = 50) -> tuple[list[Column], list[Any]]:
    """Return the columns and drawn rows of a list like the applications'."""
    stands = (
        ("in_review", "In review", 47), ("info_requested", "Info requested", 3), ("active", "Active", None),
        ("submitted", "Submitted", 12), ("approved", "Approved", 9), ("denied", "Denied", None),
        ("draft", "Draft", 1), ("panel_closed", "Panel closed", 120),
    )  # fmt: skip
    people = ("Dana Whitfield, LCSW", "Maximiliana Featherstonehaugh-Oyelaran, PsyD", "Li Wu, MD")
    payers = ("Aetna", "Blue Cross Blue Shield of Texas (behavioral health by Magellan)", "Optum")

    def made(number: int) -> Thing:
        return Thing(
            pk=number,
            who=people[number % 3],
            payer=payers[number % 3],
            state=("PA", "TX", "NJ")[number % 3],
            stand=stands[number % 8],
            sent=TODAY - dt.timedelta(days=number * 3),
            due=TODAY + dt.timedelta(days=number - 6),
            reference=f"CRD-{4400 + number}",
        )

    columns = [
        Column("who", "Clinician", lambda row: row.who, sort=("who",)),
        Column("payer", "Payer", lambda row: row.payer, sort=("payer",)),
        Column("state", "State", lambda row: row.state),
        Column("status", "Status", lambda row: Cell(row.stand[1], chip=row.stand[0], since=row.stand[2])),
        Column("turn", "Whose turn", lambda row: Cell("Theirs", note="Aetna")),
        Column("sent", "Submitted", lambda row: row.sent, sort=("sent",)),
        Column("due", "Next follow-up", lambda row: row.due, sort=("due",)),
        Column("days", "Days waiting", lambda row: row.pk * 3, css="num wide-only"),
        Column("reference", "Reference", lambda row: row.reference),
    ]
    draw = row_drawer(columns, lambda row: f"#{row.pk}")
    return columns, [draw(made(number)) for number in range(1, count + 1)]


def shown_list(count: int = 50) -> dict[str, Any]:
    """Return what parts/list.html reads, as credtrack.kernel.lists gives it."""
    columns, drawn = rows(count)
    heads = [
        {
            "key": column.key, "label": column.label, "css": column.css, "sort_url": "?sort=x" if column.sort else "",
            "sorted": "asc" if column.key == "due" else "",
        }
        for column in columns
    ]  # fmt: skip
    return {
        "label": "Applications", "columns": heads, "rows": drawn, "body": table_body(drawn, picks=True), "filter_form": Filters(), "kept": [("sort", "due")],
        "search_field": Filters()["q"], "filter_fields": [field for field in Filters() if field.name != "q"],
        "filters_url": "?filters=open", "filters_open": False, "kept_filters": [],
        "kept_for_columns": [], "notes": [], "count_text": "1,204 applications", "clear_url": "?",
        "views": [
            {"name": "All", "url": "?", "current": False}, {"name": "Waiting on us", "url": "?v=1", "current": True},
            {"name": "Credentialed, contract pending", "url": "?v=2", "current": False},
        ],
        "chips": [{"label": "Payer: Aetna", "remove_url": "?"}, {"label": "Status: In review", "remove_url": "?"}],
        "column_choices": [{"key": "who", "label": "Clinician", "shown": True, "fixed": True}, {"key": "payer", "label": "Payer", "shown": True, "fixed": False}],
        "export_urls": {"csv": "?export=csv", "xlsx": "?export=xlsx"}, "save_view_url": "#save",
        "bulk": {"url": "#b", "actions": [{"key": "log", "label": "Log one call for all", "icon": "phone", "url": "#b"}]},
        "page": {"number": 2, "has_previous": True, "has_next": True, "previous_url": "?page=1", "next_url": "?page=3", "range_text": "51\N{EN DASH}100 of 1,204"},
        "empty": {"icon": "file-text", "title": "No applications yet", "text": "Open one for a clinician and a payer, or bring the spreadsheet you use today.", "action_url": "#", "action_label": "Bring a spreadsheet"},
    }  # fmt: skip


def tracks() -> list[dict[str, Any]]:
    """Return the two tracks of an application, half way."""
    sent = TODAY - dt.timedelta(days=47)
    return [
        {"label": "Credentialing", "steps": [
            {"label": "Preparing", "day": sent - dt.timedelta(days=20), "state": "done"},
            {"label": "Submitted", "day": sent, "state": "done"},
            {"label": "Acknowledged", "day": sent + dt.timedelta(days=6), "state": "done"},
            {"label": "In review", "day": sent + dt.timedelta(days=8), "state": "current", "hint": "39 days"},
            {"label": "Approved", "state": "todo"}, {"label": "Loading", "state": "todo"}, {"label": "Active", "state": "todo"},
        ]},
        {"label": "Contract", "steps": [
            {"label": "Requested", "day": sent, "state": "done"}, {"label": "Received", "state": "current", "hint": "not yet"},
            {"label": "In negotiation", "state": "skipped"}, {"label": "Signed by us", "state": "todo"}, {"label": "Executed", "state": "todo"},
        ]},
    ]  # fmt: skip


def events() -> list[dict[str, Any]]:
    """Return timeline items of each sort."""
    return [
        {"day": TODAY, "icon": "phone", "meaning": "info", "sentence": "Called Aetna, spoke with Renee", "who": "Carla Reyes",
         "text": "In committee on 24 March. No action for us.", "reference": "88213-A", "visibility": "internal"},
        {"day": TODAY - dt.timedelta(days=9), "recorded_on": TODAY, "icon": "arrow-right", "meaning": "waiting", "sentence": "Moved from Acknowledged to In review",
         "who": "Carla Reyes", "evidence": [{"label": "Portal screenshot.pdf", "url": "#"}], "visibility": "client", "actions": [{"label": "Void", "url": "#"}]},
        {"day": TODAY - dt.timedelta(days=12), "icon": "arrow-right", "sentence": "Moved from Submitted to Approved", "voided": True, "void_reason": "Wrong clinician.", "who": "Ben Ochoa"},
        {"day": TODAY - dt.timedelta(days=47), "icon": "send", "meaning": "good", "sentence": "Sent to Aetna", "who": "Carla Reyes"},
    ]  # fmt: skip


def context() -> dict[str, Any]:
    """Return what the gallery's templates may use."""
    form = Sample(data={"first_name": "", "npi": "1234567890", "channel": "call"})
    request = RequestFactory().get("/o/maple/applications/?status=in_review")
    return {
        "request": request, "user": Thing(is_authenticated=True, email="olivia@maple.example"), "frame": frame(),
        "messages": [], "csrf_token": "token", "today": TODAY, "list": shown_list(), "form": form, "fresh": Sample(),
        "empty_list": {**shown_list(0), "chips": [], "views": [], "count_text": "0 applications", "page": {}, "bulk": {}},
        "earlier": TODAY - dt.timedelta(days=47), "later": TODAY + dt.timedelta(days=9), "matrix_rows": range(9),
        "redirect_field": "", "tracks": tracks(), "items": events(),
        "plans": ["Aetna Commercial", "Cigna", "Medicare Part B", "Optum / UnitedHealthcare Commercial", "Medicaid (Keystone First)", "Highmark", "TRICARE East", "Oscar"],
    }  # fmt: skip


@contextmanager
def _standing() -> Iterator[None]:
    set_urlconf("tests.design.gallery_urls")
    try:
        with scope.opened(scope.Scope(1, "maple", "America/New_York")):
            yield
    finally:
        set_urlconf(None)


def pages() -> dict[str, str]:
    """Return the gallery's pages by name."""
    engine = engines["django"]
    drawn = {}
    with _standing():
        for name in PAGES:
            template = engine.from_string((TEMPLATES / f"{name}.html").read_text())
            drawn[name] = template.render(context())
        for path in PLAIN:
            name = path.removesuffix(".html").replace("/", "_")
            # A page of error has no context to speak of, and must do without.
            given = {} if path == "500.html" else {**context(), "form": _login(), "frame": None}
            drawn[name] = engine.get_template(path).render(given)
    return drawn


def _login() -> forms.Form:
    class Login(forms.Form):
        login = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
        password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
        remember = forms.BooleanField(label="Stay signed in on this computer", required=False)

    return Login()


if __name__ == "__main__":
    import sys

    from tests.design.pictures import take

    take(Path(sys.argv[1]), sys.argv[2:])
