"""Mistakes in settings of survival, models, imputation, weights and exposures."""

from __future__ import annotations

from tests.mistakes.families import also, alternative, models, plain, setting

ANALYSES = [
    (
        "competing reasons without their column",
        also("survival: {competing: [died]}\n"),
        (
            "tiny.yaml, line 36, survival.competing: no record says why anybody left",
            "map ingest.participants.observed_until_reason",
        ),
    ),
    (
        "horizon beyond follow-up",
        also("survival: {horizons: [4000]}\n"),
        (
            "tiny.yaml, line 36, survival.horizons.1: 4000 days is beyond the follow-up of 30 months, so nobody is observed so long",
            "name times within follow-up, in study.time_unit",
        ),
    ),
    (
        "horizon below 0",
        also("survival: {horizons: [-30]}\n"),
        ("tiny.yaml, line 36, survival.horizons.1: -30 is too little: it must be above 0",),
    ),
    (
        "mean up to a time beyond follow-up",
        also("survival: {tau: 4000}\n"),
        (
            "tiny.yaml, line 36, survival.tau: 4000 days is beyond the follow-up of 30 months, so nobody is observed so long",
            "name a time within follow-up, or leave it out: means are then taken up to the",
        ),
    ),
    (
        "competing reason in capitals",
        plain(("exposures:", "survival: {competing: [Moved]}\nexposures:")),
        (
            "survival.competing.1: nobody left for 'Moved', and 4 persons left for 'moved'",
            "write moved; capitals, blanks and spelling count",
        ),
    ),
    (
        "alternative that is as here",
        alternative("{models.confounders: [sex, age]}"),
        (
            "tiny.yaml, line 36, sensitivity.choices.1.alternatives.other: this is what the study does already",
            "name another value, or take the alternative out",
        ),
    ),
    (
        "alternative of the confidence level",
        alternative("{study.confidence: 0.9}"),
        (
            "tiny.yaml, line 36, sensitivity.choices.1.alternatives.other: study.confidence is no alternative: all intervals of a",
            "leave it out",
        ),
    ),
    (
        "alternative with a value that is none",
        alternative("{outcomes.overlap: both}"),
        (
            "tiny.yaml, line 36, sensitivity.choices.1.alternatives.other: outcomes.overlap: 'both' is not possible here",
            "one of: union, sum",
        ),
    ),
    (
        "alternative split before anybody",
        alternative("{exposures.funding: {variable: inclusion_date, split: 1999-01-01, levels: [a, b], reference: b}}"),
        (
            "sensitivity.choices.1.alternatives.other: exposures.funding.split: 1999-01-01 leaves one group empty: all 16 persons",
            "name a split between them",
        ),
    ),
    (
        "curves by a variable that is no exposure",
        also("survival: {by: [sex]}\n"),
        (
            "tiny.yaml, line 36, survival.by.1: there is no exposure 'sex'",
            "valid: funding",
        ),
    ),
    (
        "method of imputation of no variable",
        models("imputation: {methods: {agee: pmm}}"),
        (
            "tiny.yaml, line 32, models.imputation.methods.agee: there is no variable or exposure 'agee'",
            "did you mean 'age'?",
        ),
    ),
    (
        "method of imputation that does not fit",
        models("imputation: {methods: {age: logistic}}"),
        (
            "tiny.yaml, line 32, models.imputation.methods.age: 'age' is a number, which logistic does not impute",
            "take pmm",
        ),
    ),
    (
        "auxiliary variable that is a confounder",
        models("imputation: {auxiliary: [age]}"),
        (
            "tiny.yaml, line 32, models.imputation.auxiliary.1: 'age' is a confounder of every regression, so it is no further",
            "leave it out",
        ),
    ),
    (
        "imputed data sets without end",
        models("imputation: {m: 1000000}"),
        (
            "tiny.yaml, line 32, models.imputation.m: 1000000 is too much: it must be at most 1000",
            "Imputed data sets: at least as many as percent of an estimate's variance is",
        ),
    ),
    (
        "level of a confounder that is none",
        models("references: {sex: woman}"),
        (
            "tiny.yaml, line 32, models.references.sex: 'woman' is no level of 'sex'",
            "valid: male, female",
        ),
    ),
    (
        "event of a count",
        setting(("outcome: time_worked, model: log_linear", "outcome: time_worked, model: poisson, event: sex")),
        (
            "tiny.yaml, line 35, models.regressions.days_worked.event: a Poisson regression takes no event",
            "leave it out, or use cox",
        ),
    ),
    (
        "Cox regression of a number without its event",
        setting(("outcome: time_worked, model: log_linear", "outcome: mhi5, model: cox")),
        (
            "tiny.yaml, line 35, models.regressions.days_worked: 'mhi5' is a time to something, and nothing says to what",
            "add event: the yes/no variable that says whether the time ends with it",
        ),
    ),
    (
        "offset of no count",
        setting(("outcome: time_worked, model: log_linear", "outcome: time_worked, model: log_linear, offset: age")),
        (
            "tiny.yaml, line 35, models.regressions.days_worked.offset: a log-linear regression takes no offset",
            "leave it out, or use poisson, negative_binomial",
        ),
    ),
    (
        "exposure among its own confounders",
        setting(("[sex, age]", "[sex, benefits]")),
        (
            "tiny.yaml, line 32, models.confounders: 'benefits' is the exposure 'funding' and its own confounder",
            "take it out of one of the two",
        ),
    ),
    (
        "outcome among its own confounders",
        setting(("outcome: time_worked, model: log_linear", "outcome: mhi5, model: linear"), ("[sex, age]", "[sex, mhi5]")),
        (
            "tiny.yaml, line 35, models.regressions.days_worked.outcome: 'mhi5' is the outcome and a confounder",
            "take it out of one of the two",
        ),
    ),
    (
        "confidence in percent",
        setting(("  time_unit: days", "  confidence: 95\n  time_unit: days")),
        (
            "tiny.yaml, line 10, study.confidence: 95 is too much: it must be below 1; 95% is written 0.95",
            "Confidence level of all intervals.",
        ),
    ),
    (
        "follow-up without its unit",
        setting(("follow_up: 30 months", "follow_up: 30")),
        (
            "tiny.yaml, line 7, study.follow_up: 30 has no unit",
            "write the unit too: 30 days, 30 weeks or 30 months",
        ),
    ),
    (
        "follow-up in years",
        setting(("follow_up: 30 months", "follow_up: 2.5 years")),
        (
            "tiny.yaml, line 7, study.follow_up: written as a whole number and a unit: 30 months, 52 weeks or 365 days",
            "config/README.md tells more under study.follow_up",
        ),
    ),
    (
        "long-term work longer than follow-up",
        setting(("exposures:", "outcomes: {long_term: 2000}\nexposures:")),
        (
            "tiny.yaml, line 29, outcomes.long_term: 2000 days is beyond the follow-up of 30 months, so nobody is observed so long",
            "name a shorter time that counts as long",
        ),
    ),
    (
        "split before anybody",
        setting(
            (
                "funding: {variable: benefits, reference: social assistance, label: Funding}",
                "funding: {variable: inclusion_date, split: 1999-01-01, levels: [first, second], reference: first, label: Funding}",
            )
        ),
        (
            "exposures.funding.reference: nobody among those analysed is in the reference group 'first'",
            "choose a group that occurs: second",
        ),
    ),
    (
        "split with one name",
        setting(
            (
                "funding: {variable: benefits, reference: social assistance, label: Funding}",
                "funding: {variable: inclusion_date, split: midpoint, levels: [first], reference: first, label: Funding}",
            )
        ),
        (
            "tiny.yaml, line 30, exposures.funding.levels: 2 are expected at least, and 1 is given",
            "With `split`: the names of the first and the second group.",
        ),
    ),
    (
        "split of a category",
        setting(("{variable: benefits, reference: social assistance,", "{variable: benefits, split: 3, levels: [a, b], reference: a,")),
        (
            "tiny.yaml, line 30, exposures.funding.split: 'benefits' is a category, which has no split",
            "leave split and levels out",
            "tiny.yaml, line 30, exposures.funding.reference: 'a' is no level of 'benefits'",
            "valid: social assistance, disability",
        ),
    ),
    (
        "exposure that is a number",
        setting(("{variable: benefits, reference: social assistance,", "{variable: age, reference: old,")),
        (
            "tiny.yaml, line 30, exposures.funding: 'age' is a number",
            "add split and levels, or name a category or yes_no variable",
            "tiny.yaml, line 32, models.confounders: 'age' is the exposure 'funding' and its own confounder",
            "take it out of one of the two",
        ),
    ),
]
