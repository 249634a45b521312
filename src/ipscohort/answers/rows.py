"""Numbers of any other file between stages, as its contract describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.stages import FILES
from ipscohort.contracts import CONTRACTS
from ipscohort.display.numbers import Filter, Number
from ipscohort.display.printing import absent
from ipscohort.words import say


def definition(number: Number, material: Material) -> str:
    """The column's description, and the rows."""
    source = number.source
    told = material.described(source.file, source.column)
    said = told.description if told else source.column
    rows = ", ".join(f"{name} {wanted.value}" if isinstance(wanted, Filter) else f"{name} {wanted}" for name, wanted in source.where)
    return f"{_capital(say(said))}{f' ({rows})' if rows else ''}."


def about(number: Number, material: Material) -> About:
    """What a row of the file is; its N and warning where it has one."""
    source = number.source
    row = material.row(source.file, source.where)
    n, warning = row.get("n"), row.get("warning")
    return About(
        rules=_rules(number, row),
        behind="" if absent(n) or source.column == "n" else say("{n} persons.", n=n),
        warning="" if absent(warning) else str(warning),
        keys=material.keys(number),
    )


def _rules(number: Number, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The row's own rule, or what a row of the file is."""
    if not absent(row.get("rule")):
        return (str(row["rule"]),)
    contract = CONTRACTS.get(FILES[number.source.file].contract)
    return (say("A row of {file}: {rows}.", file=number.source.path, rows=say(contract.rows)),) if contract else ()


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
