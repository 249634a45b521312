"""Outside series: read or refused by file, column and row; joined by the period of inclusion alone; never told apart in silence."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace

import pandas as pd
import pytest

from ipscohort.answers import Material, answer
from ipscohort.config import load_cohort
from ipscohort.display.alternatives import each_compared
from ipscohort.errors import UserError
from ipscohort.files.exchange import Read
from ipscohort.run.check import check_cohort
from ipscohort.sensitivity import alternatives_table
from ipscohort.sensitivity.beside import hardly_apart
from ipscohort.sensitivity.curve import _note
from ipscohort.sensitivity.series import A_YEAR, check_outside, correlation, number_of, written
from ipscohort.tables import cells_frame, places, render
from tests.support.alternatives import with_series
from tests.support.every_number import STRUCTURAL, unanswered
from tests.support.outside import CONFOUNDERS, FILE, inputs, outside, read, series, settings, tried
from tests.support.shipped import ROOT, cohort, shipped

CUT = ("2014-Q1", "2017-Q3")
HEAD = "quarter,unemployment\n"


@pytest.mark.parametrize(
    ("text", "period", "number"),
    [
        ("2014-03", "month", 2014 * 12 + 2), ("2014MM12", "month", 2014 * 12 + 11), ("2014M1", "month", 2014 * 12), ("2014-03-31", "month", 2014 * 12 + 2),
        ("2014-Q1", "quarter", 2014 * 4), ("2014q4", "quarter", 2014 * 4 + 3), ("2014KW03", "quarter", 2014 * 4 + 2), ("2014-06-30", "quarter", 2014 * 4 + 1),
        ("2014-07-01", "quarter", 2014 * 4 + 2), ("2014", "year", 2014), ("2014JJ00", "year", 2014), ("2014-12-31 00:00:00", "year", 2014),
        ("2014-13", "month", None), ("2014-00", "month", None), ("2014-Q5", "quarter", None), ("2014-Q0", "quarter", None), ("2014-1", "quarter", None),
        ("2014-02", "quarter", None), ("14", "year", None), ("2014-Q1", "month", None), ("2014-Q1", "year", None), ("spring", "quarter", None),
    ],
)  # fmt: skip
def test_periods_are_read_in_the_forms_named_and_in_no_other(text, period, number):
    assert number_of(text, period) == number


def test_periods_are_written_as_they_are_read():
    for period in ("month", "quarter", "year"):
        for number in (2014 * A_YEAR[period], 2015 * A_YEAR[period] - 1):
            assert number_of(written(number, period), period) == number


def test_each_person_has_the_value_of_the_period_of_inclusion_and_of_no_other(tmp_path):
    one = read(tmp_path, HEAD + "2014-Q1,8.1\n2014-Q2,\n2014-Q3,7.8\n")
    dates = pd.Series(
        pd.to_datetime(["2014-01-01", "2014-03-31", "2014-04-01", "2014-06-30", "2014-07-01", "2013-12-31", "2014-10-01", None])
    )
    assert one.at(dates).tolist() == [8.1, 8.1, pd.NA, pd.NA, 7.8, pd.NA, pd.NA, pd.NA]
    monthly = read(tmp_path, HEAD + "2014-03,1\n2014-04,2\n", period="month")
    assert monthly.at(dates).tolist() == [pd.NA, 1, 2, *[pd.NA] * 5]
    yearly = read(tmp_path, HEAD + "2013,1\n2014,2\n", period="year")
    assert yearly.at(dates).tolist() == [2, 2, 2, 2, 2, 1, 2, pd.NA]


@pytest.mark.parametrize(
    ("text", "said", "rows"),
    [
        ("2014-Q1,8\n2014-Q1,7\n2014-Q2,6\n", "column quarter: quarters that stand twice", "2, 3"),
        ("2014-01-01,8\n2014-02-01,7\n", "column quarter: quarters that stand twice", "2, 3"),
        ("2014-Q1,8\n2014-05,7\n", "column quarter: cells that are no quarter", "3"),
        ("2014-Q1,8\n,7\n", "column quarter: rows without a quarter", "3"),
        ("2014-Q1,8\n2014-Q2,about seven\n", "column unemployment: text that is no number", "3"),
        ('2014-Q1,8\n2014-Q2,"7,1"\n', "column unemployment: text that is no number", "3"),
        ("2014-Q1,\n2014-Q2,\n", "column unemployment: no period has a value", ""),
    ],
)
def test_what_can_not_be_read_is_named_by_file_column_and_row(tmp_path, text, said, rows):
    with pytest.raises(UserError) as error:
        read(tmp_path, HEAD + text)
    told = str(error.value)
    assert f"series.csv, {said}" in told
    assert not rows or rows in told.split(said)[1].split("\n")[0] + told.split(said)[1]
    assert all(problem.remedy for problem in error.value.problems)


def test_a_column_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UserError, match="there is no column 'unemployment', which sensitivity.series.unemployment.column_of_value names"):  # noqa: RUF043
        read(tmp_path, "quarter,rate\n2014-Q1,8\n")


def test_a_series_of_other_years_or_of_one_value_is_refused(tmp_path):
    people = shipped().derived.persons
    for rows, said in (
        ("2001-Q1,8\n2001-Q2,7\n", "nobody analysed was included in a quarter with a value: the series goes from 2001-Q1 to 2001-Q2, inclusion from 2014-03-10 to"),
        ("2014-Q2,8\n2014-Q3,8\n2015-Q1,8\n", "have the same, so that nothing can be adjusted for"),
    ):  # fmt: skip
        file = tmp_path / "series.csv"
        file.write_text("title\n" + HEAD + rows, encoding="utf-8")
        with pytest.raises(UserError) as error:
            check_outside(settings(), {"unemployment": file}, people)
        assert said in str(error.value) and "sensitivity.series.unemployment" in str(error.value)
    check_outside(settings(), {"unemployment": FILE}, people)


def load(tmp_path, sensitivity: dict, change=lambda text: text):
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
    file = tmp_path / "config.yaml"
    file.write_text(f"{change(text)}\nsensitivity: {json.dumps(sensitivity)}\n", encoding="utf-8")
    return load_cohort(file)


def block(**more) -> dict:
    """The page's block with its file where it lies; `more` are keys of the series, or its name."""
    found = deepcopy(with_series())
    name = more.pop("name", "unemployment")
    return {**found, "series": {name: {**found["series"]["unemployment"], "file": FILE.as_posix(), **more}}}


