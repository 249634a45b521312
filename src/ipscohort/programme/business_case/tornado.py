"""One-way sensitivity as bars: what each input at its lowest and at its highest makes of the cost, and of the cost per unit of the outcome where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscohort.display import printing
from ipscohort.display.business_case import GROSS
from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import INK, LINE, SMALL, absent_figure, broken, colour, lines_of, new_figure, note_below
from ipscohort.programme.business_case.figures import numbered, told_of
from ipscohort.programme.business_case.incremental import NOISE
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.words import later, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR = 0.36
"""Inches of a bar."""
ENDS = ("low", "high")
NOT_DRAWN = later("Not drawn, as they change nothing that is shown: {inputs}.")
NO_RATIO_AT = later("No cost per unit of the outcome, as it has no meaning at one of their ends: {inputs}.")
NO_ENDS = later("No input has a lowest and a highest value that change the cost.")
ONE_WAY = later("Perspective: {who}. Persons: {n}. Upright line: all inputs as they are, {base}.")
TWO_WAYS = later("Perspective: {who}. Persons: {n}. Upright lines: all inputs as they are, {base} and {ratio} per unit of the outcome.")
PER_UNIT = {
    "days_worked": later("Cost per day worked more ({currency})"),
    "job_obtained": later("Cost per person more who obtained a job ({currency})"),
}
PER_UNIT_GROSS = {
    "days_worked": later("Cost per day worked ({currency})"),
    "job_obtained": later("Cost per person who obtained a job ({currency})"),
}


def _rows(inputs: Inputs, kind: str) -> pd.DataFrame:
    """Rows of a kind; the ratio is a cost of what is gained only where more of the outcome is had at a higher cost."""
    rows = inputs.found.varied
    rows = rows[rows["kind"].eq(kind)]
    gained = (rows["cost"].astype(float) > 0) & (rows["effect"].astype(float) > 0)
    return rows.assign(cost=rows["cost"].astype(float), ratio=rows["ratio"].astype(float).where(gained))


def _base(inputs: Inputs, of: str) -> float:
    """The cost or the ratio with all inputs as they are; NaN without one."""
    return float(_rows(inputs, "base")[of].iloc[0])


def _bars(inputs: Inputs) -> pd.DataFrame:
    """A row per input, by its name and label: cost and ratio at either end, and how far these are apart, 0 where by no more than rounding leaves; those that
    move the cost most come first.
    """
    wide = _rows(inputs, "one_way").pivot(index=["name", "label"], columns="end", values=["cost", "ratio"])
    if wide.empty:
        return wide
    wide.columns = [f"{of}_{end}" for of, end in wide.columns]
    for of in ("cost", "ratio"):
        width = (wide[f"{of}_high"] - wide[f"{of}_low"]).abs()
        drawn = _has_ratio(inputs) if of == "ratio" else True
        wide[f"{of}_width"] = width.where(width > NOISE * max(1.0, abs(_base(inputs, of))), 0.0) if drawn else 0.0
    return wide.reset_index().sort_values(["cost_width", "ratio_width"], ascending=False, kind="stable").reset_index(drop=True)


def _has_ratio(inputs: Inputs) -> bool:
    """Whether there is a cost per unit of the outcome with all inputs as they are."""
    return not printing.absent(_base(inputs, "ratio"))


def _drawn(bars: pd.DataFrame) -> pd.DataFrame:
    """Those that change something."""
    return bars if bars.empty else bars[(bars["cost_width"] > 0) | (bars["ratio_width"] > 0)].reset_index(drop=True)


def _others(inputs: Inputs, bars: pd.DataFrame) -> list[str]:
    """Names of those that change nothing, and of those that have no ratio at an end."""
    if bars.empty:
        return []
    lost = bars[bars[["ratio_low", "ratio_high"]].isna().any(axis=1)] if _has_ratio(inputs) else bars.iloc[:0]
    still = bars[bars["cost_width"].eq(0) & bars["ratio_width"].eq(0) & ~bars["name"].isin(lost["name"])]
    told = [say(NOT_DRAWN, inputs="; ".join(still["label"]))] if len(still) else []
    return [*told, say(NO_RATIO_AT, inputs="; ".join(lost["label"]))] if len(lost) else told


def _decimals(inputs: Inputs) -> int:
    """Decimals of a cost per unit of the outcome."""
    return 0 if inputs.case.outcome == "job_obtained" else inputs.tables.estimate_decimals


def draw_tornado(inputs: Inputs) -> Figure:
    """A bar per input with limits, from its lowest to its highest: of the cost, and beside it of the cost per unit of the outcome."""
    found = _bars(inputs)
    bars, width = _drawn(found), inputs.figures.width / MILLIMETRES
    if bars.empty:
        return absent_figure(width, say(NO_ENDS), inputs.synthetic)
    note = _note(inputs, found)
    figure = new_figure(width, 1.0 + BAR * len(bars) + LINE * (lines_of(note, width) + 1), inputs.synthetic)
    note_below(figure, note)
    shown = [of for of in ("cost", "ratio") if of == "cost" or _has_ratio(inputs)]
    panels = figure.subplots(1, len(shown), sharey=True, squeeze=False)[0]
    for of, axes in zip(shown, panels, strict=True):
        _draw(inputs, axes, bars, of)
    panels[0].set_yticks(range(len(bars)), [broken(label, 1.7) for label in bars["label"]], fontsize=SMALL)
    panels[0].invert_yaxis()
    for axes in panels[1:]:
        axes.tick_params(axis="y", length=0)
    _legend(inputs, panels[0])
    return figure


def _draw(inputs: Inputs, axes: Axes, bars: pd.DataFrame, of: str) -> None:
    """Bars of the cost or of the ratio."""
    base = _base(inputs, of)
    for place, row in enumerate(bars.to_dict("records")):
        ends = [row[f"{of}_{end}"] for end in ENDS]
        if row[f"{of}_width"] > 0 and not any(map(printing.absent, ends)):
            for value, position in zip(ends, (1, 0), strict=True):
                axes.barh(place, value - base, left=base, height=0.62, color=colour(inputs.figures.palette, position), zorder=2)
    axes.axvline(base, color=INK, linewidth=0.9, zorder=3)
    axes.set_xlabel(_axis_words(inputs, of))
    numbered(axes.xaxis, inputs)


def _note(inputs: Inputs, found: pd.DataFrame) -> str:
    style, base = inputs.style, printing.number(_base(inputs, "cost"), 0, style=inputs.style)
    told = {"who": inputs.whom(inputs.case.perspective), "n": printing.count(int(inputs.found.varied["n"].iloc[0]), style), "base": base}
    if _has_ratio(inputs):
        first = say(TWO_WAYS, **told, ratio=printing.number(_base(inputs, "ratio"), _decimals(inputs), style=style))
    else:
        first = say(ONE_WAY, **told)
    note = " ".join([first, *_others(inputs, found), *told_of(inputs)])
    return note if inputs.case.comparator else f"{say(GROSS)} {note}"


def _axis_words(inputs: Inputs, of: str) -> str:
    case = inputs.case
    if of == "ratio":
        return say((PER_UNIT if case.comparator else PER_UNIT_GROSS)[case.outcome], currency=case.currency)
    if case.comparator:
        return say("Difference in cost per person ({currency})", currency=case.currency)
    return say("Cost of the programme per person ({currency})", currency=case.currency)


def _legend(inputs: Inputs, axes: Axes) -> None:
    from matplotlib.patches import Patch

    words = ((say("lowest"), 1), (say("highest"), 0))
    handles = [Patch(color=colour(inputs.figures.palette, position), label=label) for label, position in words]
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)


def alt_of_tornado(inputs: Inputs) -> str:
    """Each input with the cost, and the cost per unit of the outcome, at its lowest and its highest, in words."""
    found = _bars(inputs)
    bars = _drawn(found)
    if bars.empty:
        return say(NO_ENDS)
    told = [_listed(inputs, bars, "cost", 0)]
    if _has_ratio(inputs) and (bars["ratio_width"] > 0).any():
        told.append(_listed(inputs, bars, "ratio", _decimals(inputs)))
    return " ".join([*told, *_others(inputs, found)])


def _listed(inputs: Inputs, bars: pd.DataFrame, of: str, decimals: int) -> str:
    rows = bars[bars[f"{of}_width"] > 0].to_dict("records")
    ends = ((row["label"], *(printing.number(row[f"{of}_{end}"], decimals, style=inputs.style) for end in ENDS)) for row in rows)
    said = "; ".join(say("{label}: {low} to {high}", label=label, low=low, high=high) for label, low, high in ends)
    return f"{_axis_words(inputs, of)}: {said}."
