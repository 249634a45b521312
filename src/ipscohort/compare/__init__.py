"""Several cohorts side by side: outcomes, estimates and curves, and pooled estimates of exposures that are declared comparable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipscohort.compare import figures, tables
from ipscohort.compare.absent import declaring, not_pooled, why_absent
from ipscohort.compare.cohorts import Ran, ran
from ipscohort.compare.differences import beside, defined_otherwise, in_two, written_out
from ipscohort.compare.effects import OUTCOMES, effects, outcomes, pooled
from ipscohort.compare.tables import NOTHING_COMPARABLE
from ipscohort.display.printing import SYNTHETIC
from ipscohort.figures import house_style, save_figure
from ipscohort.files.tableio import write_bytes, write_frame, write_text
from ipscohort.tables.render import bind, render

__all__ = ["Comparison", "compare", "side_by_side", "write_comparison"]

TABLES = ("html", "csv", "docx")
PICTURES = ("svg", "pdf", "png")


@dataclass(frozen=True)
class Comparison:
    """What was found.

    Attributes
    ----------
    cohorts : list of Ran
    outcomes, effects, pooled : DataFrame
        See `effects.outcomes`, `effects.effects` and `effects.pooled`.
    said : list of str
        What a reader must know of the whole: persons in two cohorts, why something that is declared comparable stands alone, and
        definitions that differ, as each cohort has them.
    """

    cohorts: list[Ran]
    outcomes: pd.DataFrame
    effects: pd.DataFrame
    pooled: pd.DataFrame
    said: list[str]

    @property
    def synthetic(self) -> bool:
        """Whether any cohort's records are made up."""
        return any(cohort.settings.synthetic for cohort in self.cohorts)


def compare(files: list[Path], results: Path) -> Comparison:
    """Set the results of several cohorts side by side and pool what is comparable.

    Parameters
    ----------
    files : list of Path
        Their settings files; each cohort must have been run.
    results : Path
        The folder that holds each cohort's results where its settings name no other.

    Raises
    ------
    UserError
        See `cohorts.ran`.
    """
    return side_by_side(ran(files, results))


def side_by_side(cohorts: list[Ran]) -> Comparison:
    """The same of cohorts that are read already."""
    found, twice = effects(cohorts), in_two(cohorts)
    measures = list(dict.fromkeys([*OUTCOMES, *found["outcome"]]))
    names = list(dict.fromkeys(name for measure in measures for name in defined_otherwise(cohorts, measure)))
    nothing = [] if len(found) else [NOTHING_COMPARABLE]
    said = [*_made_up(cohorts), *twice.values(), *nothing, *not_pooled(cohorts, found), *written_out(cohorts, names)]

    def warnings(rows: pd.DataFrame) -> Iterator[str]:
        among = [cohort for cohort in cohorts if cohort.name in set(rows["cohort"])]
        yield from why_absent(declaring(cohorts, rows["comparable"].iloc[0]), rows)
        yield from beside(among, rows["outcome"].iloc[0])
        yield from (text for pair, text in twice.items() if pair <= set(rows["cohort"]))

    return Comparison(cohorts, outcomes(cohorts), found, pooled(cohorts, found, warnings), said)


def _made_up(cohorts: Sequence[Ran]) -> list[str]:
    """Which cohorts are synthetic, where others are not."""
    names = [cohort.name for cohort in cohorts if cohort.settings.synthetic]
    return [f"Made-up records: {', '.join(names)} only."] if 0 < len(names) < len(cohorts) else []


def write_comparison(comparison: Comparison, folder: Path) -> None:
    """Write the tidy files, the tables in every form, and the figures."""
    for name in ("outcomes", "effects", "pooled"):
        write_frame(getattr(comparison, name), folder / f"{name}.csv")
    synthetic = comparison.synthetic
    shown = [
        tables.outcomes_table(comparison.outcomes, comparison.cohorts, comparison.said, synthetic),
        tables.estimates_table(comparison.effects, comparison.pooled, comparison.said, synthetic),
    ]
    for table in shown:
        for suffix in TABLES:
            write_bytes(folder / "tables" / f"{table.name}.{suffix}", render(table, suffix))
    write_bytes(folder / "tables" / "tables.docx", bind(shown, "docx"))
    with house_style():
        drawn = {
            "forest": figures.forest(comparison.effects, comparison.pooled, synthetic),
            "curves": figures.curves(comparison.cohorts, synthetic),
        }
    for name, figure in drawn.items():
        for suffix in PICTURES:
            save_figure(figure, folder / "figures" / f"{name}.{suffix}", 300, figures.TITLE[name], _alt(comparison, name))
    write_text(folder / "README.txt", _readme(comparison))


def _alt(comparison: Comparison, name: str) -> str:
    names = ", ".join(cohort.name for cohort in comparison.cohorts)
    return f"{figures.TITLE[name]}: {names}. The numbers stand in the tables beside it."


def _readme(comparison: Comparison) -> str:
    lines = [SYNTHETIC] if comparison.synthetic else []
    lines += [f"Cohorts side by side: {', '.join(f'{cohort.name} ({cohort.title})' for cohort in comparison.cohorts)}."]
    lines += [
        "outcomes.csv, effects.csv: one row per cohort and outcome, or estimate. pooled.csv: pooled estimates, and each cohort left out."
    ]
    return "\n".join([*lines, *comparison.said, ""])