def test_the_pages_block_is_accepted_and_passes_its_check(tmp_path):
    one = load(tmp_path, block())
    assert one.series_files() == {"unemployment": FILE}
    check_cohort(one)


def test_check_reads_the_series(tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("title\n" + HEAD + "2014-Q1,8\n2014-Q1,7\n", encoding="utf-8")
    with pytest.raises(UserError, match="quarters that stand twice"):
        check_cohort(load(tmp_path, block(file=file.as_posix())))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file": "nowhere.csv"}, "sensitivity.series.unemployment.file: there is no file nowhere.csv"),
        ({"period": "week"}, "'week' is not possible here"),
        ({"unit": None}, "sensitivity.series.unemployment.unit: the key is empty"),
        ({"name": "rate"}, "sensitivity.series.rate: no alternative adjusts for it"),
        ({"name": "sex"}, "'sex' is the name of a variable, an exposure or a column already"),
        ({"name": "experience"}, "'experience' is the name of a variable, an exposure or a column already"),
        ({"name": "inclusion_date"}, "'inclusion_date' is the name of a variable, an exposure or a column already"),
        ({"name": "Confounders"}, "'Confounders' is the name of a series too"),
    ],
)  # fmt: skip
def test_settings_that_lead_nowhere_are_named(tmp_path, change, said):
    asked = block(**change)
    if change.get("name") == "Confounders":
        asked["choices"][0] = {**asked["choices"][0], "alternatives": {"with": {"models.confounders": [*CONFOUNDERS, "Confounders"]}}}
    with pytest.raises(UserError) as error:
        load(tmp_path, asked)
    assert said in str(error.value)


def test_without_a_source_it_is_refused(tmp_path):
    asked = block()
    del asked["series"]["unemployment"]["source"]
    with pytest.raises(UserError, match="sensitivity.series.unemployment.source: this key is missing"):  # noqa: RUF043
        load(tmp_path, asked)


def test_the_study_itself_can_not_adjust_for_it(tmp_path):
    for old, new, where in (
        ("worked_past_5_years, mhi5]\n  regressions", "worked_past_5_years, mhi5, unemployment]\n  regressions", "models.confounders"),
        ("model: logistic, label", "model: logistic, confounders: [unemployment], label", "models.regressions.job_obtained.confounders"),
    ):
        with pytest.raises(UserError) as error:
            load(tmp_path, block(), lambda text, old=old, new=new: text.replace(old, new))
        assert f"{where}: 'unemployment' is an outside series" in str(error.value)


def test_no_printed_value_is_recomputed_with_it(tmp_path):
    old, new = (
        "three levels: {models.confounders: [sex, age, education_levels",
        "three levels: {models.confounders: [unemployment, sex, age, education_levels",
    )
    with pytest.raises(UserError, match="'unemployment' is an outside series"):
        load(tmp_path, block(), lambda text: text.replace(old, new))


def of(found: pd.DataFrame, number: int, exposure: str = "experience", model: str = "job_obtained") -> pd.Series:
    rows = found[
        found["number"].eq(number) & found["model"].eq(model) & found["exposure"].eq(exposure) & found["adjustment"].eq("adjusted")
    ]
    return rows.iloc[0]


