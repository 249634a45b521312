"""Quarters of the hand-written cohort, worked out by hand from tests/spec/cohort20 (persons and days: expected.yaml)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ipscohort.config import load_cohort
from ipscohort.config.monitoring import Monitoring
from ipscohort.errors import UserError
from ipscohort.monitoring import draw_quarters, quarters, quarters_table
from ipscohort.monitoring.chart import alt_of
from ipscohort.run.pipeline import Cleaned, clean, read
from ipscohort.words import speaking

SPEC = Path(__file__).parents[2] / "spec" / "cohort20" / "cohort20.yaml"

BY_HAND = [
    # Everybody but P11 and P12 was included by the end of September 2015. At work in it: P03 1-10, P19 10-30, P17 from 20, P10 from 29
    # September; their first jobs began after 0, 9, 0 and 29 days. The quarter begins before the first inclusion, 31 August.
    ("2015Q3", 16, 4, 16, 4, 4, 4.5, False),
    # The same 16: P09 was observed to 15 November. At work: P02, P06 (at least on 10 November), P07 (at least on 31 December, the known end),
    # P08, P09, P16, P17, P18, P19. Begun: P02 two, P06, P08, P09, P16, P18 two, P19. First jobs: P02 30, P08 30, P18 30, P09 61, P06 70, P16 91.
    ("2015Q4", 16, 9, 0, 9, 6, 45.5, True),
    # P09 has left, P12 (15 January) and P11 (29 February) have come. At work: P05 from 1 January, P07 11-20 January, P17 on 15 January, P15 in
    # February, P10 on 28 February, its last day. First jobs: P05 122, P15 153; P07's is unknown, P10's and P17's lie before.
    ("2016Q1", 17, 5, 2, 5, 2, 137.5, True),
    # All others' six months are over. P12 from 1 June (day 138), P11 from 29 June (day 121), to the data lock on 30 June.
    ("2016Q2", 2, 2, 0, 2, 2, 129.5, True),
]
COLUMNS = ["quarter", "n_active", "n_employed", "n_included", "n_job_starts", "n_first_jobs", "days_to_first_job", "complete"]


@pytest.fixture(scope="module")
def cleaned() -> tuple:
    cohort = load_cohort(SPEC)
    settings = cohort.settings.model_copy(update={"monitoring": Monitoring(benchmarks={"average": 41})})
    records = read(settings, cohort.files())
    return settings, records, clean(settings, records)


def counted(settings, records, found: Cleaned, **monitoring) -> pd.DataFrame:
    chosen = settings.model_copy(update={"monitoring": Monitoring(**monitoring)})
    return quarters(found.participants, found.jobs, records.codebook, chosen)


def test_every_number_is_that_worked_out_by_hand(cleaned):
    found = counted(*cleaned)
    assert set(found["site"]) == {"all"}
    assert [tuple(row) for row in found[COLUMNS].itertuples(index=False)] == BY_HAND
    assert found["rate"].tolist() == [4 / 16, 9 / 16, 5 / 17, 1.0]
    # Wilson by hand for 4 of 16: (4 + z2/2 -+ z sqrt(4 * 12 / 16 + z2/4)) / (16 + z2), z = 1.959964
    z2 = 1.959963984540054**2
    half = 1.959963984540054 * np.sqrt(4 * 12 / 16 + z2 / 4)
    assert found["conf_low"].iloc[0] == pytest.approx((4 + z2 / 2 - half) / (16 + z2), rel=1e-12)
    assert found["conf_high"].iloc[0] == pytest.approx((4 + z2 / 2 + half) / (16 + z2), rel=1e-12)


def test_sites_add_up_to_everybody(cleaned):
    settings, records, found = cleaned
    team = pd.Series(np.where(np.arange(len(found.participants)) % 3 == 0, "north", "south"), dtype="string")
    people = found.participants.assign(team=team)
    info = replace(next(iter(records.codebook.variables.values())), levels=("north", "south"))
    book = replace(records.codebook, variables={**records.codebook.variables, "team": info})
    chosen = settings.model_copy(update={"monitoring": Monitoring(site="team")})
    rows = quarters(people, found.jobs, book, chosen)
    assert rows["site"].drop_duplicates().tolist() == ["all", "north", "south"]
    counts = ["n_active", "n_employed", "n_included", "n_job_starts", "n_first_jobs"]
    added = rows[rows["site"] != "all"].groupby("quarter")[counts].sum()
    assert added.to_numpy().tolist() == rows[rows["site"] == "all"].set_index("quarter")[counts].to_numpy().tolist()


def test_a_site_that_is_no_variable_is_named(cleaned):
    with pytest.raises(UserError, match="no category of the participants is called 'tema'"):
        counted(*cleaned, site="tema")


def test_records_without_dates_are_refused(cleaned):
    settings, records, found = cleaned
    with pytest.raises(UserError, match="it needs dates"):
        quarters(found.participants, found.jobs, replace(records.codebook, dated=False), settings)


@pytest.mark.parametrize("language", ["en", "nl", "de"])
def test_table_and_chart_say_what_was_counted(cleaned, language):
    settings, records, found = cleaned
    rows = quarters(found.participants, found.jobs, records.codebook, settings)
    with speaking(language):
        table, figure, alt = quarters_table(rows, settings), draw_quarters(rows, settings), alt_of(rows)
    assert [row.label for row in table.rows()] == ["2015Q3*", "2015Q4", "2016Q1", "2016Q2"]
    to = {"en": "to", "nl": "tot", "de": "bis"}[language]
    assert [cell.text for cell in list(table.rows())[1].cells] == ["16", "9", f"56 (33 {to} 77)", "0", "9", "6", "45.5"]
    assert table.synthetic
    assert "56%" in alt and "2015Q4" in alt and "100%" in alt
    assert any("41%" in text.get_text() for text in figure.axes[0].texts)
    assert (table.title == "Employment by calendar quarter") == (language == "en")
