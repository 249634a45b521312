"""When two numbers agree, and what is said where they don't."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from ipscohort.errors import Problem
from ipscohort.verify.refits import Printed

RELATIVE = 1e-6
"""How far R may be away, as a share of the number. Both sides iterate until nothing changes; what is left is rounding."""
OF_P = 5e-5
"""The same of a p at most. A small p moves by about the square of its statistic times as much as the statistic does."""
NEAR_ZERO = 1e-8
"""Below this share of its standard error, an estimate or a limit is as good as 0."""


ANEW = "run the study and the kit's scripts anew; if it stays so, the two do not give the same: report it"


@dataclass
class Comparison:
    """What one program's numbers were found to be.

    Attributes
    ----------
    program : str
    cells : int
        Numbers compared.
    compared : dict of str -> int
        Kind of thing (regressions, curves, tests) -> how many had all that they should.
    problems : list of Problem
        What differs or is missing.
    left_out : dict of str -> list of str
        Why something was not compared -> what.
    """

    program: str
    cells: int = 0
    compared: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)

    def cell(self, where: str, column: str, ours: Any, theirs: Printed | None, allowed: float) -> None:
        """Compare one number; blank on both sides agrees."""
        if ours is None and theirs is None:
            return
        self.cells += 1
        if ours is None or theirs is None or not abs(float(ours) - theirs.value) <= allowed:
            what = f"{column}: {_shown(ours)} here, {_shown(theirs and theirs.value)} in {self.program}"
            self.problems.append(Problem(where, what, ANEW))

    def missing(self, where: str, what: str, said: str = "") -> None:
        """Note what the program should have given, and did not."""
        self.problems.append(Problem(where, f"{what} in {self.program}" + (f", which says: {said}" if said else ""), ANEW))

    def leave_out(self, what: str, why: str) -> None:
        """Note what is not compared."""
        self.left_out.setdefault(why, []).append(what)

    def done(self, kind: str) -> None:
        """Count one thing as compared."""
        self.compared[kind] = self.compared.get(kind, 0) + 1


def allowed(column: str, ours: Any, theirs: Printed | None, row: dict[str, Any]) -> float:
    """How far a number may be away.

    Parameters
    ----------
    column : str
        Of the study's own file.
    ours : float or None
    theirs : Printed or None
        Half a unit of the last decimal, where the program printed few of them.
    row : dict
        The other numbers of its row: an error of a small p, of a ratio and of an estimate near 0 hangs on them.
    """
    if ours is None or theirs is None:
        return 0.0
    size = abs(float(ours))
    if theirs.decimals is not None:
        return 0.5 * 10.0**-theirs.decimals * (1 + 1e-6) + 1e-9 * size
    if column.endswith("p_value"):
        statistic = abs(row.get("statistic") or row.get("global_statistic") or 0.0)
        power = statistic if column.startswith("global") else statistic**2
        return size * min(RELATIVE * (1 + power), OF_P)
    if column.startswith("ratio"):
        return size * RELATIVE * max(1.0, abs(math.log(size)) if size else 1.0)
    if column == "statistic":
        return max(size * RELATIVE, NEAR_ZERO)
    return max(size * RELATIVE, NEAR_ZERO * (row.get("std_error") or 0.0))


def _shown(value: Any) -> str:
    return "nothing" if value is None else f"{float(value):.10g}"
