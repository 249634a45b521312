"""What a settings file may say of funding, and what it is told of mistakes."""

from __future__ import annotations

import pytest

from ipscohort.config import load_cohort
from ipscohort.config.programme import NAMES
from ipscohort.errors import UserError
from ipscohort.run.check import check_cohort
from tests.conftest import ROOT
from tests.support.funding import analysed, shipped

TEXT = (ROOT / "config" / "ips_programme.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
DAYS = ROOT / "data" / "ips_mis" / "funding_SYNTHETIC.csv"


def changed(folder, *changes: tuple[str, str]):
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "ips_programme.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_as_shipped_every_clause_has_a_source_or_is_an_assumption():
    schemes = load_cohort(ROOT / "config" / "ips_programme.yaml").settings.programme.funding.schemes
    clauses = [(name, key, each) for name, scheme in schemes.items() for key, each in scheme.clauses()]
    assert len(clauses) == 10 + 9 + 11 + 3 + 3 + 3
    assert all(each.doi or each.assumption for _, _, each in clauses)
    assert {each.doi for _, _, each in clauses} == {
        "10.1186/s12888-018-1729-4",
        "10.1186/s12888-022-04121-9",
        None,
    }
    bare = {name for name, key, each in clauses if each.doi is None}
    assert bare == {"municipality_2015"}  # its instalments, which no paper states


def test_as_shipped_the_amounts_are_the_papers():
    schemes = load_cohort(ROOT / "config" / "ips_programme.yaml").settings.programme.funding.schemes
    paid = {name: [each.amount for each in scheme.instalments.values()] for name, scheme in schemes.items()}
    assert paid == {
        "municipality_2014": [900, 900, 900], "municipality_2015": [2500, 2500, 2500], "uwv": [2420, 2420], "uwv_job_coaching": [None], "uwv_job_coaching_municipality_2014": [None], "insurer_intake": [None],
    }  # fmt: skip
    assert {name: scheme.performance.amount for name, scheme in schemes.items() if scheme.performance} == {
        "municipality_2014": 1800,
        "uwv": 1210,
    }
    assert {name: scheme.ceiling.amount for name, scheme in schemes.items() if scheme.ceiling} == {
        "municipality_2014": 2700, "municipality_2015": 7500, "uwv": 4840,
    }  # fmt: skip
    assert {name: str(scheme.longest.length) for name, scheme in schemes.items() if scheme.longest} == {
        "municipality_2014": "18 months", "municipality_2015": "24 months", "uwv": "36 months",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("last: 2014-12-31\n", "last: 2015-01-01\n", ("municipality_2014 and schemes.municipality_2015 are both of municipality", "in force at the same time")),
        ("one_of: [disability benefits]", "one_of: [disability benefits, no benefits]", None),  # another payer: no overlap
        ("payer: UWV\n", "payer: municipality\n", None),  # one payer, other persons
        ("          last: 2014-12-31\n", "          last: 2013-12-31\n", ("last lies before first",)),
        ("reference: Municipality, from 2015", "reference: Municipality 2015", ("there is no class 'Municipality 2015'", "UWV, with pay for performance")),
        ("beside: [funding]", "beside: [fundings]", ("there is no exposure 'fundings'", "'funding'")),
        ("regressions: [job_obtained, days_worked]", "regressions: [job]", ("there is no regression 'job'",)),
        ("when: [{variable: benefits,", "when: [{variable: benefit,", ("no category among the participants' variables is called 'benefit'", "'benefits'")),
        ("{variable: benefits, one_of: [social assistance, no benefits]}", "{variable: benefits, min: 1}", ("no number among the participants' variables is called 'benefits'",)),
        ("{variable: benefits, one_of: [social assistance, no benefits]}", "{variable: benefits}", ("name at least one of min, max, one_of",)),
        ("says: 900 euros at the start., doi: 10.1186/s12888-018-1729-4}", "says: 900 euros at the start.}", ("name the doi that says so, or say under assumption",)),
        ("at: start, says: 900", "says: 900", ("name either at or after",)),
        ("at: start, says: 900", "at: start, after: 1 month, says: 900", ("name either at or after",)),
        ("            at: end\n", "            at: start\n", ("at: end and at_the_latest go together",)),
        ("            hours: 8\n", "            per_hour: 90\n", ("say how many hours are paid for at most",)),
        ("            hours: 8\n", "            hours: 8\n            per_hour: 90\n            amount: 5\n", ("name either amount or per_hour",)),
        ("            unknown: met\n", "            unknown: unknown\n", ("asks for a share of the minimum wage: name it under minimum_wage",)),
        ("    id: id\n    funded_start", "    funded_start", ("say which column of the file holds the person's id",)),
        ("funding_SYNTHETIC.csv", "funding.csv", ("there is no file", "funding_SYNTHETIC.csv")),
        ("start: {amount: 900", "performance: {amount: 900", ("performance is the name of the payment for a placement",)),
        ("amount: 900, at: start", "amount: -900, at: start", ("schemes.municipality_2014.instalments.start.amount",)),
        ("lasting: 1 month", "lasting: a month", ("written as a whole number and a unit",)),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_key(tmp_path, old, new, says):
    path = changed(tmp_path, (old, new))
    if says is None:
        load_cohort(path)
        return
    with pytest.raises(UserError) as error:
        load_cohort(path)
    assert all(words in str(error.value) for words in (*says, "programme.funding")), str(error.value)


def test_a_minimum_wage_needs_hours_where_a_share_of_full_time_is_asked_for(tmp_path):
    wage = ("    disagreements:\n", "    minimum_wage: {per_hour: {2014-01-01: 8.5}, says: x, assumption: y}\n    disagreements:\n")
    assert load_cohort(changed(tmp_path, wage)).settings.programme.funding.minimum_wage.per_hour
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, wage, ("of: hour", "of: full_time")))
    assert "full_time_hours" in str(error.value)


