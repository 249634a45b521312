"""One value changed in the raw files turns exactly the printed values that it must, and no other.

Each case names a change and the values that turn. A row for it is found by content: the first of which tests/support/paper.py
(the values in plain Python, from R's cleaning of the raw files) says that these values turn. Then the file is changed and
goes through the whole analysis, whose every value must read as told there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import product

import pandas as pd
import pytest

from ipscohort.printed_values.agreement import counted_in
from tests.conftest import copy_project
from tests.support import raw_files as raw
from tests.support.paper import SPLIT, Fact, Facts, as_printed, entries, printed_values, shipped_facts, turned
from tests.support.raw_files import Cell, answer, last_row, told
from tests.support.shipped import analysed, compared, shipped

DAY = timedelta(days=1)
REFUSED, NOT_ASKED = 9.0, 8.0
POSITIVE, REVERSED = (3, 5), (2, 5, 6, 8, 9)
Change = tuple[Cell, Facts]


@cache
def facts() -> Facts:
    return shipped_facts()


def dated() -> list[Fact]:
    """Jobs whose start is known to the day."""
    return [job for job in facts().jobs if job["start"] and len(told(job))]


def jobs_of(person: str) -> int:
    """How many jobs of that person count."""
    return [job["id"] for job in facts().jobs].count(person)


def workers() -> set[str]:
    return {job["id"] for job in facts().jobs}


def persons(*, work: bool | None = None, **having: object) -> list[Fact]:
    """Persons who stand in the file once, with or without a job, of whom all this is so."""
    found = [p for p in facts().persons if work is None or (p["id"] in workers()) is work]
    return [p for p in found if all(p[name] == value for name, value in having.items()) and len(raw.rows_of("participants", p["id"])) == 1]


def nowhere_told_of(person: Fact) -> bool:
    """Whether no source tells of any work of that person, which other dates might bring into follow-up."""
    return not any(len(raw.rows_of(source, person["id"])) for source in raw.COLUMNS)


# Each function yields changes: the cell, and the facts as they are then.


def start_of_a_first_job() -> Iterator[Change]:
    """The start of somebody's only job some months earlier: the other source's account of it is the same job still."""
    inclusion = {person["id"]: person["inclusion"] for person in facts().persons}
    for job in dated():
        for days in range(30, 900, 30):
            start = job["start"] - days * DAY
            if jobs_of(job["id"]) == 1 and len(told(job)) == 1 and start > inclusion[job["id"]]:
                yield last_row(job, "start", start), facts().change("jobs", job, start=start)


def end_of_a_job() -> Iterator[Change]:
    for job in dated():
        for days in (-1, 1, -2, 2):
            if job["end"] and job["end"] + days * DAY > job["start"]:
                end = job["end"] + days * DAY
                yield last_row(job, "end", end), facts().change("jobs", job, end=end)


def end_taken_out() -> Iterator[Change]:
    for job in dated():
        if job["source"] == "specialists" and job["status"] == "known" and raw.same_start_elsewhere(job):
            yield last_row(job, "end", ""), facts().change("jobs", job, end=None, status="unknown")


def going_on_or_ended_on_a_day_not_known() -> Iterator[Change]:
    for job in dated():
        if job["source"] == "specialists" and job["status"] == "ongoing" and raw.same_start_elsewhere(job):
            yield last_row(job, "status", "ended, date not known"), facts().change("jobs", job, status="unknown")


def ended_while_it_went_on() -> Iterator[Change]:
    for job in dated():
        if job["status"] == "ongoing":
            end = job["start"] + 100 * DAY
            yield last_row(job, "end", end), facts().change("jobs", job, end=end, status="known")


def hours_of_a_job() -> Iterator[Change]:
    for job in dated():
        if job["hours"]:
            yield last_row(job, "hours", job["hours"] + 1), facts().change("jobs", job, hours=job["hours"] + 1)


def hours_taken_out() -> Iterator[Change]:
    for job in dated():
        if job["hours"] and job["source"] == "specialists":
            yield last_row(job, "hours", ""), facts().change("jobs", job, hours=None)


def other_occupation() -> Iterator[Change]:
    """To or from elementary occupations, of a job that only one source tells of, once: with another group it is another job."""
    for job in dated():
        group, code = ("4", 4110.0) if job["group"] == "9" else ("9", 9112.0)
        if len(told(job)) == 1 and not raw.told_elsewhere(job):
            value = f"{code:.0f}" if job["source"] == "specialists" else code
            yield last_row(job, "isco", value), facts().change("jobs", job, group=group)


def set_aside_after_all() -> Iterator[Change]:
    for job in dated():
        if job["source"] == "specialists":
            yield last_row(job, "open", "no"), facts().without_job(job)


def known_to_interviews_only() -> Iterator[Change]:
    for job in dated():
        if job["source"] == "interviews" and jobs_of(job["id"]) == 1:
            yield last_row(job, "open", NOT_ASKED), facts().without_job(job)


def code(column: str, value: float, chosen: Callable[[], list[Fact]], **new: object) -> Callable[[], Iterator[Change]]:
    """A participant's code changed."""

    def changes() -> Iterator[Change]:
        for person in chosen():
            yield answer(person, column, value), facts().change("persons", person, **new)

    return changes


