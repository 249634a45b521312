"""Cut-offs of numbers and scores, and their references: a number that is there, and a name that is free."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import FiniteFloat

from ipscohort.config.base import Strict, Text, as_text
from ipscohort.config.plain import Report, at, mapping
from ipscohort.errors import nearest

KEYS = ("ingest", "cut_offs")


class CutOff(Strict):
    """A yes/no variable made of a number: yes below a cut-off, no from it on, missing where the number is."""

    of: Text
    """The number, scale or wave that it is about."""
    below: FiniteFloat
    """The cut-off: who is lower is `yes`, who has just this value is `no`."""
    label: Text
    """How tables name it, such as: Psychologically unhealthy (MHI-5 below 60)."""
    source: Text
    """Where the cut-off comes from, such as a publication with its DOI; it stands with the definition."""


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
