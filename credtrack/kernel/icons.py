"""Which icons the pages use, and the sprite that carries them once per page (shapes: the lucide package)."""

from functools import cache, lru_cache
from xml.etree import ElementTree

from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

ICONS: tuple[str, ...] = (
    "alarm-clock", "archive", "arrow-down", "arrow-left", "arrow-right", "arrow-right-left", "arrow-up",
    "arrow-up-down", "badge-check", "ban", "bookmark", "briefcase", "building-2", "calendar",
    "calendar-check", "calendar-clock", "chart-gantt", "check", "check-check", "chevron-down", "chevron-left",
    "chevron-right", "chevrons-up-down", "circle", "circle-alert", "circle-check", "circle-dashed",
    "circle-dot", "circle-minus", "circle-question-mark", "circle-user", "circle-x", "clipboard-check",
    "clipboard-list", "clock", "clock-alert", "columns-3", "copy", "door-closed", "door-open", "download",
    "ellipsis", "external-link", "eye", "eye-off", "file-check", "file-clock", "file-pen-line", "file-plus",
    "file-spreadsheet", "file-text", "file-up", "files", "flag", "folder-open", "folder-up", "globe", "grid-3x3",
    "handshake", "history", "hourglass", "house", "id-card", "inbox", "info", "key-round", "keyboard",
    "landmark", "layers", "layout-grid", "link", "list-checks", "list-filter", "lock", "log-in", "log-out",
    "mail", "map-pin", "menu", "message-square", "minus", "monitor", "moon", "network", "octagon-alert",
    "octagon-x", "panel-left-close", "panel-left-open", "paperclip", "pause", "pen-line", "pencil", "phone",
    "phone-call", "plus", "printer", "receipt-text", "refresh-cw", "reply", "rotate-ccw", "route", "save", "scale", "search",
    "send", "settings", "shield", "shield-alert", "shield-check", "signature", "sliders-horizontal",
    "sparkles", "stethoscope", "sun", "sun-moon", "tag", "timer", "trash-2", "triangle-alert", "undo-2",
    "unlink", "upload", "user-check", "user-plus", "user-round", "users-round", "x",
)  # fmt: skip


def _shapes(name: str) -> SafeString:
    """Return the drawing of one icon without its outer `<svg>`."""
    root = ElementTree.fromstring(lucide(name))  # noqa: S314  # the package's own file, not a user's
    parts = (
        (ElementTree.QName(node.tag).text.rpartition("}")[2], flatatt(node.attrib)) for node in root.iter()
    )
    return format_html_join("", "<{}{}/>", (part for part in parts if part[0] != "svg"))


@cache
def sprite() -> SafeString:
    """Return the hidden svg holding every listed icon; it stands once in each page."""
    symbols = format_html_join(
        "", '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>', ((name, _shapes(name)) for name in ICONS)
    )
    return format_html('<svg class="sprite" width="0" height="0" aria-hidden="true">{}</svg>', symbols)


@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """Return one icon: decoration by default, an image with a spoken name when `label` is given.

    Raises `LookupError` for a name that `ICONS` lacks, so that a page never shows an empty square.
    """
    if name not in ICONS:
        raise LookupError(f"Add {name!r} to ICONS in credtrack/kernel/icons.py.")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="#i-{}"/></svg>', label, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)
