"""Tables 1, 2 and 3 of the shipped cohort read as Vukadin et al. 2022 prints them, its footnotes included."""

from __future__ import annotations

import pytest

from ipscohort.tables import make_table
from tests.support.pipeline import table_inputs
from tests.support.shipped import cohort, shipped

TABLE_1 = """\
Characteristics | All participants (N = 103)^a
Sex male, N (%) | 67 (65)
Mean age in years (SD) | 38.7 (9.7)
Married, N (%) | 5 (5)
Living independently, N (%) | 90 (87)
Born in the Netherlands, N (%) | 71 (69)
Low and medium level of education, N (%) | 80 (78)
Worked competitively in past 5 years, N (%) | 44 (45) (N = 98)
Disability benefits, N (%) | 60 (59) (N = 102)
Psychotic disorder, N (%) | 74 (72)
Mean score MHI-5 (mental health) (SD), range 0-100 | 45.1 (9.4) (N = 100)
Mean score RSE (self-esteem) (SD), range 0-30 | 18.4 (4.8) (N = 101)
a N varies between 98 and 103 due to missing data. N = 103 when the N is not indicated in the table
"""

TABLE_2 = """\
Employment outcomes | All participants (N = 103)
Obtained competitive employment (%) | 47 (46)
Median number of days until competitive job obtainment [IQR]^a | 200.5 [58.8-537.3]
Median number of days worked in competitive jobs [IQR]^b,c | 265.0 [93.0-512.0]
a Subsample of participants competitively employed, N = 46
b Subsample of participants competitively employed, N = 47
c Some workers also have a job of unknown start or end, whose time is not counted. Counting what is unknown, from none to as much \
as can be, the median lies between: all participants 265.0 and 485.0 (6 of 47).
"""
"""All but note c is what the paper prints; the note says what its number leaves open."""
OPEN = "Counted as no, but had a job of which it is not recorded whether it was competitive: all participants 2 (so 47 to 49 of 103, 46% to 48%)."
"""Below the table, without a mark."""

TABLE_3 = """\
Job category | All jobs (N) | Median hours/week worked per job [IQR]^a | Median number of days worked per job [IQR]^b
Professionals | 2 | 12.5 [-] | 194.0 [-]
Technicians and associate professionals | 5 | 24.0 [14.0-24.5] | 93.0 [77.5-496.0]
Clerical support workers | 14 | 20.0 [15.5-28.0] | 179.0 [45.0-360.0]
Service and sales workers | 12 | 23.0 [17.0-30.0] | 85.5 [14.3-229.5]
Plant and machine operators, and assemblers | 4 | 13.0 [10.0-28.0] | 420.0 [-]
Elementary occupations | 33 | 20.0 [14.0-30.0] | 210.0 [47.5-537.0]
Unknown job(s) | 3 | 24.0 [-] | 150.0 [-]
All job categories | 73 | 21.0 [15.8-25.8] | 179.0 [60.0-420.0]
a Based on 70 jobs due to missing data on total hours/week worked
b Based on 67 jobs due to missing data on total number of days worked
"""


@pytest.fixture(scope="module")
def inputs():
    return table_inputs(shipped(), cohort().settings)


def as_text(table):
    """The table line by line, cells between bars, a mark after ^, then the footnotes."""
    marks = table.marks()

    def marked(text, notes):
        return f"{text}^{','.join(marks[note] for note in notes)}" if notes else text

    lines = [[table.stub, *(marked(column.label, column.notes) for column in table.columns)]]
    lines += [[marked(row.label, row.notes), *(marked(cell.text, cell.notes) for cell in row.cells)] for row in table.rows()]
    return "".join(" | ".join(line) + "\n" for line in lines) + "".join(f"{mark} {note}\n" for note, mark in marks.items())


@pytest.mark.parametrize(("name", "expected"), [("paper_baseline", TABLE_1), ("paper_outcomes", TABLE_2), ("paper_jobs", TABLE_3)])
def test_a_table_reads_as_it_is_printed(inputs, name, expected):
    table = make_table(name, inputs)
    assert as_text(table) == expected
    assert table.synthetic
    assert [str(note) for note in table.notes] == ([OPEN] if name == "paper_outcomes" else [])