def mhi5_item() -> Iterator[Change]:
    """Another answer to an item of MHI-5: 4 points a step."""
    for person in persons():
        for item, new in product(range(1, 6), range(1, 7)):
            old = raw.rows_of("participants", person["id"])[f"mhi{item}"].iloc[0]
            if person["mhi5"] is not None and new != old:
                points = 4 * (old - new if item in POSITIVE else new - old)
                yield answer(person, f"mhi{item}", float(new)), facts().change("persons", person, mhi5=person["mhi5"] + points)


def rosenberg_item() -> Iterator[Change]:
    """One answer of Rosenberg to the other end: up to 3 points."""
    for person in persons():
        for item in range(1, 11):
            old = raw.rows_of("participants", person["id"])[f"rse{item}"].iloc[0]
            new = 5 - old
            if person["self_esteem"] is not None and 1 <= old <= 4:
                points = (old - new) if item in REVERSED else (new - old)
                yield answer(person, f"rse{item}", new), facts().change("persons", person, self_esteem=person["self_esteem"] + points)


def born_15_years_earlier() -> Iterator[Change]:
    for person in persons():
        birth = person["birth"] - timedelta(days=15 * 365)
        if (person["inclusion"] - birth).days < 65 * 365:
            yield answer(person, "birth", birth), facts().change("persons", person, birth=birth)


def included_in_the_second_half() -> Iterator[Change]:
    for person in sorted(persons(work=False), key=lambda p: p["inclusion"], reverse=True):
        if person["inclusion"] < SPLIT and nowhere_told_of(person):
            yield answer(person, "inclusion", SPLIT), facts().change("persons", person, inclusion=SPLIT)


def last_person_included_a_day_earlier() -> Iterator[Change]:
    last = max(person["inclusion"] for person in facts().persons)
    for person in persons(inclusion=last):
        yield answer(person, "inclusion", last - DAY), facts().change("persons", person, inclusion=last - DAY)


def no_consent() -> Iterator[Change]:
    for person in persons(work=False):
        yield answer(person, "consent", 0.0), facts().without_person(person)


def ids(*names: str, among: tuple[str, ...] = ("",)) -> frozenset[str]:
    """Names with each of some endings."""
    return frozenset(name + ending for name in names for ending in among)


def printed_ids(*starts: str) -> frozenset[str]:
    """Every printed value whose id starts so."""
    return frozenset(row["id"] for row in printed_values() if row["id"].startswith(starts))


OR = ("", "_lo", "_hi")
QUARTILES = ("_median", "_q1", "_q3", "_valid")
ALL_DAYS = ids("t3_all_days", among=QUARTILES) | {"res_months_per_job"}
OF_ALL = printed_ids("t1_", "inc_", "t2_employed", "res_183", "f1_", "m_exp_or", "m_fund_or")


@dataclass(frozen=True)
class Case:
    """A change and what it turns.

    Attributes
    ----------
    changes : callable
        Gives the rows that might be changed.
    values : frozenset of str
        The values that turn.
    more : bool
        Whether others may turn too, such as quartiles of the job's group: which of them, tests/support/paper.py says.
    texts : dict of str -> str
        What some of them read then.
    """

    changes: Callable[[], Iterator[Change]]
    entries: frozenset[str]
    more: bool = False
    texts: dict[str, str] = field(default_factory=dict)


