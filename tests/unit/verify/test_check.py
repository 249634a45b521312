"""The checker: it agrees with what R and PSPP gave, and sees every estimate that is changed by 1 in its 4th significant digit."""

from __future__ import annotations

import math
import os
from dataclasses import replace

import pytest

from ipscohort.__main__ import main
from ipscohort.catalogue.stages import FILES
from ipscohort.errors import UserError
from ipscohort.models.fit import specify
from ipscohort.verify.agreement import Comparison
from ipscohort.verify.asked import model_of
from ipscohort.verify.check import FROM_PSPP, FROM_R, KAPLAN_MEIER, RATIOS, _summary, _with_pspp, _with_r, verify
from ipscohort.verify.r_script import NO_CALL, _regression
from ipscohort.verify.refits import CURVE, ROW, TEST, WHOLE, Refit, read_pspp, read_r
from ipscohort.verify.results import Results, read_results
from tests.support.kits import CASES, default
from tests.support.shipped import cohort


@pytest.fixture(scope="module", params=list(CASES))
def case(request, tmp_path_factory):
    return CASES[request.param]().write(tmp_path_factory.mktemp(request.param))


def changed(value):
    """A number with 1 more in its 4th significant digit."""
    return value + 10.0 ** (math.floor(math.log10(abs(value))) - 3) if value else 1e-3


def fitted(results):
    return {key: fit for key, fit in results.fits.items() if fit.whole["status"] == "fitted"}


def alone(key, fit, r):
    """What is said of R's numbers of one model."""
    return _with_r(Results({key: fit}, [], []), replace(r, models={key: r.models[key]})).problems


def test_r_and_pspp_agree(case):
    checked = verify(case)
    assert checked.problems == ()
    assert "R: " in checked.text and "PSPP: " in checked.text
    assert checked.text.count("all agree") == 2


def test_every_estimate_changed_in_its_fourth_digit_is_seen(case):
    results, r = read_results(case), read_r(case / FROM_R)
    tried = 0
    for key, fit in fitted(results).items():
        for term, row in fit.estimated.items():
            for column in [*ROW, *(RATIOS if row["ratio"] is not None else ())]:
                if column == "ratio_high" and row[column] is None:
                    continue
                mutant = replace(fit, rows={**fit.rows, term: {**row, column: changed(row[column])}})
                found = alone(key, mutant, r)
                assert [problem.what.split(":")[0] for problem in found] == [column], (key, term, column)
                assert term[0] in found[0].where
                tried += 1
        for column in WHOLE:
            if fit.whole[column] is not None:
                mutant = replace(fit, whole={**fit.whole, column: changed(fit.whole[column])})
                assert [problem.what.split(":")[0] for problem in alone(key, mutant, r)] == [column], (key, column)
    assert tried > 600


def test_every_estimate_lost_is_seen(case):
    results, r = read_results(case), read_r(case / FROM_R)
    for key, fit in fitted(results).items():
        for term, row in fit.estimated.items():
            for column in ROW:
                assert alone(key, replace(fit, rows={**fit.rows, term: {**row, column: None}}), r), (key, term, column)
            left = {other: kept for other, kept in fit.rows.items() if other != term}
            assert "the study has not" in alone(key, replace(fit, rows=left), r)[0].what


def test_times_and_tests_changed_in_their_fourth_digit_are_seen(case):
    results, r = read_results(case), read_r(case / FROM_R)
    for rows, columns, make in (
        ([row for row in results.curves if row["measure"] in KAPLAN_MEIER], CURVE, lambda row: Results({}, [row], [])),
        (results.tests, TEST, lambda row: Results({}, [], [row])),
    ):
        for row in rows:
            for column in columns:
                if row[column] is not None and row["n"]:
                    found = _with_r(make({**row, column: changed(row[column])}), replace(r, models={})).problems
                    assert [problem.what.split(":")[0] for problem in found] == [column], (row, column)


def test_pspp_sees_estimates_and_standard_errors_changed(case):
    results, syntax = read_results(case), (case / FILES["refit_spss"].path).read_text(encoding="utf-8")
    pspp = read_pspp(case / FROM_PSPP)
    tried = 0
    for key, fit in fitted(results).items():
        if key not in pspp or fit.not_estimated:
            continue
        for term, row in fit.estimated.items():
            for column in ("estimate", "std_error"):
                mutant = replace(fit, rows={**fit.rows, term: {**row, column: changed(row[column])}})
                found = _with_pspp(Results({key: mutant}, [], []), pspp, syntax).problems
                assert [problem.what.split(":")[0] for problem in found] == [column], (key, term, column)
                tried += 1
        found = _with_pspp(Results({key: replace(fit, whole={**fit.whole, "n": fit.whole["n"] + 1})}, [], []), pspp, syntax).problems
        assert [problem.what.split(":")[0] for problem in found] == ["n"]
    assert tried > 10


def test_a_model_that_is_missing_is_named(case):
    results, r = read_results(case), read_r(case / FROM_R)
    syntax = (case / FILES["refit_spss"].path).read_text(encoding="utf-8")
    for key, fit in fitted(results).items():
        (problem,) = _with_r(Results({key: fit}, [], []), replace(r, models={})).problems
        assert "the model is missing" in problem.what and ", ".join(key) in problem.where
        extra = _with_r(Results({}, [], []), replace(r, models={key: r.models[key]})).problems
        assert "R has a model that the study has not" in extra[0].what
    key, fit = next((key, fit) for key, fit in fitted(results).items() if not fit.not_estimated and key in read_pspp(case / FROM_PSPP))
    assert "the model is missing" in _with_pspp(Results({key: fit}, [], []), {}, syntax).problems[0].what


