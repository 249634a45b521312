"""The kit: its data hold no ids, its scripts no estimate, and every model that the settings ask for is in them."""

from __future__ import annotations

import pandas as pd
import pyreadstat
import pytest

from ipscohort.catalogue.stages import FILES
from ipscohort.models.families import FAMILIES
from ipscohort.verify.asked import OPPOSITE
from ipscohort.verify.data import as_words
from ipscohort.verify.r_script import CALLS, quoted
from ipscohort.verify.spss import BOTH, ONLY_SPSS
from tests.support.kits import CASES, default, edges


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("file", ["refit_r", "refit_spss"])
def test_scripts_are_as_they_were_when_r_and_pspp_ran_them(name, file):
    """`python -m tests.support.kits` runs them anew."""
    case = CASES[name]()
    assert case.kit.texts[file] == case.captured(FILES[file].path).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_every_model_of_the_study_is_a_call(name):
    case = CASES[name]()
    for row in case.fitted.fits.itertuples():
        assert case.kit.texts["refit_r"].count(f"note(fit, {quoted(row.model)}, {quoted(row.exposure)}, {quoted(row.adjustment)}") == 1
    assert case.kit.texts["refit_r"].count("\nnote(") == len(case.fitted.fits)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_a_call(family):
    assert family in CALLS
    assert (family in BOTH) != (family in ONLY_SPSS)
    assert all(left.key.split(" ")[0] in OPPOSITE for left in FAMILIES[family].leaves_out)


@pytest.mark.parametrize("name", CASES)
def test_the_scripts_hold_no_estimate(name):
    case = CASES[name]()
    numbers = pd.concat([case.fitted.estimates, case.fitted.confounder_estimates])[["estimate", "std_error", "ratio", "p_value"]]
    printed = {f"{value:.4g}" for value in numbers.to_numpy(float, na_value=float("nan")).ravel() if value % 1}
    for text in case.kit.texts.values():
        assert not [number for number in printed if len(number) > 4 and number in text]


def test_the_data_hold_everybody_and_no_id(tmp_path):
    case = default()
    folder = case.write(tmp_path)
    data = pd.read_csv(folder / "verify" / "data.csv", dtype=str, keep_default_na=False)
    assert list(data["person"]) == [str(i + 1) for i in range(len(case.persons))]
    assert not {"id", "row", "inclusion_date", "last_day"} & set(data)
    assert {"job_obtained", "time_worked", "experience", "funding", "sex", "age", "mhi5", "follow_time", "first_job_event"} <= set(data)
    ids = set(case.persons["id"])
    assert all(not ids & set(data[name]) for name in data if name != "person")
    for path in (folder / "verify").iterdir():
        if path.name != "data.sav":
            assert not [i for i in ids if len(i) > 3 and i in path.read_text(encoding="utf-8")], path.name
    assert set(data["first_job_event"]) <= {"yes", "no", ""}
    known = case.persons["age"].notna().to_numpy()
    assert (data.loc[known, "age"].astype(float).to_numpy() == case.persons.loc[known, "age"].to_numpy(float)).all()


def test_the_spss_file_holds_the_same_with_labels(tmp_path):
    case = default()
    read, meta = pyreadstat.read_sav(case.write(tmp_path) / "verify" / "data.sav")
    words = as_words(case.kit.data)
    assert list(read.columns) == list(words.columns)
    assert meta.variable_value_labels["job_obtained"] == {0.0: "no", 1.0: "yes"}
    for name in ("job_obtained", "experience", "funding", "education", "first_job_event"):
        said = read[name].map(meta.variable_value_labels[name])
        assert [None if pd.isna(v) else v for v in said] == [None if pd.isna(v) else v for v in words[name]]
    assert (read["age"].round(9) == case.persons["age"].astype(float).round(9)).all()
    assert meta.file_label == "SYNTHETIC records"
    assert all(meta.column_labels)


def test_a_reader_is_told_what_it_is_and_what_to_do():
    text = default().kit.texts["verify_readme"]
    for said in ("IT HOLDS A ROW FOR EACH PERSON", "stays in the", "Rscript refit.R", "pspp", "ipscohort verify results/ips_mis"):
        assert said in text
    assert "{" not in text


def test_what_pspp_lacks_stands_apart():
    texts = edges().kit.texts
    assert "GENLIN" not in texts["refit_spss"] and "KM " not in texts["refit_spss"]
    assert "GENLIN" in texts["refit_spss_only"] and "KM follow_time" in texts["refit_spss_only"]
    assert "do not run this in PSPP" in texts["refit_spss_only"]


def test_references_and_confidence_are_those_of_the_settings():
    script = edges().kit.texts["refit_r"]
    assert 'everybody$group <- factor(everybody$group, levels = c("b", "a"))' in script
    assert "confidence <- 0.9\n" in script
    assert "/PRINT = CI(90)" in edges().kit.texts["refit_spss"]


def test_text_is_quoted_for_r_on_any_system():
    assert quoted('a "b" \\ é\n') == '"a \\"b\\" \\\\ \\U{e9}\\n"'
