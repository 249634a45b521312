"""`python -m ipscohort explain`: what a printed number is, as the report says it."""

from __future__ import annotations

from functools import reduce
from operator import add
from pathlib import Path

from ipscohort.answers import Answers
from ipscohort.answers.find import find, rows_below
from ipscohort.answers.text import as_text
from ipscohort.catalogue.letters import seen
from ipscohort.catalogue.stages import FILES
from ipscohort.config import Cohort
from ipscohort.errors import Problem, UserError
from ipscohort.words import speaking

NAMES = tuple(name for name in FILES if name.endswith("answers"))
"""The files between stages that hold answers."""


def explain(cohort: Cohort, name: str, row: str | None = None, results: Path = Path("results")) -> str:
    """What a number of a cohort's results, or each number of a table's row, is.

    Parameters
    ----------
    cohort : Cohort
    name : str
        A number's id, or a table.
    row : str, optional
        The row in words.
    results : Path
        The folder of all results, where the settings name none.

    Raises
    ------
    UserError
        There are no results yet, or no such number, table or row.
    """
    folder = cohort.results(results)
    paths = [path for path in (folder / FILES[each].path for each in NAMES) if path.is_file()]
    if not paths:
        run = f"run: snakemake --cores all --configfile {cohort.path.as_posix()}"
        raise UserError("There is nothing to explain yet.", [Problem((folder / FILES["answers"].path).as_posix(), "is not there", run)])
    answers = reduce(add, map(Answers.read, paths))
    with speaking(cohort.settings.language):
        found = find(answers, name, row)
        below = [f'  {name} "{under}"' for under in rows_below(answers, found)] if row else []
        more = "\n".join(["", "Rows below it, to be asked for alike:", *below, ""]) if below else ""
        return seen(as_text(found, answers.notice) + more)