UWV = {"disability_benefits": "yes"}
CASES = {
    "start of a first job": Case(start_of_a_first_job, ids("t2_days_to_job_median", "abs_days_to_job"), more=True),
    "end of one of two jobs of professionals": Case(end_of_a_job, ids("t3_prof_days_median")),
    "end of the middle job of technicians": Case(end_of_a_job, ids("t3_tech_days_median")),
    "end that nobody wrote down": Case(end_taken_out, ALL_DAYS, more=True, texts={"t3_all_days_valid": "66"}),
    "still working, or ended on a day not known": Case(
        going_on_or_ended_on_a_day_not_known, ALL_DAYS, more=True, texts={"t3_all_days_valid": "66"}
    ),
    "still working, or ended before month 22": Case(
        ended_while_it_went_on, ids("f1_month22_pct"), more=True, texts={"f1_month22_pct": "27"}
    ),
    "hours of one of two jobs of professionals": Case(hours_of_a_job, ids("t3_prof_hours_median"), texts={"t3_prof_hours_median": "13.0"}),
    "hours that nobody wrote down": Case(
        hours_taken_out, ids("t3_all_hours", among=QUARTILES) | {"t3_prof_hours_median"}, texts={"t3_all_hours_valid": "69"}
    ),
    "ISCO code, to or from elementary occupations": Case(other_occupation, ids("t3_elem_n"), more=True),
    "competitive, or set aside": Case(set_aside_after_all, ids("t3_all_n", "t3_serv_n"), more=True, texts={"t3_all_n": "72"}),
    "a criterion of a job that only interviews tell of": Case(
        known_to_interviews_only, ids("t3_all_n", "t2_employed_n", "t2_employed_pct", "m_exp_or"), more=True, texts={"t2_employed_n": "46"}
    ),
    "benefits, from UWV to the municipality": Case(
        code("benefits", 3.0, lambda: persons(work=False, **UWV), disability_benefits="no"),
        ids("t1_disability_n", "t1_disability_pct", "m_fund_or_p") | ids("m_fund_or", among=OR),
        texts={"t1_disability_n": "59"},
    ),
    "benefits refused": Case(
        code("benefits", REFUSED, lambda: persons(work=False, **UWV), disability_benefits=None),
        printed_ids("t1_disability", "m_fund_or"),
        texts={"t1_disability_valid": "101", "m_fund_or_n": "93"},
    ),
    "level of education": Case(
        code("education", 4.0, lambda: persons(work=False, education="high"), education="low or medium"),
        ids("t1_edu_lowmid_n", "t1_edu_lowmid_pct", "m_exp_or"),
        more=True,
        texts={"t1_edu_lowmid_n": "81", "t1_edu_lowmid_pct": "79"},
    ),
    "sex": Case(
        code("sex", 2.0, lambda: persons(work=False, sex="female"), sex="male"),
        ids("t1_male_n", "t1_male_pct", "m_exp_or"),
        more=True,
        texts={"t1_male_n": "68", "t1_male_pct": "66"},
    ),
    "diagnosis": Case(
        code("diagnosis", 4.0, lambda: persons(psychotic_disorder="yes"), psychotic_disorder="no"),
        ids("t1_psychotic_n", "t1_psychotic_pct"),
        texts={"t1_psychotic_n": "73", "t1_psychotic_pct": "71"},
    ),
    "marital status": Case(code("marital", 2.0, lambda: persons(married="no"), married="yes"), ids("t1_married_n", "t1_married_pct")),
    "work history refused": Case(
        code("work5y", REFUSED, lambda: persons(work=False), worked_past_5_years=None),
        printed_ids("t1_worked5y", "m_exp_or", "m_fund_or"),
        texts={"t1_worked5y_valid": "97", "m_exp_or_n": "94", "m_fund_or_n": "93"},
    ),
    "an item of MHI-5": Case(mhi5_item, ids("t1_mhi5_mean")),
    "an item of MHI-5 refused": Case(
        code("mhi2", REFUSED, lambda: [p for p in persons(work=True) if p["mhi5"] is not None], mhi5=None),
        printed_ids("t1_mhi5", "m_exp", "m_fund"),
        texts={"t1_mhi5_valid": "99", "m_exp_b_n": "43"},
    ),
    "an item of Rosenberg": Case(rosenberg_item, ids("t1_rse_sd")),
    "an item of Rosenberg not asked": Case(
        code("rse10", NOT_ASKED, lambda: [p for p in persons() if p["self_esteem"] is not None], self_esteem=None),
        printed_ids("t1_rse"),
        texts={"t1_rse_valid": "100"},
    ),
    "date of birth": Case(born_15_years_earlier, ids("t1_age_mean", "t1_age_sd")),
    "date of inclusion, over the split": Case(included_in_the_second_half, ids("m_exp_or", among=OR)),
    "last date of inclusion": Case(last_person_included_a_day_earlier, ids("inc_last"), texts={"inc_last": "2017-07-26"}),
    "consent": Case(no_consent, OF_ALL, texts={"t1_n": "102", "m_exp_or_n": "94"}),
}


