"""How a table is drawn: a module for each suffix in catalogue.formats, with `render(table)`."""

from __future__ import annotations

from importlib import import_module

from ipscohort.catalogue.formats import TABLE_FORMATS
from ipscohort.tables.content import Table


def render(table: Table, suffix: str) -> bytes:
    """A table in one format.

    Parameters
    ----------
    table : Table
    suffix : str
        One of catalogue.formats.TABLE_FORMATS.

    Returns
    -------
    bytes
        A file's content; text as UTF-8. The same table gives the same bytes.
    """
    if suffix not in TABLE_FORMATS:
        raise ValueError(f"no format '{suffix}': see catalogue/formats.py")
    drawn = import_module(f"{__name__}.{suffix}").render(table)
    return drawn if isinstance(drawn, bytes) else drawn.encode("utf-8")
