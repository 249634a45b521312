"""What is said of how long the first job lasted, where the settings ask for it."""

from __future__ import annotations

from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Number, Phrase, source, tell
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.summaries import count_cell, plain
from ipscohort.tables.time_to_first_job import TENURE, key_of


def tenure_of_everybody(inputs: ReportInputs) -> list[Phrase]:
    """'Median time in the first job 200.0 (93.0 to 420.0) days (Kaplan-Meier, 42 first jobs, 38 of them ended; 2 left out, ...).'"""
    rows = inputs.survival_estimates
    rows = rows[rows["measure"].eq(TENURE) & rows["exposure"].eq("all") & rows["n"].gt(0)]
    if rows.empty:
        return []
    row, style = rows.iloc[0], inputs.style
    key, decimals = key_of(row, {"exposure": "all", "level": "all"}), inputs.settings.tables.decimals
    numbers = {
        name: Number(name, plain(row[name]), source("survival_estimates", name, **key)) for name in ("estimate", "conf_low", "conf_high")
    }
    found: dict[str, object] = {
        name: count_cell(row[column], source("survival_estimates", column, **key), style=style)
        for name, column in (("n", "n"), ("ended", "n_events"), ("out", "n_excluded"))
    }
    if printing.absent(row["estimate"]):
        said = tell(
            "Median time in the first job not reached (Kaplan-Meier, {n} first jobs, {ended} of them ended; {out} left out).", **found
        )
    else:
        low, high = (printing.reached(row[name], decimals, style) for name in ("conf_low", "conf_high"))
        text = f"{printing.number(row['estimate'], decimals, style=style)} {style.enclosed(f'{low}{style.between(0.0)}{high}')}"
        found["median"] = Cell(text, tuple(numbers.values()))
        said = tell(
            "Median time in the first job {median} days (Kaplan-Meier, {n} first jobs, {ended} of them ended; {out} left out, as start or end is "
            "unknown).",
            **found,
        )
    return [Phrase("card.time.tenure", said.parts)]
