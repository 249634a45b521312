"""A second paper through the same mechanism: its values and settings are files, its persons come from them and a seed."""

from __future__ import annotations

import csv
from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.arithmetic.contingency import pearson
from ipscohort.config import load_cohort
from ipscohort.errors import UserError
from ipscohort.printed_values.agreement import agreement
from ipscohort.printed_values.file import read_printed
from ipscohort.replication import replicate
from ipscohort.run.pipeline import analyse
from ipscohort_reconstruct.command import reconstruct_persons
from ipscohort_reconstruct.search.anneal import anneal
from ipscohort_reconstruct.search.crosstab import Crosstab
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.traits import MISSING, Groups, Trait, covered
from tests.conftest import ROOT
from tests.unit.replication.paper import printed

SETTINGS = ROOT / "config" / "ips_london.yaml"
SHIPPED = ROOT / "data" / "ips_london" / "people.csv"
VALUES = ROOT / "data" / "published" / "perkins2022.csv"
COVERED, NOT_COVERED = 160, 64


@cache
def cohort():
    return load_cohort(SETTINGS)


@cache
def frames(file=SHIPPED):
    found = analyse(cohort().settings, {"participants": file})
    return found.frames(), found.derived.codebook


def compared(values=VALUES, file=SHIPPED):
    results, codebook = frames(file)
    return replicate(read_printed(values), results, cohort().settings, codebook)


def changed(folder, name, **cells):
    """The printed values with some cells of one row changed."""
    with VALUES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["id"] == name).update(cells)
    path = folder / "values.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def with_values(folder, values, old="", new=""):
    """The settings with other printed values, and one passage of theirs changed."""
    text = SETTINGS.read_text(encoding="utf-8").replace("../data/published/perkins2022.csv", str(values))
    assert old in text
    path = folder / "ips_london.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_every_value_that_is_covered_matches_and_each_other_has_its_reason():
    found = compared()
    agreed = agreement(found)
    assert (agreed.matched, agreed.counted, agreed.not_covered) == (COVERED, COVERED, NOT_COVERED)
    assert found.loc[found["not_covered"], "why_not"].str.len().gt(20).all()
    assert found.set_index("id").loc["data_lock", "match_value"]


@pytest.mark.parametrize(
    ("name", "value", "more"),
    [
        ("t3_a_wwt_black_job_n", "19", set()),
        ("t1_cnwl_age_sd", "12.03", set()),
        ("t1_all_age_highest", "70", set()),
        ("t3_h_all_job_pct", "42.8", set()),
        ("t3_a_all_chi2", "1.47", set()),
        ("outcome_women_p", "0.58", set()),
    ],
)
def test_a_printed_value_that_is_changed_no_longer_matches(tmp_path, name, value, more):
    assert set(agreement(compared(changed(tmp_path, name, printed=value))).differing) == {name} | more


def test_an_n_that_is_changed_no_longer_matches(tmp_path):
    assert agreement(compared(changed(tmp_path, "t3_a_cnwl_job_pct", n="366"))).differing == ("t3_a_cnwl_job_pct",)


def test_one_person_s_outcome_turns_values(tmp_path):
    text = SHIPPED.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if ",White,male," in line)
    other = row.replace(",no,", ",yes,") if ",no," in row else row.replace(",yes,", ",no,")
    file = tmp_path / "people.csv"
    file.write_text(text.replace(row, other), encoding="utf-8")
    turned = agreement(compared(file=file)).differing
    assert turned and all(name.startswith(("t3_", "outcome_")) for name in turned)


def test_the_shipped_records_are_made_by_seed_1_and_say_that_they_are_synthetic(tmp_path):
    reconstruct_persons(SETTINGS, 1, tmp_path / "made")
    assert (tmp_path / "made" / "people.csv").read_bytes() == SHIPPED.read_bytes()
    rows = list(csv.DictReader(SHIPPED.read_text(encoding="utf-8").splitlines()))
    assert all("synthetic" in row["remark"] and row["id"].startswith("SYN-") for row in rows)
    assert len({row["id"] for row in rows}) == len(rows) == 779


def test_another_seed_gives_other_persons_and_every_value(tmp_path):
    reconstruct_persons(SETTINGS, 3, tmp_path)
    assert (tmp_path / "people.csv").read_bytes() != SHIPPED.read_bytes()
    assert agreement(compared(file=tmp_path / "people.csv")).differing == ()


