"""The roadmap as a table: a group of rows for each region, a row for each step, and how many regions have done it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ipscohort.contracts.themes import STATES
from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Number, source
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import plain
from ipscohort.themes.inputs import Inputs
from ipscohort.themes.roadmap import NOT_RECORDED
from ipscohort.words import later, say

NAME, TITLE = "roadmap", later("The roadmap")
WORDS = {
    "done": later("done"),
    "partly": later("partly done"),
    "intended": later("intended"),
    "not done": later("not done"),
    NOT_RECORDED: later("not recorded"),
}
OPEN = later("Steps not done, or of which nothing is recorded: {steps}.")
NO_DATES = later("No date is recorded.")
READING = later("States are our reading of the source.")
FACTS = later("Facts of {source}, in other words than theirs; states are our reading of them.")


def roadmap_table(inputs: Inputs) -> Table:
    """State, date, who took part and what was agreed, of each step in each region."""
    columns = tuple(Column(text, text=True) for text in (say("State"), say("When"), say("Who"), say("Agreement")))
    steps = inputs.of.steps
    groups = [
        RowGroup(str(region), tuple(Row(step_label(inputs, row), _cells(row)) for row in of.to_dict("records")))
        for region, of in steps.groupby("region", sort=False)
    ]
    groups.append(RowGroup(say("All regions"), tuple(_everywhere(inputs))))
    source_of = inputs.themes.roadmap.source
    synthetic = inputs.made_up(published=source_of is not None)
    notes = tuple(
        filter(
            None, (say(FACTS, source=source_of) if source_of else "", _open(inputs), say(NO_DATES) if steps["date"].isna().all() else "")
        )
    )
    return Table(NAME, say(TITLE), say("Step"), columns, tuple(groups), notes, synthetic)


def step_label(inputs: Inputs, row: dict[str, Any]) -> str:
    """'Step 2: Make a work plan'."""
    return say("Step {number}: {label}", number=int(row["number"]), label=inputs.themes.roadmap.steps[str(row["step"])])


def state_word(state: Any) -> str:
    """How a state is shown."""
    return say(WORDS[NOT_RECORDED if printing.absent(state) else str(state)])


def when(row: dict[str, Any]) -> str:
    """'2021-03-15', or '2021-03' where only the month is known."""
    return "" if printing.absent(row["date"]) else row["date"].strftime("%Y-%m" if row["month_only"] else "%Y-%m-%d")


def _cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        Cell(state_word(row["state"])),
        Cell(when(row)),
        *(Cell("" if printing.absent(row[name]) else row[name]) for name in ("who", "agreement")),
    )


def _everywhere(inputs: Inputs) -> Iterator[Row]:
    """How many regions have come how far with each step."""
    for number, of in inputs.of.states.groupby("number", sort=False):
        rows = [row for row in of.to_dict("records") if row["n"]]
        text = ", ".join(say("{state} {n}", state=state_word(row["state"]), n=printing.count(row["n"], inputs.style)) for row in rows)
        numbers = tuple(Number("n", plain(row["n"]), source("roadmap_states", "n", step=row["step"], state=row["state"])) for row in rows)
        yield Row(step_label(inputs, {"number": number, "step": of["step"].iloc[0]}), (Cell(text, numbers), Cell(), Cell(), Cell()))


def _open(inputs: Inputs) -> str:
    """Which steps are not done or not recorded, by region."""
    said = []
    for region, of in inputs.of.steps.groupby("region", sort=False):
        for state in (*STATES[1:], None):
            rows = of[of["state"].isna() if state is None else of["state"].eq(state).fillna(False)]
            if len(rows):
                said.append(f"{region}, {state_word(state)}: {', '.join(str(number) for number in rows['number'])}")
    return say(OPEN, steps="; ".join(said)) if said else ""
