"""Mistakes in settings of monitoring, recruitment, cut-offs and the whole study."""

from __future__ import annotations

from tests.mistakes.families import also, cut_off, family, recruitment, setting, with_more_people

STUDY = [
    (
        "site that is a number",
        also("monitoring: {site: age}\n"),
        (
            "tiny.yaml, line 36, monitoring.site: no category under ingest.participants.variables is called 'age'",
            "valid: sex, benefits",
        ),
    ),
    (
        "benchmark as a share",
        also("monitoring: {benchmarks: {good: 0.41}}\n"),
        (
            "tiny.yaml, line 36, monitoring.benchmarks.good: 0.41 is less than 1 percent",
            "write percent: 41",
        ),
    ),
    (
        "more persons at a later step",
        recruitment(20, 30),
        (
            "tiny.yaml, line 11, study.recruitment.steps: 'Included' has 30, more than 'Asked' before it with 20",
            "put the steps in the order in which people pass them, each counting those of",
        ),
    ),
    (
        "persons of the last step that the records do not hold",
        recruitment(40, 20),
        (
            "study.recruitment: the last step, 'Included', has 20, and the records hold 16 participants",
            "mend the number; where some of those included are not in the records, add a",
        ),
    ),
    (
        "reasons that leave out too many",
        recruitment(40, 16, ", left_out: {refused: 30}"),
        (
            "tiny.yaml, line 11, study.recruitment.steps: 'Included' holds 24 fewer than 'Asked', and 30 are left out for a reason",
            "give one reason for each person, or mend the numbers",
        ),
    ),
    (
        "persons of a step in words",
        recruitment("about 40", 16),
        (
            "tiny.yaml, line 11, study.recruitment.steps.1.n: 'about 40' is no count: write a whole number from 0 on, or not recorded",
            "config/README.md tells more under study.recruitment",
        ),
    ),
    (
        "steps by a variable that is none",
        setting(
            (
                "ingest:\n",
                "  recruitment: {source: Log, by: site, steps: [{label: Asked, n: {north: 9, south: 8}}, {label: Included, n: {north: 8, south: 8}}]}\ningest:\n",
            )
        ),
        (
            "tiny.yaml, line 11, study.recruitment.by: there is no variable 'site' of groups",
            "valid: sex, benefits",
        ),
    ),
    (
        "steps by a group that is none",
        family(with_more_people)(
            (
                "ingest:\n",
                "  recruitment: {source: Log, by: site, steps: [{label: Asked, n: {north: 10, east: 10}}, {label: Included, n: {north: 8, south: 8}}]}\ningest:\n",
            )
        ),
        (
            "tiny.yaml, line 11, study.recruitment.steps: n of 'Asked' is not of the groups north, east, south",
            "add south: a whole number or not recorded; or give one number of everybody, and write groups alike",
        ),
    ),
    (
        "cut-off of a category",
        cut_off("{of: sex, below: 2, label: Low, source: Made up}"),
        (
            "tiny.yaml, line 29, ingest.cut_offs.low.of: 'sex' is a category, and a cut-off is of a number",
            "valid: mhi5, age",
        ),
    ),
    (
        "cut-off of nothing",
        cut_off("{of: mhi, below: 60, label: Low, source: Made up}"),
        (
            "tiny.yaml, line 29, ingest.cut_offs.low.of: there is no number or scale 'mhi'",
            "did you mean 'mhi5'?",
        ),
    ),
    (
        "cut-off that nobody is below",
        cut_off(
            "{of: mhi5, below: 2, label: Low, source: Made up}",
            ("variable: benefits, reference: social assistance", "variable: low, reference: 'no'"),
        ),
        (
            "exposures.funding: everybody analysed is in the reference group 'no', so that there is no other to compare it with",
            "is it the right column? If so, take the exposure out",
        ),
    ),
    (
        "cut-off outside its number's range",
        cut_off("{of: mhi5, below: 600, label: Low, source: Made up}"),
        (
            "ingest.cut_offs.low.below: 600 is a cut-off that divides nobody: values of 'mhi5' lie from 0 to 100",
            "name a cut-off above the lowest value, the highest at most",
        ),
    ),
    (
        "cut-off without its source",
        cut_off("{of: mhi5, below: 60, label: Low}"),
        (
            "tiny.yaml, line 29, ingest.cut_offs.low.source: this key is missing",
            "Where the cut-off comes from, such as a publication with its DOI; it stands",
        ),
    ),
    (
        "repeated employment by no exposure",
        also("repeated: {employment: {exposures: [age]}}\n"),
        (
            "tiny.yaml, line 36, repeated.employment.exposures.1: there is no exposure 'age'",
            "valid: funding",
        ),
    ),
    (
        "nothing repeated",
        also("repeated: {}\n"),
        (
            "tiny.yaml, line 36, repeated: name employment, scores, or both",
            "config/README.md tells more under repeated",
        ),
    ),
    (
        "style that is none",
        also("tables: {style: nejm}\n"),
        (
            "tiny.yaml, line 36, tables.style: 'nejm' is not possible here",
            "one of: paper, apa, bmj, lancet",
        ),
    ),
    (
        "median of a category",
        also("tables: {medians: [sex]}\n"),
        (
            "tiny.yaml, line 36, tables.medians.1: there is no number or scale 'sex'",
            "valid: mhi5, age",
        ),
    ),
    (
        "baseline table of a name that is no variable",
        also("tables: {baseline: [sex, gender]}\n"),
        (
            "tiny.yaml, line 36, tables.baseline.2: there is no variable or scale 'gender'",
            "valid: sex, benefits, mhi5, age",
        ),
    ),
    (
        "language that is none",
        setting(("synthetic: yes", "synthetic: yes\nlanguage: fr")),
        (
            "tiny.yaml, line 5, language: 'fr' is not possible here",
            "one of: en, nl, de",
        ),
    ),
    (
        "results in a file",
        lambda s: s.setting(("results_dir: results", "results_dir: people.csv")),
        (
            "tiny.yaml, line 5, results_dir: people.csv is no folder",
            "name a folder; it is made where it does not exist",
        ),
    ),
    (
        "results below a file",
        lambda s: s.setting(("results_dir: results", "results_dir: people.csv/results")),
        (
            "tiny.yaml, line 5, results_dir: people.csv/results is no folder: people.csv is a file",
            "name a folder; it is made where it does not exist",
        ),
    ),
    (
        "name of the cohort with a slash",
        setting(("cohort: tiny", "cohort: ../tiny")),
        (
            "tiny.yaml, line 2, cohort: '../tiny' is no name for it: small letters, digits and _ only, a letter first",
            "The cohort's short name = this file's name without .yaml (but for config.yaml",
            "tiny.yaml, line 2, cohort: the cohort is called '../tiny' and its file tiny.yaml",
            "write cohort: tiny",
        ),
    ),
    (
        "yes in another language",
        setting(("synthetic: yes", "synthetic: ja")),
        (
            "tiny.yaml, line 4, synthetic: yes or no is expected",
            "`yes`: the records are made up, and every table, figure and page says so.",
        ),
    ),
    (
        "date as a reader of English writes it",
        setting(("data_lock: 2020-01-31", "data_lock: 31/01/2020")),
        (
            "tiny.yaml, line 8, study.end_of_observation.data_lock: a date is expected, such as 2015-11-19",
            "Nothing is known after this day.",
        ),
    ),
    (
        "data lock with day and month changed",
        setting(("data_lock: 2020-01-31", "data_lock: 2020-31-01")),
        (
            "tiny.yaml, line 8: there is no such day",
            "mend the date",
        ),
    ),
    (
        "recruitment the wrong way round",
        setting(("exposures:", "clean: {recruitment: [2017-12-31, 2014-01-01]}\nexposures:")),
        (
            "tiny.yaml, line 29, clean.recruitment: the last day lies before the first",
            "write [first day, last day]",
        ),
    ),
    (
        "draft with a decision left open",
        setting(("competitive: column", "competitive: DECIDE")),
        (
            "tiny.yaml, line 9, study.competitive: 'DECIDE' is not possible here",
            "one of: all_jobs, column, criteria",
        ),
    ),
    (
        "range the wrong way round",
        setting(("range: [0, 100]", "range: [100, 0]")),
        (
            "tiny.yaml, line 21, ingest.participants.variables.mhi5.range: the lowest value lies above the highest",
            "write [lowest, highest]",
        ),
    ),
    (
        "code that is a level and missing",
        setting(("missing: {9: refused}", "missing: {2: refused}")),
        (
            "tiny.yaml, line 20, ingest.participants.variables.benefits.missing: code 2 is both a level and missing",
            "keep it in one of the two",
        ),
    ),
    (
        "data lock in the future",
        setting(("data_lock: 2020-01-31", "data_lock: 2099-01-31")),
        (
            "tiny.yaml, line 8, study.end_of_observation.data_lock: 2099-01-31 is a day to come (today is 2026-11-28 by this",
            "name the last day of which the records know",
        ),
    ),
    (
        "cut-off named as a variable is",
        setting(("exposures:", "  cut_offs: {sex: {of: mhi5, below: 60, label: x, source: y}}\nexposures:")),
        (
            "tiny.yaml, line 29, ingest.cut_offs.sex: 'sex' is the name of something else",
            "choose another name",
        ),
    ),
]
