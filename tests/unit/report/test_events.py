"""What the report says of a time with an event: events of those in the crude model, its median, then the hazard ratio."""

from __future__ import annotations

import pandas as pd

from ipscohort.display.numbers import Cell
from ipscohort.report.findings import questions
from tests.support import page as whole


def finding(inputs=None):
    return next(f for f in questions(inputs or whole.inputs())[0].findings if f.role == "secondary, Cox regression")


def test_events_and_medians_stand_before_the_hazard_ratio():
    said = [phrase.text for phrase in finding().found]
    assert said[:3] == [
        "First jobs: 26 of 48 (median 609.0 days) in second half, 20 of 54 (median not reached) in first half.",
        "Adjusted hazard ratio (95% CI) 2.41 (1.24 to 4.66), p = 0.009, n = 94.",
        "Crude 1.81 (1.01 to 3.24), n = 102; crude on the same persons 1.76 (0.96 to 3.21), n = 94.",
    ]


def test_their_numbers_are_those_of_the_tidy_rows():
    inputs = whole.inputs()
    cells = [part for part in finding().found[0].parts if isinstance(part, Cell)]
    for number in (number for cell in cells for number in cell.numbers):
        frame: pd.DataFrame = getattr(inputs, number.source.file)
        row = number.source.rows(frame)
        assert len(row) == 1 and float(row[number.source.column].iloc[0]) == number.value


def test_the_one_who_worked_at_an_unknown_time_is_a_doubt_with_what_it_does_to_the_hazard_ratio():
    doubts = " ".join(phrase.text for phrase in finding().doubt)
    assert "1 person who worked at an unknown time is left out, though all who worked had the event" in doubts
    assert "the hazard ratio lies about between 2.53 and 2.56." in doubts


def test_a_p_of_proportional_hazards_answers_as_that_and_not_as_the_hazard_ratios():
    told = {answer.definition for answer in whole.inputs().answers.all if answer.source.startswith("models/proportional_hazards.csv")}
    assert "P of the test of proportional hazards (Funding); Time to first job on Funding, adjusted." in told
    assert "P of the test of proportional hazards (all terms together); Time to first job on Funding, crude." in told
    assert not any("log hazard ratio" in text for text in told)
