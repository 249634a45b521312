"""References of `ingest.cut_offs`: a number that is there, and a name that is free."""

from __future__ import annotations

from collections.abc import Collection

from ipscohort.config.base import as_text
from ipscohort.config.plain import Report, at, mapping
from ipscohort.errors import nearest

KEYS = ("ingest", "cut_offs")


def check_cut_offs(values: dict, types: dict[str, str], reserved: Collection[str], report: Report) -> None:
    """Report a cut-off of no number, and a name that another variable has.

    Parameters
    ----------
    values : dict
        The settings file's plain values.
    types : dict of str -> str
        Variables by name -> type, without cut-offs.
    reserved : collection of str
        Names of the contract.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    numbers = [name for name, kind in types.items() if kind == "number"]
    for name, settings in mapping(values, *KEYS).items():
        of = as_text(at(settings, "of"))
        if as_text(name) in reserved or as_text(name) in types:
            report((*KEYS, name), f"'{name}' is the name of something else", "choose another name")
        if isinstance(of, str) and of not in numbers:
            what = f"there is no number or scale '{of}'" if of not in types else f"'{of}' is a {types[of]}, and a cut-off is of a number"
            report((*KEYS, name, "of"), what, nearest(of, numbers))
