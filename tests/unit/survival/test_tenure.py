"""Which job is the first, when it ended, who is left out, and that nothing is added where nothing is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ipscohort.answers.material import Material
from ipscohort.answers.survival import definition
from ipscohort.config.analysis import Survival
from ipscohort.contracts import PERSONS
from ipscohort.files.exchange import Read
from ipscohort.outcomes.spell_arrays import Spells
from ipscohort.outcomes.tenure import first_job_tenure
from ipscohort.report.cards import cards
from ipscohort.survival import estimate_survival
from ipscohort.tables import make_table
from tests.reference import cohorts
from tests.reference.test_r_survival import YEAR
from tests.support import page as whole
from tests.support.parts import for_survival
from tests.support.pipeline import table_inputs
from tests.support.shipped import cohort, shipped

NAN = np.nan


def tenure(jobs, last_day=100.0, *, counted=True, at_entry=None):
    """Days and whether they ended, of one person's jobs (start, end)."""
    start, end = (np.array(values, float) for values in zip(*jobs, strict=True))
    entry = np.zeros(len(jobs), bool) if at_entry is None else np.array(at_entry)
    dated = ~np.isnan(start) & ~np.isnan(end)
    spells = Spells(np.zeros(len(jobs), int), start, end, start, np.minimum(end, last_day), dated, entry, 1, counted)
    found = first_job_tenure(spells, np.array([last_day]))
    days, ended = found["first_job_days"][0], found["first_job_ended"][0]
    return (None if pd.isna(days) else float(days), None if pd.isna(ended) else bool(ended))


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        ([(10, 19)], (10, True)),
        ([(10, np.inf)], (91, False)),
        ([(10, 100)], (91, True)),
        ([(10, 101)], (91, False)),
        ([(40, np.inf), (10, 19)], (10, True)),
        ([(10, 19), (10, 29)], (20, True)),
        ([(10, 19), (10, np.inf)], (91, False)),
        ([(10, NAN)], (None, None)),
        ([(10, 19), (10, NAN)], (None, None)),
        ([(10, 19), (40, NAN)], (10, True)),
        ([(10, 19), (NAN, 50)], (None, None)),
    ],
)
def test_the_first_job_and_its_days(jobs, expected):
    assert tenure(jobs) == expected


def test_the_last_day_is_counted_as_the_settings_say_and_jobs_at_entry_are_not_the_first():
    assert tenure([(10, 19)], counted=False) == (9, True)
    assert tenure([(-5, 30), (40, 49)], at_entry=[True, False]) == (10, True)
    assert tenure([(-5, 30)], at_entry=[True]) == (None, None)


def run(days, ended, obtained=None):
    given = {"id": [str(i) for i in range(len(days))], "row": range(len(days)), "follow_time": 1.0, "first_job_event": True}
    given |= {"job_obtained": obtained or "yes", "first_job_days": days, "first_job_ended": ended}
    settings = for_survival({}, Survival(tenure=True), YEAR, "weeks")
    found = estimate_survival(PERSONS.conform(pd.DataFrame(given)), cohorts.codebook(), settings).estimates
    return found[found["measure"].eq("tenure_median")].iloc[0]


def test_who_is_left_out_is_counted_and_who_has_no_job_is_not():
    row = run([10.0, 20.0, None, None], [True, True, None, None], ["yes", "yes", "yes", "no"])
    assert (row["n"], row["n_events"], row["n_excluded"]) == (2, 2, 1)
    assert "Left out: 1 person whose first job has an unknown start or end." in row["warning"]


@pytest.mark.parametrize(
    ("days", "ended", "obtained", "said"),
    [
        ([10.0, 20.0], [False, False], ["yes", "yes"], "None of the 2 first jobs ended while observed."),
        ([10.0, 20.0, 30.0], [True, False, False], ["yes"] * 3, "Not reached: more than half"),
        ([None, None], [None, None], ["no", "no"], "Nobody obtained a job."),
        ([None, None], [None, None], ["yes", "no"], "The records do not say of any first job"),
    ],
)
def test_a_median_that_can_not_be_had_says_why(days, ended, obtained, said):
    row = run(days, ended, obtained)
    assert pd.isna(row["estimate"])
    assert said in row["warning"]
    assert (row["n"], row["n_outcome_unknown"]) == (sum(day is not None for day in days), 0)


def test_it_is_added_where_it_is_asked_for_only():
    plain = shipped().survived
    assert plain.tenure_curves.empty
    assert not plain.estimates["measure"].eq("tenure_median").any()
    settings = cohort().settings
    settings = settings.model_copy(update={"survival": settings.survival.model_copy(update={"tenure": True})})
    derived = shipped().derived
    asked = estimate_survival(derived.persons, derived.codebook, settings)
    pd.testing.assert_frame_equal(asked.estimates[asked.estimates["measure"].ne("tenure_median")].reset_index(drop=True), plain.estimates)
    inputs = table_inputs(shipped(), settings)
    table = make_table("time_to_first_job", type(inputs)(**{**vars(inputs), "survival_estimates": asked.estimates}))
    (group,) = (group for group in table.groups if group.label == "Days in the first job")
    assert [row.label for row in group.rows][:3] == [
        "ended while observed / first jobs",
        "left out, as start or end is unknown, n",
        "median",
    ]
    assert all(cell.numbers for row in group.rows[:3] for cell in row.cells)
    page = replace(whole.inputs(), settings=settings, survival_estimates=asked.estimates)
    (said,) = (phrase for card in cards(page) for phrase in card.notes if phrase.name == "card.time.tenure")
    assert said.text == (
        "Median time in the first job 200.0 (93.0 to 420.0) days (Kaplan-Meier, 42 first jobs, 38 of them ended; 5 left out, as start or end is "
        "unknown)."
    )
    assert not any(phrase.name == "card.time.tenure" for card in cards(whole.inputs()) for phrase in card.notes)
    material = Material.of(Read({**vars(derived), "survival_estimates": asked.estimates}), settings)
    defined = [definition(number, material) for part in said.parts if not isinstance(part, str) for number in part.numbers]
    assert defined[0] == "Median days in the first job (Kaplan-Meier), of all persons analysed."
    assert "First jobs that ended while observed, of all persons analysed." in defined