def test_the_misprint_is_found_where_it_is_taken_for_a_value(tmp_path, monkeypatch):
    monkeypatch.setattr("ipscohort_reconstruct.search.by_recipe.EFFORT", 10)
    recipe = {"frame": "persons", "select": "service=WWT", "column": "ethnicity=White", "statistic": "count"}
    path = with_values(tmp_path, changed(tmp_path, "t1_wwt_white_n", **recipe))
    with pytest.raises(UserError, match=r"persons per group: not met: .*t1_wwt_white_n") as failed:
        reconstruct_persons(path, 1, tmp_path / "made")
    assert "nothing was written" in str(failed.value)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("name", "cells", "old", "new", "expected"),
    [
        ("t1_all_n", {"select": "service=CNWL|WWT"}, "", "", "no value says how many persons there are"),
        ("t1_all_n", {"frame": "jobs"}, "", "", "no search makes a count of jobs"),
        ("t1_all_age_mean", {"statistic": "median"}, "", "", "no search makes a median of persons"),
        ("t1_cnwl_n", {"select": "service=Leeds"}, "", "", "'Leeds' is no level of service"),
        ("t1_cnwl_n", {"select": "service="}, "", "", "nothing of who lacks service"),
        ("t1_cnwl_n", {"select": "borough=Harrow"}, "", "", "borough: the settings do not say what its levels are"),
        ("t1_cnwl_n", {}, ", range: [16, 75]", "", "age: it is no number with a range"),
        ("t1_cnwl_n", {}, "recruitment: [2019-01-01, 2019-12-31]", "touching_days: 1", "between which days persons were included"),
        ("t1_cnwl_n", {}, "people.csv", "people.sav", "only a .csv file is written"),
        ("t1_cnwl_n", {}, "job_obtained: gained_employment", "job_obtained: gained_employment, time_worked: days", "no jobs or times"),
    ],
)
def test_what_no_search_can_give_is_named_before_it(tmp_path, name, cells, old, new, expected):
    path = with_values(tmp_path, changed(tmp_path, name, **cells), old, new)
    with pytest.raises(UserError) as failed:
        reconstruct_persons(path, 1, tmp_path / "made")
    assert expected in str(failed.value)
    assert not (tmp_path / "made").exists()


def test_settings_without_printed_values_have_nothing_to_search_for(tmp_path):
    path = tmp_path / "ips_london.yaml"
    path.write_text(SETTINGS.read_text(encoding="utf-8").partition("# The values that the paper prints")[0], encoding="utf-8")
    with pytest.raises(UserError, match="they name no printed values"):
        reconstruct_persons(path, 1, tmp_path / "made")


def test_records_that_are_there_are_not_written_over(tmp_path):
    (tmp_path / "people.csv").write_text("real", encoding="utf-8")
    with pytest.raises(UserError, match=r"it holds people\.csv already"):
        reconstruct_persons(SETTINGS, 1, tmp_path)


def test_counts_shares_and_ns_of_any_groups_are_met():
    """A percentage alone, a percentage of all, those known, the N of a group, an association: each by its own recipe."""
    rows = [
        {"id": "n", "statistic": "count", "printed": "40"},
        {"id": "a", "statistic": "percent", "column": "site=A", "printed": "25.0", "n": 36},
        {"id": "lacking", "statistic": "percent_of_all", "column": "site=", "printed": "10", "n": 40},
        {"id": "known", "statistic": "valid", "column": "site", "select": "sex=man", "printed": "20"},
        {"id": "men", "statistic": "count", "column": "sex=man", "select": "site=B", "printed": "12", "n": 27},
    ]
    values = covered(printed(*rows))
    groups = Groups.of((Trait("site", ("A", "B", MISSING)), Trait("sex", ("man", "woman"))))
    rng, targets = np.random.default_rng(1), Targets(dict(zip(values["id"], values["printed"], strict=True)))
    table = Crosstab.draw(rng, values, targets, groups, 40)
    assert anneal(table, rng, 20_000, 2.0, 0.1).met
    people = groups.cells.loc[np.repeat(np.arange(6), table.persons)]
    site, man = people["site"], people["sex"].eq("man")
    assert (len(people), site.eq("A").sum(), site.eq("B").sum(), site.eq("").sum()) == (40, 9, 27, 4)
    assert ((site.ne("") & man).sum(), (site.eq("B") & man).sum()) == (20, 12)
    assert table.unmet() == []
    association = {"id": "chi2", "statistic": "chi2", "column": "site by sex"}  # of 8 men of 9 at A, and 12 of 27 at B
    for said, met in (("5.40", True), ("5.14", False)):
        more = covered(printed(*rows, {**association, "printed": said}))
        paired = table.with_pairs(more, Targets(dict(zip(more["id"], more["printed"], strict=True))))
        assert paired.pairs.found() == pytest.approx([pearson(np.array([[8, 1], [12, 15]]))[0]])
        assert anneal(paired, rng, 100, 0.3, 0.05).met is met  # no exchange keeps all these counts
        assert paired.unmet() == ([] if met else ["chi2"])