def test_a_scheme_that_asks_for_fidelity_needs_reviews(tmp_path):
    block = TEXT[TEXT.index("  fidelity:\n    file") : TEXT.index("  # Three papers")]
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, (block, "")))
    assert "the scheme asks for fidelity, and the settings name no reviews" in str(error.value)


def test_records_without_days_of_jobs_are_told(tmp_path):
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, ("    inclusion_date: inclusion\n", "")))
    assert "no inclusion dates, so that no payment falls due on a day" in str(error.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("SYN-001,2015-09-13,2015-09-12", "trajectories that end before funding begins"),
        ("SYN-001,13-09-2015,", "column funded_start"),
        ("SYN-002,2015-09-13,", "persons who stand twice"),
        (",2015-09-13,", "records without an id"),
    ],
)
def test_the_check_before_a_run_reads_the_days(tmp_path, line, says):
    lines = DAYS.read_text(encoding="utf-8").splitlines()
    lines[2] = line
    other = tmp_path / "days.csv"
    other.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        check_cohort(load_cohort(changed(tmp_path, (DAYS.as_posix(), other.as_posix()))))
    assert says in str(error.value)


def test_the_check_before_a_run_knows_the_levels(tmp_path):
    with pytest.raises(UserError) as error:
        check_cohort(load_cohort(changed(tmp_path, ("one_of: [disability benefits]", "one_of: [disability benefit]"))))
    assert "'benefits' has no level disability benefit" in str(error.value) and "schemes.uwv.eligible" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      sex: {column: sex", "      funding_class: {column: work5y, type: number}\n      sex: {column: sex"),
        ("      mhi5: {kind", "      funding_class: {kind"),
        ("  experience:", "  funding_class:"),
    ],
)
def test_the_studys_own_variables_are_not_overwritten(tmp_path, old, new):
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, (old, new)))
    assert "'funding_class' is what programme.funding calls a variable of its own" in str(error.value)
    assert "choose another name than funding_class" in str(error.value)


def test_what_is_refused_is_what_is_written():
    one = analysed().derived
    assert set(shipped().codebook.variables) - set(one.codebook.variables) == set(NAMES["funding"])
