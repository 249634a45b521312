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
    ("id with blanks against jobs", all_jobs(lambda j: j.replace(",", "  ,", 1)), ()),
    ("id with a decimal against jobs", all_jobs(lambda j: j.replace("P0", "", 1).replace("P", "", 1).replace(",", ".0,", 1)), ()),
    ("born after inclusion", people((",1968-05-14,", ",2018-05-14,"), ) if False else people(("1966-0", "2016-0")), ()),
    ("born today", people(("1966-0", "2014-0")), ()),
    ("born in 1866", people(("1966-0", "1866-0")), ()),
    ("born in the future", people(("1966-0", "2066-0")), ()),
    ("included in the future", people(("2014-04-15,2,36", "2044-04-15,2,36")), ()),
    ("included in 1914", people(("2014-04-15,2,36", "1914-04-15,2,36")), ()),
    ("included after the data lock", people(("2014-04-15,2,36", "2020-04-15,2,36")), ()),
    ("observed after the data lock", people((",2,36,", ",2,36,2024-01-01")), ()),
    ("every value of a confounder missing", all_people(lambda n, r: cells(r, born="")), ()),
    ("every value of an exposure missing", all_people(lambda n, r: cells(r, ben="9")), ()),
    ("every value of an outcome missing", both(all_people(lambda n, r: cells(r, mhi="")), setting(("outcome: time_worked, model: log_linear", "outcome: mhi5, model: linear"))), ()),
    ("exposure of one level", all_people(lambda n, r: cells(r, ben="1")), ()),
    ("everybody excluded but one", both(all_people(lambda n, r: cells(r, sex="1" if n == 0 else "2")), setting(("exposures:", "clean:\n  eligibility: [{variable: sex, one_of: [male], label: men}]\nexposures:"))), ()),
    ("exposure that equals a confounder", both(all_people(lambda n, r: cells(r, ben=r[2]))), ()),
    ("confounder that never varies", all_people(lambda n, r: cells(r, sex="1")), ()),
    ("level in two spellings", both(all_people(lambda n, r: cells(r, sex=["male", "Male"][n % 2])), setting((", codes: {1: male, 2: female}", ""))), ()),
    ("level with blanks", both(all_people(lambda n, r: cells(r, sex=["male", "male "][n % 2])), setting((", codes: {1: male, 2: female}", ""))), ()),
    ("level mistyped in the settings", setting(("{1: male, 2: female}", "{1: male, 2: female}, levels: [male, femal]")), ()),
    ("category that is a number of each person", both(setting(("      mhi5:", "      code: {column: born, type: category, label: Born}\n      mhi5:"))), ()),
    ("number that is a category", setting(("mhi5: {column: mhi, type: number, label: Mental health, range: [0, 100]}", "mhi5: {column: mhi, type: category, label: Mental health}")), ()),
    ("category given as a number", setting(("sex: {column: sex, type: category, label: Sex, codes: {1: male, 2: female}}", "sex: {column: sex, type: number, label: Sex}")), ()),
    ("yes or no of numbers", setting(("mhi5: {column: mhi, type: number, label: Mental health, range: [0, 100]}", "mhi5: {column: mhi, type: yes_no, label: Mental health}")), ()),
    ("yes or no of 1 and 2", setting(("sex: {column: sex, type: category, label: Sex, codes: {1: male, 2: female}}", "sex: {column: sex, type: yes_no, label: Sex}")), ()),
    ("missing codes left as numbers", people((",2,36,", ",2,999,")), ()),
    ("missing code without a range", both(setting((", range: [0, 100]", "")), people((",2,36,", ",2,999,"))), ()),
    ("codes for levels that nobody has", setting(("{1: male, 2: female}", "{1: male, 2: female, 3: other}")), ()),
    ("hours of a month for hours of a week", all_jobs(lambda j: j.replace(",13,", ",120,")), ()),
    ("hours 200 a week", jobs((",13,9112", ",200,9112")), ()),
    ("hours above a bound of one's own", both(setting(("exposures:", "clean: {hours_max: 12}\nexposures:"))), ()),
    ("wage below 0", lambda s: (s.write("jobs.csv", JOBS_HEAD + ",pay", [f"{j},{-5 if n == 0 else 12}" for n, j in enumerate(JOBS)]), s.setting(("hours_per_week: hours,", "hours_per_week: hours, wage: pay,"))), ()),
    ("job that begins before birth", jobs(("2016-02-21,2017-11-30", "1916-02-21,2017-11-30")), ()),
    ("job long before inclusion", jobs(("2016-02-21,2017-11-30", "2010-02-21,2010-11-30")), ()),
    ("job that ends after the data lock", jobs(("2016-02-21,2017-11-30", "2016-02-21,2027-11-30")), ()),
    ("job without a start", jobs(("2016-02-21,2017-11-30", ",2017-11-30")), ()),
    ("no job with a date", all_jobs(lambda j: ",".join([*j.split(",")[:2], "", "", *j.split(",")[4:]])), ()),
    ("two jobs on one day", lambda s: s.write("jobs.csv", JOBS_HEAD, [*JOBS, JOBS[0].replace("2017-11-30", "2017-10-30")]), ()),
    ("no competitive job", all_jobs(lambda j: j.replace(",yes", ",no")), ()),
    ("everybody with a job before inclusion", all_jobs(lambda j: j.replace(",201", ",200", 1)), ()),
    ("occupation of ten digits", jobs((",13,9112", ",13,9112000000")), ()),
    ("ISCO code that is none", jobs((",13,9112", ",13,9999")), ()),
    ("jobs empty", all_jobs(lambda j: "") if False else (lambda s: s.write("jobs.csv", JOBS_HEAD, [])), ()),
    ("one person", lambda s: s.write("people.csv", PEOPLE_HEAD, PEOPLE[:1]), ()),
    ("two persons", lambda s: (s.write("people.csv", PEOPLE_HEAD, PEOPLE[:2]), s.write("jobs.csv", JOBS_HEAD, JOBS[:2])), ()),
    ("reason of leaving without the day", plain(people=("2015-09-01,moved", ",moved")), ()),
    ("reason of leaving that no code maps", plain(("observed_until_reason: why", "observed_until_reason: {column: why, codes: {died: died}}")), ()),
    ("id column of names", setting(("    id: pid\n    inclusion", "    id: name\n    inclusion")), ()),
    ("id column of one value", setting(("    id: pid\n    inclusion", "    id: sex\n    inclusion")), ()),
    ("one column mapped twice", setting(("birth_date: born", "birth_date: included")), ()),
    ("observed until as a number of days", people((",2,36,", ",2,36,500")), ()),
    ("inclusion and birth swapped", setting(("inclusion_date: included", "inclusion_date: born"), ("birth_date: born", "birth_date: included")), ()),
    ("start and end swapped", setting(("start: van, end: tot", "start: tot, end: van")), ()),
    ("job of a participant who is excluded", both(setting(("exposures:", "clean:\n  eligibility: [{variable: sex, one_of: [male], label: men}]\nexposures:"))), ()),
    ("eligible by impossible limits", setting(("exposures:", "clean:\n  eligibility: [{variable: age, min: 65, max: 18, label: of age}]\nexposures:")), ()),
    ("eligible by nothing", setting(("exposures:", "clean:\n  eligibility: [{variable: age, label: of age}]\nexposures:")), ()),
    ("label twice", setting(("label: Sex,", "label: Benefits,")), ()),
    ("control characters in an id", people(("P03,", "P\x0703,")), ()),
    ("scale of four items", setting(("    variables:", "    scales: {m: {kind: mhi5, items: [mhi, sex, ben, born], positive_items: [3, 5], one_means: all_of_the_time}}\n    variables:")), ()),
    ("scale's item out of range", setting(("    variables:", "    scales: {m: {kind: mhi5, items: [mhi, sex, ben, born, until], positive_items: [3, 5], one_means: all_of_the_time}}\n    variables:")), ()),
]
