"""The table of quartiles, mean times without a job and follow-up: what it prints of the shipped cohort and of small ones, and what each
number is.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ipscohort.analysis_results import results_frame
from ipscohort.answers import Material, answer
from ipscohort.contracts import SURVIVAL_ESTIMATES
from ipscohort.tables import make_table, places
from tests.support.pipeline import read_of, table_inputs
from tests.support.shipped import cohort, shipped

NAME = "time_to_first_job"


def inputs():
    return table_inputs(shipped(), cohort().settings)


def printed(table) -> dict[str, list[str]]:
    """Row by its place -> its cells as printed."""
    return {path: [cell.text for cell in row.cells] for path, row, _ in table.paths()}


def with_estimates(change) -> dict[str, list[str]]:
    """What is printed where the estimates are other ones."""
    given = inputs()
    return printed(make_table(NAME, replace(given, survival_estimates=change(given.survival_estimates.copy()))))


def test_it_prints_quartiles_means_and_follow_up_of_every_group():
    rows = printed(make_table(NAME, inputs()))
    assert rows["First jobs / n"] == ["46 / 102", "20 / 54", "26 / 48", "26 / 42", "20 / 59"]
    assert rows["Left out, n"] == ["1", "0", "1", "0", "1"]
    until = "Days until a share had a first job > "
    assert rows[f"{until}a quarter"] == ["283.0", "571.0", "127.0", "87.0", "639.0"]
    assert rows[f"{until}half (median) > 95% CI"][:2] == ["660.0 to not reached", "854.0 to not reached"]
    assert rows[f"{until}half (median) > 95% CI"][-1] == "-"
    mean = "Mean days before the first job > "
    assert rows[f"{mean}in the first … days"] == ["914", "913", "913", "914", "914"]
    assert rows[f"{mean}mean"] == ["633.5", "712.9", "542.9", "486.1", "733.6"]
    assert rows[f"{mean}best case, with those left out"] == ["627.3", "-", "531.8", "-", "721.4"]
    assert rows[f"{mean}difference from the reference"] == ["", "reference", "-170.0", "reference", "247.4"]
    assert rows[f"{mean}difference from the reference > 95% CI"] == ["", "", "-304.8 to -35.2", "", "110.3 to 384.6"]
    assert rows[f"{mean}difference from the reference > p"] == ["", "", "0.013", "", "<0.001"]
    assert rows["Follow-up > median days"] == ["912.0", "912.5", "911.5", "913.0", "911.0"]
    assert rows["Follow-up > left before its end without a job, n"] == ["0"] * 5


def test_who_is_censored_early_is_counted_by_group():
    given = inputs()
    persons = given.persons.copy()
    idle = persons["first_job_event"].eq(False).fillna(False) & persons["follow_time"].notna()
    gone = persons.index[idle & persons["experience"].eq("first half").fillna(False)][:3]
    worked = persons.index[persons["first_job_event"].fillna(False).astype(bool)][:2]
    persons.loc[[*gone, *worked], "full_follow_up"] = False
    row = "Follow-up > left before its end without a job, n"
    assert printed(make_table(NAME, replace(given, persons=persons)))[row][:3] == ["3", "3", "0"]
    unknown = persons.assign(full_follow_up=persons["full_follow_up"].mask(persons["id"].notna()))
    assert printed(make_table(NAME, replace(given, persons=unknown)))[row] == ["-"] * 5


def test_limits_name_their_numbers_in_the_order_printed():
    row = next(row for path, row, _ in make_table(NAME, inputs()).paths() if path.endswith("difference from the reference > 95% CI"))
    found = [(number.statistic, round(number.value, 1)) for number in row.cells[2].numbers]
    assert found == [("conf_low", -304.8), ("conf_high", -35.2)]


def test_without_p_values_it_has_no_row_of_them():
    given = inputs()
    rows = printed(make_table(NAME, replace(given, tables=given.tables.model_copy(update={"p_values": False}))))
    assert not [path for path in rows if path.endswith("> p")]


def test_who_is_left_out_is_said_once_and_of_a_difference_beside_it():
    table = make_table(NAME, inputs())
    notes = [str(note) for _, note in table.printed_notes()]
    assert sum(note.startswith("Left out: 1 worked") for note in notes) == 1
    difference = next(row for path, row, _ in table.paths() if path.endswith("> difference from the reference"))
    assert "their group is unknown: 1 person" in str(difference.cells[-1].notes[0])


def test_a_level_of_nobody_and_a_mean_without_a_time_are_dashes_with_the_reason():
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        of = frame["level"].eq("UWV")
        frame = frame[~of | frame["measure"].isin(["median", "restricted_mean"])]
        of = frame["level"].eq("UWV")
        frame.loc[of, ["estimate", "conf_low", "conf_high", "time", "std_error"]] = pd.NA
        frame.loc[of, ["n", "n_events"]] = 0
        frame.loc[of, "warning"] = "Nobody in 'UWV'."
        return SURVIVAL_ESTIMATES.conform(frame)

    given = inputs()
    table = make_table(NAME, replace(given, survival_estimates=change(given.survival_estimates.copy())))
    rows = {path: row.cells[-1] for path, row, _ in table.paths()}
    assert {cell.text for path, cell in rows.items() if not path.startswith(("First", "Left"))} == {"-"}
    assert rows["First jobs / n"].notes == ("Nobody in 'UWV'.",)


def test_exposures_without_curves_have_no_column():
    table = with_estimates(lambda frame: frame[frame["exposure"] != "funding"])
    assert len(table["First jobs / n"]) == 3


def test_without_times_it_says_so():
    given = inputs()
    table = make_table(NAME, replace(given, survival_estimates=SURVIVAL_ESTIMATES.empty()))
    assert table.why_not == "These records hold no times to the first job."


@pytest.fixture(scope="module")
def told():
    material = Material.of(read_of(shipped()), cohort().settings)
    found = list(places({NAME: make_table(NAME, inputs())}))
    return answer(found, material).all, results_frame(found, material)


def of(answers, column, **where):
    """Answers whose source is one column of the survival estimates."""
    texts = [f"{name} = {value}" for name, value in where.items()]
    return [a for a in answers if a.source.startswith(f"survival/estimates.csv: {column} [") and all(text in a.source for text in texts)]


def test_every_number_says_what_it_is(told):
    answers, _ = told
    (difference,) = of(answers, "estimate", measure="restricted_mean_difference", level="second half")
    assert difference.definition == (
        "Difference from first half in the mean days before the first job in the first 913 days, not adjusted, of persons with Experience of the "
        "agencies (half of the inclusion period): second half."
    )
    assert difference.value == pytest.approx(-169.99074074074088, rel=1e-10)
    assert {"survival.tau", "exposures.experience"} <= set(difference.about.keys)
    assert "survival.horizons" not in difference.about.keys
    assert difference.about.behind == "102 persons, 46 first jobs."
    (p,) = of(answers, "p_value", level="second half")
    assert p.definition.startswith("P (two-sided z test) of the difference from first half")
    (upper,) = of(answers, "conf_high", measure="restricted_mean,", level="UWV")
    assert upper.definition.startswith("Upper limit of the 95% CI of the mean days before the first job in the first 914 days (area under")
    (time,) = of(answers, "time", level="all")
    assert time.definition == "Time up to which the mean before the first job is taken, in days, of all persons analysed."
    (quarter,) = of(answers, "estimate", measure="first_quartile", level="all")
    assert quarter.definition == "Time by which a quarter had a first job, in days (Kaplan-Meier), of all persons analysed."
    (follow_up,) = of(answers, "estimate", measure="follow_up_median", level="all")
    assert follow_up.definition.startswith("Median time of follow-up, in days (reverse Kaplan-Meier")
    assert any("reverse Kaplan-Meier" in rule for rule in follow_up.about.rules)


def test_every_number_is_among_the_results_with_its_context(told):
    _, results = told
    mine = results[results["context"].eq("survival_estimates") & results["analysis"].eq("restricted_mean_difference")]
    one = mine[mine["group1_level"].eq("second half") & mine["stat_name"].eq("std_error")].iloc[0]
    assert (one["reference"], one["time"], one["unit"]) == ("first half", 913, "days")
    assert one["stat"] == pytest.approx(68.773497565493628, rel=1e-10)
    times = results[results["stat_name"].eq("time")]
    assert (times["stat"].tolist(), set(times["unit"])) == ([914, 913, 913, 914, 914], {"days"})