@cache
def picked(name: str) -> Change:
    """The row of a case."""
    return pick(CASES[name])


def pick(case: Case) -> Change:
    """The first row of which it is certain that these values turn."""
    for cell, then in case.changes():
        will = turned(then)
        if will >= case.entries if case.more else will == case.entries:
            return cell, then
    raise LookupError("the shipped cohort holds no row of which it is certain that these values turn: choose another change")


def red(table: pd.DataFrame) -> set[str]:
    return set(table.index[~table["match"].to_numpy(dtype=bool)])


def test_the_values_in_plain_python_are_those_of_the_paper():
    assert turned(facts()) == set()
    assert red(compared(shipped())) == set()


@pytest.mark.parametrize("name", CASES)
def test_one_value_turns_exactly_these_values(name, tmp_path):
    case = CASES[name]
    cell, then = picked(name)
    table = compared(analysed(raw.changed(cell, tmp_path)))
    assert red(table) == turned(then)
    assert red(table) >= case.entries
    assert case.more or red(table) == case.entries
    told_then = entries(then)
    expected = {row["id"]: (as_printed(told_then[row["id"]][0], row["printed"]), told_then[row["id"]][1]) for row in printed_values()}
    found = counted_in(table)
    assert dict(zip(found.index, zip(found["recomputed_as_printed"], found["n_recomputed"], strict=True), strict=True)) == expected
    assert {entry: found.at[entry, "recomputed_as_printed"] for entry in case.texts} == case.texts


def test_an_isco_code_takes_a_job_from_one_group_to_another():
    _, then = picked("ISCO code, to or from elementary occupations")
    numbers = {name for name in turned(then) if name.startswith("t3_") and name.endswith("_n")}
    assert len(numbers) == 2 and "t3_all_n" not in numbers


def overruled() -> Cell:
    """Pay as told in interviews, of a job that specialists tell of too."""
    job = next(job for job in dated() if job["source"] == "specialists" and len(told({**job, "source": "interviews"})))
    return Cell("interviews", int(told({**job, "source": "interviews"}).index[-1]), "paid", 0.0)


def told_before() -> Cell:
    """Hours on a form that a later form of the same job replaces."""
    job = next(job for job in dated() if job["source"] == "specialists" and len(told(job)) > 1)
    return Cell("specialists", int(told(job).index[0]), "hours_per_week", "3,5")


def not_competitive() -> Cell:
    """Hours of work set aside for people with a disability."""
    rows = raw.read("specialists")[0]
    return Cell("specialists", int(rows.index[rows["open_to_anyone"] == "no"][-1]), "hours_per_week", "39,5")


@pytest.mark.parametrize("cell", [overruled, told_before, not_competitive])
def test_a_value_that_does_not_count_turns_nothing(cell, tmp_path):
    table = compared(analysed(raw.changed(cell(), tmp_path)))
    assert red(table) == set()
    assert table["recomputed"].equals(compared(shipped())["recomputed"])


@pytest.mark.parametrize("file", raw.KEYS)
def test_a_row_typed_in_twice_turns_nothing(file, tmp_path):
    rows = raw.read(file)[0]
    again = pd.concat([rows, rows.iloc[[-1]]], ignore_index=True)
    table = compared(analysed({raw.KEYS[file]: raw.write(file, again, tmp_path)}))
    assert table["recomputed"].equals(compared(shipped())["recomputed"])


def test_the_run_then_fails_and_names_the_value(tmp_path):
    project = copy_project(tmp_path / "project")
    cell, _ = picked("hours of one of two jobs of professionals")
    raw.changed(cell, project.folder / "data" / "ips_mis")
    done = project.run()
    assert done.returncode != 0
    message = done.stderr[done.stderr.index("123 of 124 printed values match.") :]
    assert "t3_prof_hours_median (Table 3, hours per week median): printed 12.5, recomputed 13.0" in message
    assert (project.results("ips_mis") / "report.html").is_file()


def test_a_case_says_so_where_no_row_is_certain():
    with pytest.raises(LookupError, match="no row of which it is certain"):
        pick(Case(last_person_included_a_day_earlier, ids("t1_n")))


def test_every_raw_file_is_changed():
    assert {picked(name)[0].file for name in CASES} == set(raw.KEYS)