def test_who_has_no_value_is_left_out_and_counted():
    whole, cut = of(tried(), 1), of(tried(CUT), 1)
    row = outside(CUT).iloc[0]
    assert (row["n"], row["n_known"], row["n_no_value"], row["n_no_date"]) == (103, 98, 5, 0)
    assert (whole["n"], whole["n_excluded"], cut["n"], cut["n_excluded"]) == (95, 8, 90, 13)
    assert any("5 were included in a quarter without a value" in str(note) for note in alternatives_table(inputs(CUT)).notes)
    assert not any("without a value" in str(note) for note in alternatives_table(inputs()).notes)


def test_the_studys_own_estimates_and_crude_ones_know_nothing_of_it():
    found = tried()
    assert (
        found.loc[found["number"].eq(0) | found["adjustment"].eq("crude"), ["series", "series_correlation", "series_vif"]]
        .isna()
        .all(axis=None)
    )
    own = shipped().fitted.estimates
    mine = of(found, 0)
    same = own[
        own["model"].eq("job_obtained")
        & own["exposure"].eq("experience")
        & own["adjustment"].eq("adjusted")
        & own["level"].eq("second half")
    ]
    assert same["estimate"].iloc[0] == mine["estimate"]


def test_a_trend_is_said_not_to_be_told_apart_from_the_calendar_and_from_nothing_else():
    warned = of(tried(), 1)
    assert warned["series"] == "unemployment" and warned["series_correlation"] < -0.8
    assert "correlation -0.85; variance inflation 3.7) that the two can hardly be told apart" in warned["warning"]
    assert "hardly be told apart" not in str(of(tried(), 1, "funding")["warning"])
    per_year = of(tried(), 2)
    assert per_year["series_vif"] > 30 and "hardly be told apart" in per_year["warning"] and "Per year of inclusion" in per_year["warning"]
    notes = {row.label: [str(note) for note in row.cells[0].notes] for row in alternatives_table(inputs()).groups[0].rows if row.cells}
    assert any("hardly be told apart" in note for note in notes["with unemployment"])
    other = {row.label: [str(note) for note in row.cells[0].notes] for row in alternatives_table(inputs()).groups[1].rows if row.cells}
    assert not any("hardly be told apart" in note for note in other["with unemployment"])


@pytest.mark.parametrize(
    ("r", "vif", "apart"), [(0.69, 1.2, False), (0.7, 1.2, True), (-0.7, 1.2, True), (0.2, 5.0, False), (0.2, 5.1, True), (None, None, False), (None, 9.0, True)]
)  # fmt: skip
def test_beyond_which_limits_it_is_said(r, vif, apart):
    assert hardly_apart(r, vif) is apart


def test_correlations_of_what_does_not_vary_are_not_defined():
    assert correlation([1, 1, 1], [1, 2, 3]) is None and correlation([1.0], [2.0]) is None
    assert correlation([1, 2, float("nan"), 4], [-1, -2, 7, -4]) == pytest.approx(-1)


def test_source_and_unit_stand_beside_the_estimate_below_table_and_curve_and_in_the_methods():
    said = "percent of the labour force; source: made up for this example"
    row = next(row for row in alternatives_table(inputs()).groups[0].rows if row.label == "with unemployment")
    assert any(said in str(note) for note in row.cells[0].notes)
    assert any("Source of Unemployment in the region: made up for this example" in str(note) for note in alternatives_table(inputs()).notes)
    assert "Source of Unemployment in the region: made up" in _note(inputs())


def test_every_number_of_the_table_answers():
    table = alternatives_table(inputs(CUT))
    values = cells_frame({"alternatives": table}).set_index("id")["value"].to_dict()
    assert unanswered(render(table, "html").decode(), values, (*STRUCTURAL, r"\bpast 5 years\b")) == []
    frames = {"specifications": tried(CUT), "outside_series": outside(CUT)}
    seen = 0
    for place in places({"alternatives": table}):
        for number in place.numbers:
            if number.source.file == "outside_series":
                rows = number.source.rows(frames["outside_series"])
                assert len(rows) == 1 and float(rows[number.source.column].iloc[0]) == number.value
                seen += 1
    assert seen >= 6
    material = Material.of(Read({**frames, "codebook": shipped().derived.codebook}), settings())
    answers = answer(places({"alternatives": table}), material)
    told = {each.source: each for each in answers.all}
    assert any(source.startswith("sensitivity/outside_series.csv: n_known") for source in told)
    assert all(each.definition for each in answers.all)


def test_it_is_in_the_range_as_any_other_confounder():
    one = next(each_compared(tried(), cohort().settings.models.regressions))
    assert len(one.alike) == 1 and len(one.apart) == 1
    assert not any(
        name in render(alternatives_table(inputs()), "html").decode()
        for name in shipped().derived.persons["id"].astype(str)
        if len(name) > 3
    )


def test_without_series_nothing_is_said_of_any():
    empty = replace(inputs(), outside=None, sensitivity=inputs().sensitivity.model_copy(update={"series": {}}))
    found = empty.found.assign(series=pd.array([pd.NA] * len(empty.found), dtype="string"))
    table = alternatives_table(replace(empty, found=found))
    assert not any("series" in str(note) for note in table.notes) and series()
