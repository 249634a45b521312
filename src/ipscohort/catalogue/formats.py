"""The formats that tables and figures are written in, by their suffix.

A new format of tables is a line in TABLE_FORMATS and a module of its suffix in `tables/render` with `render(table) -> bytes`.
What no other step waits for stands in EXPORTS instead, or too, where all tables are to stand in one file, in BOOKS.
"""

from __future__ import annotations

TABLE_FORMATS: dict[str, str] = {
    "csv": "the table as shown, in plain text",
    "html": "the table as a page",
}
"""Suffix -> what it is: each table in a file of its own, written as soon as the tables are made."""

EXPORTS: dict[str, str] = {
    "docx": "the table for a manuscript in Word",
    "tex": "the table as a float for LaTeX",
}
"""The same, written beside the report, so that nothing waits for them."""

BOOKS: dict[str, str] = {
    "docx": "all tables for a manuscript in Word",
    "tex": "a document that takes in the tables' own files",
    "xlsx": "a sheet for each table, numbers as numbers, and a sheet of all numbers with every digit",
}
"""All tables in one file, tables/tables.<suffix>, by `bind(tables)` of the suffix's module."""

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
