"""The one list engine: declare columns, filters and sort; get pages, saved views, exports and htmx parts."""

from credtrack.kernel.lists.declaration import BulkAction, Cell, Column, Empty, ListPage, NamedView
from credtrack.kernel.lists.rendering import ShownList, render

__all__ = ["BulkAction", "Cell", "Column", "Empty", "ListPage", "NamedView", "ShownList", "render"]