def test_what_is_not_compared_is_named_with_its_reason(tmp_path):
    text = verify(CASES["edges"]().write(tmp_path)).text
    assert "separated, group, crude" in text and "penalised (Firth) estimates" in text
    assert "nobody without, group, crude" in text and "as the study could not fit it (Everybody of the 90 persons" in text
    assert "counts, group, adjusted: age_months, site 'south'" in text and "other terms determine it" in text
    assert "three, z, median, as the study has no value (Nobody in 'z')" in text
    assert "as PSPP has no command for this kind of regression" in text
    assert "limits by profile likelihood" in text and "restricted_mean" in text


def test_a_family_without_a_call_is_named_as_not_refitted(tmp_path, monkeypatch):
    monkeypatch.setattr("ipscohort.verify.r_script.CALLS", {})
    script = _regression(model_of(next(specs()), default().kit.data), {"experience": "first half"})
    assert f'fit <- attempt(stop("{NO_CALL}"))\nnote(fit, "job_obtained", "experience", "crude")' in script
    folder = CASES["ips_mis"]().write(tmp_path)
    results, r = read_results(folder), read_r(folder / FROM_R)
    key, fit = next(iter(results.fits.items()))
    found = _with_r(Results({key: fit}, [], []), replace(r, models={key: Refit(said=NO_CALL)}))
    assert found.problems == [] and found.left_out == {f"as {NO_CALL}": [", ".join(key)]}


def specs():
    settings = cohort().settings
    return specify(settings.exposures, settings.models, settings.study.confidence)


def test_a_model_called_separated_that_is_not_is_seen(tmp_path):
    folder = CASES["ips_mis"]().write(tmp_path)
    results, r = read_results(folder), read_r(folder / FROM_R)
    key = ("job_obtained", "experience", "crude")
    fit = results.fits[key]
    (problem,) = alone(key, replace(fit, whole={**fit.whole, "status": "penalised"}), r)
    assert "R finds finite estimates" in problem.what


def test_the_command_ends_well_or_names_what_differs(tmp_path, capsys):
    folder = CASES["ips_mis"]().write(tmp_path)
    main(["verify", str(folder)])
    assert "all agree" in capsys.readouterr().out
    path = folder / "models" / "estimates.csv"
    text = path.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("job_obtained,job_obtained,experience,experience,second half"))
    estimate = row.split(",")[8]
    path.write_text(text.replace(row, row.replace(estimate, repr(changed(float(estimate))), 1)), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(folder)])
    said = str(ended.value.code)
    assert "models/estimates.csv: job_obtained, experience, crude, experience 'second half': estimate: 0.7355" in said
    assert "0.7354226637 in R" in said and "0.7354226637 in PSPP" in said


def test_files_that_are_not_there_or_broken_are_said(tmp_path):
    with pytest.raises(UserError, match=r"these files are not in it: models/estimates\.csv"):
        raise_text(tmp_path)
    folder = CASES["ips_mis"]().write(tmp_path)
    (folder / FROM_PSPP).unlink()
    assert "PSPP: not run" in verify(folder).text
    (folder / FROM_R).write_text("part,model\nregression,1\n", encoding="utf-8")
    with pytest.raises(UserError, match="not what its script leaves"):
        raise_text(folder)
    (folder / FROM_R).unlink()
    with pytest.raises(UserError, match=r"run Rscript refit\.R in"):
        raise_text(folder)


def raise_text(folder):
    """The comparison, with a user's mistake as the text that is shown."""
    try:
        verify(folder)
    except UserError as error:
        raise UserError(str(error), []) from None


def test_old_refits_are_said_to_be_old(tmp_path):
    folder = CASES["ips_mis"]().write(tmp_path)
    path = folder / FROM_R
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:1], *lines[3:]]) + "\n", encoding="utf-8")
    os.utime(path, (1, 1))
    assert "older than the data" in verify(folder).problems[-1].what


def test_where_nothing_was_compared_nothing_is_said_to_agree():
    found = _summary(Results({}, [], []), [Comparison("R"), Comparison("PSPP")])
    assert found.count("0 numbers of nothing compared; so nothing is shown to agree.") == 2 and "all agree" not in found


def test_an_empty_file_and_a_folder_beside_the_results_are_named_with_what_helps(tmp_path):
    case = CASES[next(iter(CASES))]().write(tmp_path / "cohort")
    with pytest.raises(UserError) as told:
        verify(case / "verify")
    assert f"give {case.resolve().as_posix()}, which holds the results of a run" in str(told.value)
    (case / FROM_R).write_bytes(b"")
    with pytest.raises(UserError) as told:
        verify(case)
    assert "this file is empty" in str(told.value) and "run refit.R again in" in str(told.value)


def test_each_difference_says_what_to_do():
    found = Comparison("R")
    found.cell("models/fits.csv: a", "n", 1.0, None, 0.0)
    found.missing("models/fits.csv: a", "the model is missing")
    assert all(problem.remedy for problem in found.problems) and len(found.problems) == 2
