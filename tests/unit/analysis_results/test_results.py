"""All results as data: each statistic once, with its context, and the same as in the file that it comes from."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from ipscohort.analysis_results import as_json, results_frame
from ipscohort.analysis_results.stages import TIDY, statistics_of
from ipscohort.answers import Material
from ipscohort.catalogue.stages import FILES
from ipscohort.contracts import CONTRACTS
from ipscohort.contracts.results import RESULTS
from ipscohort.files.exchange import Read
from ipscohort.files.tableio import read_table, write_table
from ipscohort.tables import cells_frame, make_tables, places
from tests.conftest import ROOT
from tests.support.pipeline import read_of, table_inputs
from tests.support.shipped import cohort, shipped

OF_PERSONS = {"participants", "jobs", "panel", "missing_values", "clean_participants", "clean_jobs", "clean_panel", "persons"}
OF_PERSONS |= {
    "periods",
    "job_measures",
    "reading_log",
    "log",
    "disagreements",
    "schoenfeld",
    "diagnostic_points",
    "influence",
    "fidelity_persons",
    "business_case_persons",
    "theme_segments",
    "theme_silent",
    "funding_persons",
    "jobs_kind_unknown",
    "payments",
}
NO_STATISTICS = {"availability", "replication", "alternatives", "changed_values", "results"}
"""Words, or other people's numbers and how they compare."""
ON_REQUEST = {"quarters", "outside_series", "fidelity_reviews", "fidelity_items", "fidelity_cover", "fidelity_estimates"}
ON_REQUEST |= {
    f"business_case_{name}"
    for name in ("inputs", "people", "ledger", "gross", "outcomes", "differences", "acceptability", "shared", "varied")
}
ON_REQUEST |= {
    "theme_reading",
    "theme_people",
    "theme_counts",
    "theme_agreement",
    "theme_quotes",
    "theme_statements",
    "theme_statement_counts",
}
ON_REQUEST |= {"roadmap_steps", "roadmap_states"}
ON_REQUEST |= {f"funding_{name}" for name in ("clauses", "payments", "performance", "costs", "quarters", "classes", "estimates")}
"""Made after the tables, where a study asks for it: its file stands by itself."""
PAGE = (ROOT / "docs" / "results_as_data.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tables():
    return make_tables(table_inputs(shipped(), cohort().settings))


@pytest.fixture(scope="module")
def results(tables):
    material = Material.of(read_of(shipped()), cohort().settings)
    return results_frame(places(tables), material)


def one(frame: pd.DataFrame, **where: object) -> pd.Series:
    for name, value in where.items():
        frame = frame[frame[name].isna() if value is None else frame[name].eq(value).fillna(False)]
    assert len(frame) == 1, frame
    return frame.iloc[0]


def test_every_file_of_statistics_is_read():
    assert set(TIDY) | OF_PERSONS | NO_STATISTICS | ON_REQUEST == {name for name, file in FILES.items() if file.contract}
    for name, tidy in TIDY.items():
        known = CONTRACTS[FILES[name].contract].names()
        assert {*tidy.context, *tidy.key, *tidy.beside} <= set(known)
        assert {*tidy.context.values(), *tidy.fixed, *tidy.beside} <= set(RESULTS.names())


@pytest.mark.parametrize("name", [name for name in TIDY if not FILES[name].asked_by.startswith("repeated")])
def test_no_statistic_of_a_stage_is_lost_or_changed(name, results):
    frame, tidy = read_of(shipped()).get(name), TIDY[name]
    told = results[results["context"] == name]
    if frame is None:  # made on request
        assert told.empty
        return
    for column in statistics_of(name):
        if column.name in tidy.beside and not tidy.own_counts:
            continue
        mine = told[told["stat_name"] == column.name]
        wanted = frame[column.name].dropna().astype(float).tolist()
        assert mine["stat"].dropna().tolist() == wanted
        assert mine.loc[mine["stat"].isna(), "printed_in"].notna().all()


def test_an_estimate_has_its_context(results):
    ratio = one(
        results,
        context="estimates",
        analysis="job_obtained",
        group1="experience",
        group1_level="second half",
        adjustment="adjusted",
        stat_name="ratio",
    )
    assert ratio["stat"] == pytest.approx(3.8277, abs=5e-5)
    assert (ratio["stat_fmt"], ratio["reference"], ratio["role"]) == ("3.83 (1.42 to 10.30)", "first half", "primary")
    assert (ratio["n"], ratio["n_events"], ratio["n_excluded"]) == (95, 44, 8)
    assert (ratio["stage"], ratio["file"], ratio["variable"]) == ("models", "models/estimates.csv", "job_obtained")
    assert "44 events for 6 coefficients" in ratio["warning"]
    assert "maximum likelihood" in ratio["method"]
    assert re.fullmatch(r"regressions\.\d+;mutual_adjustment\.\d+;regressions_logistic\.\d+", ratio["printed_in"])


def test_alternatives_stand_in_the_results_marked_sensitivity_and_the_study_itself_does_not_twice():
    from tests.support.alternatives import tried

    read = Read({**vars(read_of(shipped()))["_contents"], "specifications": tried()})
    rows = results_frame([], Material.of(read, cohort().settings))
    ours = rows[rows["context"].eq("specifications")]
    assert set(ours["role"]) == {"sensitivity"}
    assert ours["variable_level"].notna().all()
    ratio = one(
        ours,
        analysis="job_obtained",
        group1="experience",
        adjustment="adjusted",
        variable_level="Length of follow-up: 12 months",
        stat_name="ratio",
    )
    found = tried()
    mine = found[
        found["chosen"].eq("Length of follow-up: 12 months") & found["adjustment"].eq("adjusted") & found["model"].eq("job_obtained")
    ]
    assert ratio["stat"] == mine.loc[mine["exposure"].eq("experience"), "ratio"].iloc[0]
    assert ratio["population"] == "study.follow_up: 12 months"
    assert (ratio["stage"], ratio["file"]) == ("sensitivity", "sensitivity/specifications.csv")
    n_known = found.loc[found["number"].gt(0), "ratio"].notna().sum()
    assert ours["stat_name"].eq("ratio").sum() == n_known


def test_a_characteristic_that_two_tables_print_stands_once(results):
    mean = one(results, variable="age", stat_name="mean", group1=None, stage="tables")
    assert [name.partition(".")[0] for name in mean["printed_in"].split(";")] == ["baseline", "paper_baseline"]
    assert (mean["stat_fmt"], mean["unit"], mean["n"], mean["n_excluded"]) == ("38.7 (9.7)", "years", 103, 0)
    score = one(results, variable="mhi5", stat_name="sd", group1="funding", group1_level="UWV")
    people = shipped().derived.persons
    scores = people.loc[people["funding"].eq("UWV").fillna(False), "mhi5"]
    assert (score["n"], score["n_excluded"]) == (scores.notna().sum(), scores.isna().sum()) == (59, 1)
    share = one(results, variable="sex", variable_level="male", group1="funding", group1_level="UWV", stat_name="percent")
    assert (share["unit"], share["n"]) == ("%", 60)
    median = one(results, variable="time_worked", stat_name="median", group1=None, population="Obtained a competitive job: yes")
    assert (median["unit"], median["n"]) == ("days", 47)


def test_what_is_read_of_an_estimate_in_another_form_is_a_statistic_of_its_own(results):
    share = one(results, context="survival", variable="time_to_first_job", analysis="All participants", stat_name="percent", n=102)
    without = one(results, context="survival_estimates", analysis="survival", group1=None, time=914, stat_name="estimate")
    assert share["stat"] == pytest.approx(100 * (1 - without["stat"]))
    assert (share["unit"], share["time"], share["stage"]) == ("%", 914, "tables")


def test_a_median_that_is_not_reached_stands_there_with_the_reason(results):
    median = one(results, context="survival_estimates", analysis="median", group1=None, stat_name="estimate")
    assert pd.isna(median["stat"])
    assert median["warning"].startswith("Not reached")
    assert (median["unit"], median["variable"]) == ("days", "time_to_first_job")


def test_every_printed_number_is_in_the_results_with_its_value(results, tables):
    cells = cells_frame(tables).set_index("id")
    shown = results[results["printed_in"].notna()]
    ids = [number for text in shown["printed_in"] for number in text.split(";")]
    assert sorted(ids) == sorted(cells.index)
    for text, stat in zip(shown["printed_in"], shown["stat"], strict=True):
        for number in text.split(";"):
            assert cells.at[number, "value"] == pytest.approx(float("nan") if pd.isna(stat) else stat, nan_ok=True)


def test_both_files_hold_the_same_and_no_person(results, tmp_path):
    write_table(results, RESULTS, tmp_path / "results.parquet")
    again = read_table(tmp_path / "results.parquet", RESULTS)
    pd.testing.assert_frame_equal(again, results)
    content = json.loads(as_json(results))
    assert content["notice"].startswith("SYNTHETIC")
    assert list(content["columns"]) == RESULTS.names()
    assert [row["id"] for row in content["rows"]] == results["id"].tolist()
    assert [row.get("stat") for row in content["rows"]] == [None if pd.isna(v) else v for v in results["stat"]]
    text = json.dumps(content)
    assert not [person for person in shipped().derived.persons["id"] if person in text]
    assert "notice" not in json.loads(as_json(results.assign(synthetic=False)))


def test_the_page_describes_every_column_and_its_example_runs(results, tmp_path, monkeypatch, capsys):
    for column in RESULTS.columns:
        assert f"| `{column.name}` | {column.description}{f'; blank: {column.missing}' if column.missing else ''} |" in PAGE
    write_table(results, RESULTS, tmp_path / "results" / "ips_mis" / "results.parquet")
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(example, "docs/results_as_data.md", "exec"), {})
    shown = capsys.readouterr().out
    assert re.search(r"job_obtained\s+experience\s+second half\s+95\s+3\.83\s+1\.42\s+10\.3", shown), shown
