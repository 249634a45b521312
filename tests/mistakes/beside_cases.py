"""Mistakes in settings and files of waves, outside series and alternatives."""

from __future__ import annotations

from tests.mistakes.families import series, waves

BESIDE = [
    (
        "wave that no variable is",
        waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {0: mhi_0, 12: mhi_12}}")),
        (
            "tiny.yaml, line 43, repeated.scores.mental_health.waves.12: there is no number or scale 'mhi_12' under",
            "did you mean 'mhi_6'?",
        ),
    ),
    (
        "waves out of order",
        waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {6: mhi_6, 0: mhi_0}}")),
        (
            "tiny.yaml, line 43, repeated.scores.mental_health.waves: write the months in rising order, the first is that changes",
            "config/README.md tells more under repeated.scores",
        ),
    ),
    (
        "wave after follow-up",
        waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {0: mhi_0, 60: mhi_6}}")),
        (
            "tiny.yaml, line 43, repeated.scores.mental_health.waves: month 60 lies after the end of follow-up (month 30)",
            "waves are months since inclusion: mend the number, leave the wave out, or",
        ),
    ),
    (
        "one wave alone",
        waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {0: mhi_0}}")),
        (
            "tiny.yaml, line 43, repeated.scores.mental_health.waves: two waves or more are expected, as a change needs two",
            "config/README.md tells more under repeated.scores",
        ),
    ),
    (
        "wave of a category",
        waves(("mental_health: {waves: {0: mhi_0, 6: mhi_6}}", "mental_health: {waves: {0: sex, 6: mhi_6}}")),
        (
            "tiny.yaml, line 43, repeated.scores.mental_health.waves.0: there is no number or scale 'sex' under ingest.participants",
            "valid: mhi5, mhi_0, mhi_6, age",
        ),
    ),
    (
        "score of nobody",
        waves(waves=("P03,0,", "P93,0,")),
        (
            "waves.csv, ingest.waves.later.id: ids that no participant has (row 6)",
            "mend the ids, or take the rows out of the file",
        ),
    ),
    (
        "two scores of one wave",
        waves(waves=("P03,6,", "P03,0,")),
        (
            "waves.csv, ingest.waves.later: two rows of one person and wave (rows 6, 7)",
            "keep one of them",
        ),
    ),
    (
        "row of a wave that no score names",
        waves(waves=("P03,6,", "P03,9,")),
        (
            "waves.csv, column month: rows of waves that no score names ('9') (row 7)",
            "mend ingest.waves.later.scores, or write other_waves: leave_out beside it",
        ),
    ),
    (
        "score out of range",
        waves(waves=(",43\n", ",430\n")),
        (
            "waves.csv, column score (mhi_0): outside the range 0 to 100 (id P03)",
            "mend the rows, or set clean.value_out_of_range: set_missing",
        ),
    ),
    (
        "score with a decimal comma",
        waves(waves=(",43\n", ',"43,5"\n')),
        (
            "waves.csv, column score: text that is no number (row 6)",
            "if the commas are decimal ones, set decimal: ',' for the file",
        ),
    ),
    (
        "wave and date at once",
        waves(("wave: month", "wave: month\n      date: day")),
        (
            "tiny.yaml, line 30, ingest.waves.later: name the column of the wave, or that of the date: one of the two",
            "config/README.md tells more under ingest.waves",
        ),
    ),
    (
        "days within without a date",
        waves(("wave: month", "wave: month\n      within: 30")),
        (
            "tiny.yaml, line 30, ingest.waves.later: within and date go together: the days by which a date may lie before or after",
            "config/README.md tells more under ingest.waves",
        ),
    ),
    (
        "date of measurement before inclusion",
        waves(("wave: month", "date: day\n      within: 30"), waves=("P03,0,2014-", "P03,0,2013-")),
        (
            "waves.csv, column day: dates missing, or more than 30 days from every wave (row 6)",
            "mend ingest.waves.later.within, or write other_waves: leave_out beside it",
        ),
    ),
    (
        "no scores in the file of waves",
        waves(("scores: {mhi: {column: score,", "scores: {mhi: {column: mhi,")),
        (
            "waves.csv: there is no column 'mhi', which ingest.waves.later.scores.mhi names",
            "the file has 4 columns: pid, month, day, score",
        ),
    ),
    (
        "header row of a file of waves that has none",
        waves(("file: waves.csv", "file: waves.csv\n      format: sav\n      header_row: 2")),
        (
            "tiny.yaml, line 33, ingest.waves.later.header_row: files of this format have no row of names: their names lie elsewhere",
            "leave it out",
        ),
    ),
    (
        "wave named as a variable is",
        waves(("6: mhi_6}}}", "6: mhi5}}}")),
        (
            "tiny.yaml, line 34, ingest.waves.later.scores.mhi.waves.6: there is another variable or wave 'mhi5'",
            "choose another name for one of the two",
            "tiny.yaml, line 43, repeated.scores.mental_health.waves.6: there is no number or scale 'mhi_6' under",
            "did you mean 'mhi_0'?",
        ),
    ),
    (
        "series with a period twice",
        series(series=("2014-Q2", "2014-Q1")),
        (
            "series.csv, column quarter: quarters that stand twice (rows 2, 3)",
            "keep one row for each quarter, such as those of one region; or set period to",
        ),
    ),
    (
        "series with a period in another form",
        series(series=("2014-Q2", "Q2 2014")),
        (
            "series.csv, column quarter: cells that are no quarter (row 3)",
            "write each as 2014-Q1 or as a day in it (2014-03-01), or set period to what a",
        ),
    ),
    (
        "series of months given as quarters",
        series(("period: quarter", "period: month")),
        (
            "series.csv, column quarter: cells that are no month (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more)",
            "write each as 2014-03 or as a day in it (2014-03-01), or set period to what a",
        ),
    ),
    (
        "series that no alternative uses",
        series(("[sex, age, unemployment]", "[sex]")),
        (
            "tiny.yaml, line 39, sensitivity.series.unemployment: no alternative adjusts for it",
            "name it among the confounders of an alternative under sensitivity.choices, or",
        ),
    ),
    (
        "series without its source",
        series(("      source: Made up\n", "")),
        (
            "tiny.yaml, line 39, sensitivity.series.unemployment.source: this key is missing",
            "Where it comes from, said beside each result: who publishes it, which table",
        ),
    ),
    (
        "series named as a variable is",
        series(("    unemployment:\n", "    age:\n")),
        (
            "tiny.yaml, line 39, sensitivity.series.age: 'age' is the name of a variable, an exposure or a column already",
            "choose another name",
            "tiny.yaml, line 32, models.confounders: 'age' is an outside series, and the study itself adjusts for what is known of",
            "name it among the confounders of an alternative under sensitivity.choices",
        ),
    ),
    (
        "series as a confounder of the study",
        series(("  confounders: [sex, age]", "  confounders: [sex, age, unemployment]")),
        (
            "tiny.yaml, line 32, models.confounders: 'unemployment' is an outside series, and the study itself adjusts for what is",
            "name it among the confounders of an alternative under sensitivity.choices",
        ),
    ),
    (
        "alternative of a key that is none",
        series(("{models.confounders: [sex, age, unemployment]}", "{models.confounder: [sex, age, unemployment]}")),
        (
            "tiny.yaml, line 37, sensitivity.choices.1.alternatives.adjusted: models.confounder: no such key",
            "did you mean 'confounders'?",
        ),
    ),
    (
        "two choices of one name",
        series(("choices: [", "choices: [{choice: Which, here: none, alternatives: {adjusted: {outcomes.overlap: sum}}}, ")),
        (
            "tiny.yaml, line 37, sensitivity.choices.2.choice: 'Which' stands twice",
            "put its alternatives under one choice, or choose another name",
        ),
    ),
]
