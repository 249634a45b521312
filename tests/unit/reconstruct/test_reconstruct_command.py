"""What `python -m ipscohort_reconstruct` says and leaves behind where it can't find a cohort."""

from __future__ import annotations

import csv

import pytest

from ipscohort.errors import UserError
from ipscohort_reconstruct.__main__ import main
from ipscohort_reconstruct.command import reconstruct_cohort
from ipscohort_reconstruct.search import people, stages
from tests.conftest import ROOT

PRINTED = ROOT / "data" / "published" / "vukadin2022.csv"


@pytest.fixture
def impatient(monkeypatch):
    """A search that hardly tries."""
    monkeypatch.setattr(stages, "EFFORT", 0.1)
    monkeypatch.setattr(stages, "PLANS", {name: stages.Plan(20, 1.0, 0.1, 2, 1e-3) for name in stages.PLANS})


@pytest.mark.usefixtures("impatient")
def test_values_that_were_not_met_are_named_and_nothing_is_written(tmp_path, capsys):
    with pytest.raises(UserError) as failed:
        reconstruct_cohort(PRINTED, 1, tmp_path / "made")
    text = str(failed.value)
    assert "hours per job" in text
    assert "t3_all_hours_" in text
    assert "try another seed" in text
    assert not (tmp_path / "made").exists()
    assert "round 2: hours per job not met" in capsys.readouterr().out


def test_without_the_printed_values_nothing_is_searched(tmp_path):
    with pytest.raises(UserError, match="--targets"):
        reconstruct_cohort(tmp_path / "none.csv", 1, tmp_path / "made")


def targets(folder, **changed):
    """The printed values with some of them changed, or left out (None)."""
    with PRINTED.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row["printed"] for row in csv.DictReader(file)} | changed
    path = folder / "targets.csv"
    path.write_text("\n".join(["id,printed", *(f"{name},{text}" for name, text in rows.items() if text is not None)]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"t1_n": None, "m_exp_b_p": None}, "values that are not there: t1_n, m_exp_b_p"),
        ({"t1_n": "50"}, "t1_male_n"),
        ({"t1_n": "1000000000"}, "t1_n: it can't be read"),
        ({"t3_elem_hours_q1": "-"}, "t3_elem_hours_q1: it can't be read"),
        ({"t2_days_to_job_q1": "900.0"}, "t2_days_to_job_q1 is above t2_days_to_job_median"),
        ({"m_exp_or_lo": "4.00"}, "m_exp_or_lo is above m_exp_or"),
        ({"inc_split": "2014-01-01"}, "inc_first is not before inc_split"),
        ({"inc_last": "27-07-2017"}, "inc_last: it can't be read"),
    ],
    ids=str,
)
def test_values_that_no_cohort_can_give_are_named_before_the_search(tmp_path, changed, expected):
    with pytest.raises(UserError) as failed:
        reconstruct_cohort(targets(tmp_path, **changed), 1, tmp_path / "made")
    assert expected in str(failed.value)
    assert "targets.csv, column" in str(failed.value)
    assert not (tmp_path / "made").exists()


def test_a_value_that_stands_twice_is_named(tmp_path):
    path = targets(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "\nt1_n,104", encoding="utf-8")
    with pytest.raises(UserError, match="column id: t1_n: more than once"):
        reconstruct_cohort(path, 1, tmp_path / "made")


@pytest.mark.usefixtures("impatient")
def test_values_that_contradict_each_other_end_the_search_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(stages, "EFFORT", 100)
    monkeypatch.setitem(stages.PLANS, "hours per job", stages.Plan(20_000, 2.0, 0.05, 20, 1e-6))
    monkeypatch.setitem(stages.PLANS, "days per job and person", stages.Plan(40_000, 3.0, 0.03, 20, 1e-6))
    monkeypatch.setattr(people, "SPREAD_STEPS", 100)
    with pytest.raises(UserError, match="logistic models: not met: t1_age_mean, t1_age_sd"):
        reconstruct_cohort(targets(tmp_path, t1_age_sd="90.0"), 1, tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_records_that_are_there_are_not_written_over(tmp_path):
    (tmp_path / "specialists.csv").write_text("real", encoding="utf-8")
    with pytest.raises(UserError, match=r"it holds specialists\.csv already"):
        reconstruct_cohort(PRINTED, 1, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["specialists.csv"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="is a file, not a folder"):
        reconstruct_cohort(PRINTED, 1, tmp_path / "file" / "below")


@pytest.mark.parametrize("seed", ["-1", "x", "1.0", "", "9" * 5000])
def test_what_is_no_seed_is_told(seed, capsys):
    with pytest.raises(SystemExit) as ended:
        main([f"--seed={seed}", "--out", "none"])
    assert ended.value.code
    assert "whole number from 0 on" in capsys.readouterr().err
