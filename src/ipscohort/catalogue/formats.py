"""The formats that tables and figures are written in, by their suffix.

A new format of tables is a line in TABLE_FORMATS and a module of its suffix in `tables/render` with `render(table) -> bytes`.
"""

from __future__ import annotations

TABLE_FORMATS: dict[str, str] = {
    "csv": "the table as shown, in plain text",
    "html": "the table as a page",
}
"""Suffix -> what it is."""

PAGE = "html"
"""The format that the report takes a table over in."""

DRAWING = "svg"
"""The format that the report takes a figure over in."""

FIGURE_FORMATS: dict[str, str] = {
    "svg": "for the report and for drawing programs: sharp at any size",
    "pdf": "for journals: sharp at any size, its font inside",
    "png": "for slides and text programs",
}
"""Suffix -> what it is for."""
