"""Mistakes in what is recorded of persons and jobs, and in what the settings say of it."""

from __future__ import annotations

from tests.mistakes.families import jobs, people, plain, setting
from tests.mistakes.workspace import JOBS, JOBS_HEAD, PEOPLE, PEOPLE_HEAD, Workspace


def all_people(change):
    return lambda space: space.write("people.csv", PEOPLE_HEAD, [change(n, person.split(",")) for n, person in enumerate(PEOPLE)])


def cells(row: list[str], **new: str) -> str:
    names = PEOPLE_HEAD.split(",")
    return ",".join(new.get(name, cell) for name, cell in zip(names, row, strict=True))


def all_jobs(change):
    return lambda space: space.write("jobs.csv", JOBS_HEAD, [change(job) for job in JOBS])


def both(*makes):
    def make(space: Workspace) -> None:
        for one in makes:
            one(space)

    return make


RECORDED = [
    ("born after inclusion", people(("1966-0", "2016-0")), ()),
    ("born today", people(("1966-0", "2014-0")), ()),
    ("born in 1866", people(("1966-0", "1866-0")), ()),
    ("included after the data lock", people(("2014-04-15,2,36", "2020-04-15,2,36")), ()),
    ("every value of a confounder missing", all_people(lambda n, r: cells(r, born="")), ()),
    ("every value of an exposure missing", all_people(lambda n, r: cells(r, ben="9")), ()),
    ("every value of an outcome missing", both(all_people(lambda n, r: cells(r, mhi="")), setting(("outcome: time_worked, model: log_linear", "outcome: mhi5, model: linear"))), ()),
    ("exposure of one level", all_people(lambda n, r: cells(r, ben="1")), ()),
    ("level in two spellings", both(all_people(lambda n, r: cells(r, sex=["male", "Male"][n % 2])), setting((", codes: {1: male, 2: female}", ""))), ()),
    ("level mistyped in the settings", setting(("{1: male, 2: female}", "{1: male, 2: female}, levels: [male, femal]")), ()),
    ("number that is a category", setting(("mhi5: {column: mhi, type: number, label: Mental health, range: [0, 100]}", "mhi5: {column: mhi, type: category, label: Mental health}")), ()),
    ("yes or no of numbers", setting(("mhi5: {column: mhi, type: number, label: Mental health, range: [0, 100]}", "mhi5: {column: mhi, type: yes_no, label: Mental health}")), ()),
    ("missing code without a range", both(setting((", range: [0, 100]", "")), people((",2,36,", ",2,999,"))), ()),
    ("hours above a bound of one's own", both(setting(("exposures:", "clean: {hours_max: 12}\nexposures:"))), ()),
    ("wage below 0", lambda s: (s.write("jobs.csv", JOBS_HEAD + ",pay", [f"{j},{-5 if n == 0 else 12}" for n, j in enumerate(JOBS)]), s.setting(("hours_per_week: hours,", "hours_per_week: hours, wage: pay,"))), ()),
    ("job that begins before birth", jobs(("2016-02-21,2017-11-30", "1916-02-21,2017-11-30")), ()),
    ("two jobs on one day", lambda s: s.write("jobs.csv", JOBS_HEAD, [*JOBS, JOBS[0].replace("2017-11-30", "2017-10-30")]), ()),
    ("ISCO code that is none", jobs((",13,9112", ",13,9999")), ()),
    ("reason of leaving without the day", plain(people=("2015-09-01,moved", ",moved")), ()),
    ("reason of leaving that no code maps", plain(("observed_until_reason: why", "observed_until_reason: {column: why, codes: {died: died}}")), ()),
    ("id column of one value", setting(("    id: pid\n    inclusion", "    id: sex\n    inclusion")), ()),
    ("one column mapped twice", setting(("birth_date: born", "birth_date: included")), ()),
    ("observed until as a number of days", people((",2,36,", ",2,36,500")), ()),
    ("inclusion and birth swapped", setting(("inclusion_date: included", "inclusion_date: born"), ("birth_date: born", "birth_date: included")), ()),
    ("start and end swapped", setting(("start: van, end: tot", "start: tot, end: van")), ()),
    ("eligible by impossible limits", setting(("exposures:", "clean:\n  eligibility: [{variable: age, min: 65, max: 18, label: of age}]\nexposures:")), ()),
    ("eligible by nothing", setting(("exposures:", "clean:\n  eligibility: [{variable: age, label: of age}]\nexposures:")), ()),
    ("label twice", setting(("label: Sex,", "label: Benefits,")), ()),
    ("scale of four items", setting(("    variables:", "    scales: {m: {kind: mhi5, items: [mhi, sex, ben, born], positive_items: [3, 5], one_means: all_of_the_time}}\n    variables:")), ()),
    ("scale's item out of range", setting(("    variables:", "    scales: {m: {kind: mhi5, items: [mhi, sex, ben, born, until], positive_items: [3, 5], one_means: all_of_the_time}}\n    variables:")), ()),
]
