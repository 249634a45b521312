"""Mistakes in settings and files of competing exits, imputation, waves, outside series, monitoring, recruitment and other analyses beside the study's own."""

from __future__ import annotations

from tests.mistakes.families import also, family, plain, people, series, setting, waves, with_more_people, with_series, with_waves

MODELS = "models:\n"
RECRUITED = "  recruitment: {{source: Log, steps: [{{label: Asked, n: {asked}}}, {{label: Included, n: {included}{more}}}]}}\n"


def models(text: str):
    """More keys below models."""
    return setting((MODELS, f"models:\n  {text}\n"))


def recruitment(asked, included, more=""):
    return setting(("ingest:\n", RECRUITED.format(asked=asked, included=included, more=more) + "ingest:\n"))


def alternative(changes: str):
    """A choice with one alternative."""
    return also(f"sensitivity: {{choices: [{{choice: Which, here: this, alternatives: {{other: {changes}}}}}]}}\n")


def cut_off(text: str, *changes):
    return setting(("exposures:", f"  cut_offs: {{low: {text}}}\nexposures:"), *changes)


NEWER = [
    ("competing reasons without their column", also("survival: {competing: [died]}\n"), ()),
    ("horizon beyond follow-up", also("survival: {horizons: [4000]}\n"), ()),
    ("horizon below 0", also("survival: {horizons: [-30]}\n"), ()),
    ("mean up to a time beyond follow-up", also("survival: {tau: 4000}\n"), ()),
    ("competing reason in capitals", plain(("exposures:", "survival: {competing: [Moved]}\nexposures:")), ()),
    ("alternative that is as here", alternative("{models.confounders: [sex, age]}"), ()),
    ("alternative of the confidence level", alternative("{study.confidence: 0.9}"), ()),
    ("alternative with a value that is none", alternative("{outcomes.overlap: both}"), ()),
    ("alternative split before anybody", alternative("{exposures.funding: {variable: inclusion_date, split: 1999-01-01, levels: [a, b], reference: b}}"), ()),
    ("curves by a variable that is no exposure", also("survival: {by: [sex]}\n"), ()),
    ("method of imputation of no variable", models("imputation: {methods: {agee: pmm}}"), ()),
    ("method of imputation that does not fit", models("imputation: {methods: {age: logistic}}"), ()),
    ("auxiliary variable that is a confounder", models("imputation: {auxiliary: [age]}"), ()),
    ("imputed data sets without end", models("imputation: {m: 1000000}"), ()),
    ("level of a confounder that is none", models("references: {sex: woman}"), ()),
    ("event of a count", setting(("outcome: time_worked, model: log_linear", "outcome: time_worked, model: poisson, event: sex")), ()),
    ("Cox regression of a number without its event", setting(("outcome: time_worked, model: log_linear", "outcome: mhi5, model: cox")), ()),
    ("offset of no count", setting(("outcome: time_worked, model: log_linear", "outcome: time_worked, model: log_linear, offset: age")), ()),
    ("exposure among its own confounders", setting(("[sex, age]", "[sex, benefits]")), ()),
    ("outcome among its own confounders", setting(("outcome: time_worked, model: log_linear", "outcome: mhi5, model: linear"), ("[sex, age]", "[sex, mhi5]")), ()),
    ("confidence in percent", setting(("  time_unit: days", "  confidence: 95\n  time_unit: days")), ()),
    ("follow-up without its unit", setting(("follow_up: 30 months", "follow_up: 30")), ()),
    ("follow-up in years", setting(("follow_up: 30 months", "follow_up: 2.5 years")), ()),
    ("long-term work longer than follow-up", setting(("exposures:", "outcomes: {long_term: 2000}\nexposures:")), ()),
    ("split before anybody", setting(("funding: {variable: benefits, reference: social assistance, label: Funding}", "funding: {variable: inclusion_date, split: 1999-01-01, levels: [first, second], reference: first, label: Funding}")), ()),
    ("split with one name", setting(("funding: {variable: benefits, reference: social assistance, label: Funding}", "funding: {variable: inclusion_date, split: midpoint, levels: [first], reference: first, label: Funding}")), ()),
    ("split of a category", setting(("{variable: benefits, reference: social assistance,", "{variable: benefits, split: 3, levels: [a, b], reference: a,")), ()),
    ("exposure that is a number", setting(("{variable: benefits, reference: social assistance,", "{variable: age, reference: old,")), ()),
    ("wave that no variable is", waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {0: mhi_0, 12: mhi_12}}")), ()),
    ("waves out of order", waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {6: mhi_6, 0: mhi_0}}")), ()),
    ("wave after follow-up", waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {0: mhi_0, 60: mhi_6}}")), ()),
    ("one wave alone", waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {0: mhi_0}}")), ()),
    ("wave of a category", waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {0: sex, 6: mhi_6}}")), ()),
    ("score of nobody", waves(waves=("P03,0,", "P93,0,")), ()),
    ("two scores of one wave", waves(waves=("P03,6,", "P03,0,")), ()),
    ("row of a wave that no score names", waves(waves=("P03,6,", "P03,9,")), ()),
    ("score out of range", waves(waves=(",43\n", ",430\n")), ()),
    ("score with a decimal comma", waves(waves=(",43\n", ',"43,5"\n')), ()),
    ("wave and date at once", waves(("wave: month", "wave: month\n      date: day")), ()),
    ("days within without a date", waves(("wave: month", "wave: month\n      within: 30")), ()),
    ("date of measurement before inclusion", waves(("wave: month", "date: day\n      within: 30"), waves=("P03,0,2014-", "P03,0,2013-")), ()),
    ("no scores in the file of waves", waves(("scores: {mhi: {column: score,", "scores: {mhi: {column: mhi,")), ()),
    ("header row of a file of waves that has none", waves(("file: waves.csv", "file: waves.csv\n      format: sav\n      header_row: 2")), ()),
    ("wave named as a variable is", waves(("6: mhi_6}}}", "6: mhi5}}}")), ()),
    ("series with a period twice", series(series=("2014-Q2", "2014-Q1")), ()),
    ("series with a period in another form", series(series=("2014-Q2", "Q2 2014")), ()),
    ("series of months given as quarters", series(("period: quarter", "period: month")), ()),
    ("series that no alternative uses", series(("[sex, age, unemployment]", "[sex]")), ()),
    ("series without its source", series(("      source: Made up\n", "")), ()),
    ("series named as a variable is", series(("    unemployment:\n", "    age:\n")), ()),
    ("series as a confounder of the study", series(("  confounders: [sex, age]", "  confounders: [sex, age, unemployment]")), ()),
    ("alternative of a key that is none", series(("{models.confounders: [sex, age, unemployment]}", "{models.confounder: [sex, age, unemployment]}")), ()),
    ("two choices of one name", series(("choices: [", "choices: [{choice: Which, here: none, alternatives: {adjusted: {outcomes.overlap: sum}}}, ")), ()),
    ("site that is a number", also("monitoring: {site: age}\n"), ()),
    ("benchmark as a share", also("monitoring: {benchmarks: {good: 0.41}}\n"), ()),
    ("more persons at a later step", recruitment(20, 30), ()),
    ("persons of the last step that the records do not hold", recruitment(40, 20), ()),
    ("reasons that leave out too many", recruitment(40, 16, ", left_out: {refused: 30}"), ()),
    ("persons of a step in words", recruitment("about 40", 16), ()),
    ("steps by a variable that is none", setting(("ingest:\n", "  recruitment: {source: Log, by: site, steps: [{label: Asked, n: {north: 9, south: 8}}, {label: Included, n: {north: 8, south: 8}}]}\ningest:\n")), ()),
    ("steps by a group that is none", family(with_more_people)(("ingest:\n", "  recruitment: {source: Log, by: site, steps: [{label: Asked, n: {north: 10, east: 10}}, {label: Included, n: {north: 8, south: 8}}]}\ningest:\n")), ()),
    ("cut-off of a category", cut_off("{of: sex, below: 2, label: Low, source: Made up}"), ()),
    ("cut-off of nothing", cut_off("{of: mhi, below: 60, label: Low, source: Made up}"), ()),
    ("cut-off that nobody is below", cut_off("{of: mhi5, below: 2, label: Low, source: Made up}", ("variable: benefits, reference: social assistance", "variable: low, reference: 'no'")), ()),
    ("cut-off outside its number's range", cut_off("{of: mhi5, below: 600, label: Low, source: Made up}"), ()),
    ("cut-off without its source", cut_off("{of: mhi5, below: 60, label: Low}"), ()),
    ("repeated employment by no exposure", also("repeated: {employment: {exposures: [age]}}\n"), ()),
    ("nothing repeated", also("repeated: {}\n"), ()),
    ("style that is none", also("tables: {style: nejm}\n"), ()),
    ("median of a category", also("tables: {medians: [sex]}\n"), ()),
    ("baseline table of a name that is no variable", also("tables: {baseline: [sex, gender]}\n"), ()),
    ("language that is none", setting(("synthetic: yes", "synthetic: yes\nlanguage: fr")), ()),
    ("results in a file", lambda s: (s.setting(("results_dir: results", "results_dir: people.csv"))), ()),
    ("results below a file", lambda s: (s.setting(("results_dir: results", "results_dir: people.csv/results"))), ()),
    ("name of the cohort with a slash", setting(("cohort: tiny", "cohort: ../tiny")), ()),
    ("yes in another language", setting(("synthetic: yes", "synthetic: ja")), ()),
    ("date as a reader of English writes it", setting(("data_lock: 2020-01-31", "data_lock: 31/01/2020")), ()),
    ("data lock with day and month changed", setting(("data_lock: 2020-01-31", "data_lock: 2020-31-01")), ()),
    ("recruitment the wrong way round", setting(("exposures:", "clean: {recruitment: [2017-12-31, 2014-01-01]}\nexposures:")), ()),
    ("draft with a decision left open", setting(("competitive: column", "competitive: DECIDE")), ()),
    ("range the wrong way round", setting(("range: [0, 100]", "range: [100, 0]")), ()),
    ("code that is a level and missing", setting(("missing: {9: refused}", "missing: {2: refused}")), ()),
    ("data lock in the future", setting(("data_lock: 2020-01-31", "data_lock: 2099-01-31")), ()),
    ("cut-off named as a variable is", setting(("exposures:", "  cut_offs: {sex: {of: mhi5, below: 60, label: x, source: y}}\nexposures:")), ()),
]
