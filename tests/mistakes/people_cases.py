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
    (
        "born after inclusion",
        people(("1966-0", "2016-0")),
        (
            "people.csv, column born: birth dates that lie after inclusion (row 4)",
            "mend the dates; years of two digits may be the cause",
        ),
    ),
    (
        "born today",
        people(("1966-0", "2014-0")),
        (
            "people.csv, column born: birth dates that give an age below 10 years at inclusion (row 4)",
            "mend the dates, or declare stand-ins such as 1900-01-01 under .missing of the",
        ),
    ),
    (
        "born in 1866",
        people(("1966-0", "1866-0")),
        (
            "people.csv, column born: birth dates that give an age above 120 years at inclusion (row 4)",
            "mend the dates, or declare stand-ins such as 1900-01-01 under .missing of the",
        ),
    ),
    (
        "included after the data lock",
        people(("2014-04-15,2,36", "2020-04-15,2,36")),
        (
            "people.csv, column until: the last day observed lies before inclusion, or study.end_of_observation.data_lock",
            "mend the rows, or set clean.observed_until_before_inclusion: exclude",
        ),
    ),
    (
        "every value of a confounder missing",
        all_people(lambda n, r: cells(r, born="")),
        (
            "models.confounders: nobody among the 16 persons analysed has a value of 'age'",
            "is it the right column, and are its codes and missing codes right? If so, take",
        ),
    ),
    (
        "every value of an exposure missing",
        all_people(lambda n, r: cells(r, ben="9")),
        (
            "exposures.funding: nobody among those analysed has a value of 'benefits'",
            "is it the right column, and are its codes and missing codes right?",
        ),
    ),
    (
        "every value of an outcome missing",
        both(
            all_people(lambda n, r: cells(r, mhi="")), setting(("outcome: time_worked, model: log_linear", "outcome: mhi5, model: linear"))
        ),
        (
            "models.regressions.days_worked.outcome: nobody among the 16 persons analysed has a value of 'mhi5'",
            "is it the right column, and are its codes and missing codes right? If so, take",
        ),
    ),
    (
        "exposure of one level",
        all_people(lambda n, r: cells(r, ben="1")),
        (
            "exposures.funding: everybody analysed is in the reference group 'social assistance', so that there is no other to",
            "is it the right column? If so, take the exposure out",
        ),
    ),
    (
        "level in two spellings",
        both(all_people(lambda n, r: cells(r, sex=["male", "Male"][n % 2])), setting((", codes: {1: male, 2: female}", ""))),
        (
            "people.csv, column sex: levels that differ in capitals alone, and would be counted apart (rows 2, 3, 4, 5, 6, 7, 8, 9",
            "write them alike in the file, or say under",
        ),
    ),
    (
        "level mistyped in the settings",
        setting(("{1: male, 2: female}", "{1: male, 2: female}, levels: [male, femal]")),
        (
            "tiny.yaml, line 19, ingest.participants.variables.sex.codes: level 'female' is not in levels",
            "did you mean 'femal'?",
        ),
    ),
    (
        "number that is a category",
        setting(
            (
                "mhi5: {column: mhi, type: number, label: Mental health, range: [0, 100]}",
                "mhi5: {column: mhi, type: category, label: Mental health}",
            )
        ),
        (
            "people.csv, column mhi: 16 different values in 16 rows, nearly one for each person: no category, and tables would show",
            "is it the right column? If so, set ingest.participants.variables.mhi5.type",
        ),
    ),
    (
        "yes or no of numbers",
        setting(
            (
                "mhi5: {column: mhi, type: number, label: Mental health, range: [0, 100]}",
                "mhi5: {column: mhi, type: yes_no, label: Mental health}",
            )
        ),
        (
            "people.csv, column mhi: values that are not 1/0, yes/no, true/false or y/n (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6",
            "say what they mean: ingest.participants.variables.mhi5: {column: mhi, codes",
        ),
    ),
    (
        "missing code without a range",
        both(setting((", range: [0, 100]", "")), people((",2,36,", ",2,999,"))),
        (
            "people.csv, column mhi: numbers that look like codes for a missing value (99, 999, -9, ...), far from all others (row 4)",
            "declare them under ingest.participants.variables.mhi5.missing with their",
        ),
    ),
    (
        "hours above a bound of one's own",
        both(setting(("exposures:", "clean: {hours_max: 12}\nexposures:"))),
        (
            "jobs.csv, column hours: outside 0 to 12 hours per week (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11; ids P01, P02, P04, P05",
            "mend the rows, or set clean.hours_out_of_range: set_missing",
        ),
    ),
    (
        "wage below 0",
        lambda s: (
            s.write("jobs.csv", JOBS_HEAD + ",pay", [f"{j},{-5 if n == 0 else 12}" for n, j in enumerate(JOBS)]),
            s.setting(("hours_per_week: hours,", "hours_per_week: hours, wage: pay,")),
        ),
        (
            "jobs.csv, column pay: a wage below 0 (row 2; id P01)",
            "mend the rows, or set clean.wage_out_of_range: set_missing",
        ),
    ),
    (
        "job that begins before birth",
        jobs(("2016-02-21,2017-11-30", "1916-02-21,2017-11-30")),
        (
            "jobs.csv, column van: the job starts before its person was born (row 2; id P01)",
            "mend the date of the job, or that of birth",
        ),
    ),
    (
        "two jobs on one day",
        lambda s: s.write("jobs.csv", JOBS_HEAD, [*JOBS, JOBS[0].replace("2017-11-30", "2017-10-30")]),
        (
            "jobs.csv, column van: records of one person with the same start and occupation group, but other facts (one job told",
            "mend the rows, or set clean.same_start_twice: keep_last or keep",
        ),
    ),
    (
        "ISCO code that is none",
        jobs((",13,9112", ",13,9999")),
        (
            "jobs.csv, column isco: codes of no group of ISCO-08 (row 2)",
            "mend them, or declare codes such as 9999 under",
        ),
    ),
    (
        "reason of leaving without the day",
        plain(people=("2015-09-01,moved", ",moved")),
        (
            "people.csv, column until: a reason why observation ended, but no day (row 2; id P01)",
            "mend the rows, or set clean.end_reason_without_date: observed_to_end",
        ),
    ),
    (
        "reason of leaving that no code maps",
        plain(("observed_until_reason: why", "observed_until_reason: {column: why, codes: {died: died}}")),
        (
            "people.csv, column why: values that are no code of ingest.participants.observed_until_reason (rows 2, 7, 12, 17)",
            "its codes are 'died'; add what is missing to",
        ),
    ),
    (
        "id column of one value",
        setting(("    id: pid\n    inclusion", "    id: sex\n    inclusion")),
        (
            "people.csv, column sex: rows of one id differ (in inclusion_date, birth_date, age, benefits, mhi5) (rows 2, 3, 4, 5, 6",
            "keep one row per person, or give each person an id of their own",
            "jobs.csv, column pid: no participant has this id (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11; ids P01, P02, P04, P05, P07",
            "mend the rows, or set clean.job_without_participant: set_aside",
        ),
    ),
    (
        "one column mapped twice",
        setting(("birth_date: born", "birth_date: included")),
        (
            "tiny.yaml, line 16, ingest.participants.birth_date: column 'included' is inclusion_date too, and can't be both",
            "name the column of each",
        ),
    ),
    (
        "observed until as a number of days",
        people((",2,36,", ",2,36,500")),
        (
            "people.csv, column until: no possible dates (row 4)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "inclusion and birth swapped",
        setting(("inclusion_date: included", "inclusion_date: born"), ("birth_date: born", "birth_date: included")),
        (
            "people.csv, column included: birth dates that lie after inclusion (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "are birth and inclusion mapped the wrong way round?",
        ),
    ),
    (
        "start and end swapped",
        setting(("start: van, end: tot", "start: tot, end: van")),
        (
            "jobs.csv, column van: the job ends before it starts (rows 2, 4, 5, 6, 7, 8, 9, 10, 11; ids P01, P04, P05, P07, P08",
            "mend the rows, or set clean.end_before_start: end_unknown or drop",
        ),
    ),
    (
        "eligible by impossible limits",
        setting(("exposures:", "clean:\n  eligibility: [{variable: age, min: 65, max: 18, label: of age}]\nexposures:")),
        (
            "tiny.yaml, line 30, clean.eligibility.1: min (65) lies above max (18), which nobody meets",
            "change the two",
        ),
    ),
    (
        "eligible by nothing",
        setting(("exposures:", "clean:\n  eligibility: [{variable: age, label: of age}]\nexposures:")),
        (
            "tiny.yaml, line 30, clean.eligibility.1: name at least one of min, max, one_of",
            "config/README.md tells more under clean.eligibility",
        ),
    ),
    (
        "label twice",
        setting(("label: Sex,", "label: Benefits,")),
        (
            "tiny.yaml, line 20, ingest.participants.variables.benefits.label: 'Benefits' is the label of 'sex' too, so that readers",
            "give each a label of its own",
        ),
    ),
    (
        "scale of four items",
        setting(
            (
                "    variables:",
                "    scales: {m: {kind: mhi5, items: [mhi, sex, ben, born], positive_items: [3, 5], one_means: all_of_the_time}}\n    variables:",
            )
        ),
        (
            "tiny.yaml, line 18, ingest.participants.scales.m.items: 5 are expected at least, and 4 are given",
            "The five columns, in the questionnaire's order.",
        ),
    ),
    (
        "scale's item out of range",
        setting(
            (
                "    variables:",
                "    scales: {m: {kind: mhi5, items: [mhi, sex, ben, born, until], positive_items: [3, 5], one_means: all_of_the_time}}\n    variables:",
            )
        ),
        (
            "people.csv, column mhi: answers outside 1 to 6 (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "mend the cells, or declare codes such as 9 under",
            "people.csv, column born: text that is no number (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "mend the cells, or declare codes such as NA under",
        ),
    ),
]
