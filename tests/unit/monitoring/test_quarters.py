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
    # Of fewer than five first jobs there is no median.
    # Everybody but P11 and P12 was included by the end of September 2015. At work in it: P03 1-10, P19 10-30, P17 from 20, P10 from 29
    # September; their first jobs began after 0, 9, 0 and 29 days. The quarter begins before the first inclusion, 31 August.
    ("2015Q3", 16, 4, 16, 4, 4, None, False),
    # The same 16: P09 was observed to 15 November. At work: P02, P06 (at least on 10 November), P07 (at least on 31 December, the known end),
    # P08, P09, P16, P17, P18, P19. Begun: P02 two, P06, P08, P09, P16, P18 two, P19. First jobs: P02 30, P08 30, P18 30, P09 61, P06 70, P16 91.
    ("2015Q4", 16, 9, 0, 9, 6, 45.5, True),
    # P09 has left, P12 (15 January) and P11 (29 February) have come. At work: P05 from 1 January, P07 11-20 January, P17 on 15 January, P15 in
    # February, P10 on 28 February, its last day. First jobs: P05 122, P15 153; P07's is unknown, P10's and P17's lie before.
    ("2016Q1", 17, 5, 2, 5, 2, None, True),
    # All others' six months are over. P12 from 1 June (day 138), P11 from 29 June (day 121), to the data lock on 30 June.
    ("2016Q2", 2, 2, 0, 2, 2, None, True),
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
    assert set(found["group"]) == {"all"} and found["site"].isna().all()
    shown = found[COLUMNS].astype(object).where(found[COLUMNS].notna(), None)
    assert [tuple(row) for row in shown.itertuples(index=False)] == BY_HAND
    assert found["rate"].tolist() == [4 / 16, 9 / 16, 5 / 17, 1.0]
    # Wilson by hand for 4 of 16: (4 + z2/2 -+ z sqrt(4 * 12 / 16 + z2/4)) / (16 + z2), z = 1.959964
    z2 = 1.959963984540054**2
    half = 1.959963984540054 * np.sqrt(4 * 12 / 16 + z2 / 4)
    assert found["conf_low"].iloc[0] == pytest.approx((4 + z2 / 2 - half) / (16 + z2), rel=1e-12)
    assert found["conf_high"].iloc[0] == pytest.approx((4 + z2 / 2 + half) / (16 + z2), rel=1e-12)


def by_team(cleaned, teams, levels: tuple[str, ...]) -> pd.DataFrame:
    """Quarters of everybody and of teams that persons are put into, by their order."""
    settings, records, found = cleaned
    people = found.participants.assign(team=pd.Series(teams, dtype="string"))
    info = replace(next(iter(records.codebook.variables.values())), levels=levels)
    book = replace(records.codebook, variables={**records.codebook.variables, "team": info})
    return quarters(people, found.jobs, book, settings.model_copy(update={"monitoring": Monitoring(site="team")}))


COUNTS = ["n_active", "n_employed", "n_included", "n_job_starts", "n_first_jobs"]


def assert_they_add_up(rows: pd.DataFrame) -> None:
    added = rows[rows["group"] != "all"].groupby("quarter")[COUNTS].sum()
    assert added.to_numpy().tolist() == rows[rows["group"] == "all"].set_index("quarter")[COUNTS].to_numpy().tolist()


def test_sites_add_up_to_everybody(cleaned):
    n = len(cleaned[2].participants)
    rows = by_team(cleaned, np.where(np.arange(n) % 3 == 0, "north", "south"), ("north", "south"))
    assert rows["site"].drop_duplicates().fillna("-").tolist() == ["-", "north", "south"]
    assert_they_add_up(rows)


def test_persons_without_a_site_have_rows_of_their_own(cleaned):
    n = len(cleaned[2].participants)
    rows = by_team(cleaned, [None if k % 4 == 0 else "north" for k in range(n)], ("north", "south"))
    assert rows["group"].drop_duplicates().tolist() == ["all", "site", "site not known"]
    assert rows.loc[rows["group"].eq("site not known"), "n_included"].sum() == len(range(0, n, 4))
    assert_they_add_up(rows)
    table = quarters_table(rows, cleaned[0])
    assert [group.label for group in table.groups] == ["All participants", "north", "south", "Site not known"]


def test_a_site_may_be_called_all(cleaned):
    rows = by_team(cleaned, ["all"] * len(cleaned[2].participants), ("all",))
    assert rows["group"].drop_duplicates().tolist() == ["all", "site"]
    assert_they_add_up(rows)


def test_a_quarter_is_whole_of_each_site_by_itself(cleaned):
    """P11 and P12 came in the first quarter of 2016 and stayed to the end of the second; all others had left before."""
    people = cleaned[2].participants
    late = people["inclusion_date"].ge(pd.Timestamp("2016-01-01"))
    rows = by_team(cleaned, np.where(late, "late", "early"), ("early", "late")).set_index(["site", "quarter"])["complete"]
    assert rows["late"].to_dict() == {"2015Q3": False, "2015Q4": False, "2016Q1": False, "2016Q2": True}
    assert rows["early"].to_dict() == {"2015Q3": False, "2015Q4": True, "2016Q1": False, "2016Q2": False}


def test_the_last_day_of_a_job_counts_as_the_settings_say(cleaned):
    """P07's dated job ends on a day that begins no quarter; P03's job of 1 to 10 September made to end on 1 October has that one day in it."""
    settings, records, found = cleaned
    people = found.participants.set_index("id")
    jobs = found.jobs.copy()
    mine = jobs.index[jobs["id"].eq("P03")][0]
    jobs.loc[mine, "end_day"] = (pd.Timestamp("2015-10-01") - people.loc["P03", "inclusion_date"]).days
    employed = {}
    for rule in ("counted", "not_counted"):
        chosen = settings.model_copy(update={"outcomes": settings.outcomes.model_copy(update={"last_day": rule})})
        rows = quarters(found.participants, jobs, records.codebook, chosen).set_index("quarter")
        employed[rule] = rows["n_employed"].to_dict()
        assert any("not counted as a day" in note for note in quarters_table(rows.reset_index(), chosen).notes) == (rule == "not_counted")
    assert employed["counted"]["2015Q4"] == employed["not_counted"]["2015Q4"] + 1


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
    to, median = {"en": ("to", "45.5"), "nl": ("tot", "45,5"), "de": ("bis", "45,5")}[language]
    assert [cell.text for cell in list(table.rows())[1].cells] == ["16", "9", f"56 (33 {to} 77)", "0", "9", "6", median]
    assert table.synthetic
    assert "56%" in alt and "2015Q4" in alt and "100%" in alt
    assert any("41%" in text.get_text() for text in figure.axes[0].texts)
    assert (table.title == "Employment by calendar quarter") == (language == "en")
