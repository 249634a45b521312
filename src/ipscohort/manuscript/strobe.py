"""The STROBE checklist for cohort studies, filled where settings and results know the answer.

Source: von Elm et al. 2007, doi 10.1371/journal.pmed.0040296. Items are named in short; the statement has them in full.
"""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.catalogue.exhibits import FIGURES
from ipscohort.display.phrasing import by_assumption, observed_by_assumption
from ipscohort.manuscript import curves, methods, results
from ipscohort.manuscript.document import Block, Grid, Heading, Numbers, Paragraph
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.manuscript.methods import joined, lower
from ipscohort.models.families import FAMILIES

ITEMS = {
    "1a": "Design in the title or abstract",
    "1b": "Abstract: what was done and found",
    "2": "Background and rationale",
    "3": "Objectives and hypotheses",
    "4": "Study design, early in the paper",
    "5": "Setting, locations and dates of recruitment, follow-up and data collection",
    "6a": "Eligibility, sources and selection of participants, methods of follow-up",
    "6b": "Matched studies: criteria and numbers",
    "7": "Outcomes, exposures, confounders and effect modifiers defined",
    "8": "Sources of data and how each variable was measured",
    "9": "Efforts against bias",
    "10": "How the study size was arrived at",
    "11": "How quantitative variables were handled and grouped",
    "12a": "Statistical methods, control of confounding",
    "12b": "Subgroups and interactions",
    "12c": "How missing data were handled",
    "12d": "How loss to follow-up was handled",
    "12e": "Sensitivity analyses",
    "13a": "Numbers at each stage",
    "13b": "Reasons for non-participation at each stage",
    "13c": "Flow diagram",
    "14a": "Characteristics, exposures and potential confounders",
    "14b": "Number with missing data for each variable",
    "14c": "Follow-up time",
    "15": "Outcome events or summary measures over time",
    "16a": "Crude and adjusted estimates with precision, and the confounders adjusted for",
    "16b": "Category boundaries of continuous variables",
    "16c": "Absolute risks over a meaningful time",
    "17": "Other analyses: subgroups, interactions, sensitivity",
    "18": "Key results",
    "19": "Limitations, direction and size of potential bias",
    "20": "Interpretation",
    "21": "Generalisability",
    "22": "Funding",
}
"""Item -> what it asks, in short."""
AUTHORS = "For the authors."


def strobe(inputs: ManuscriptInputs, numbers: Numbers) -> list[Block]:
    """The checklist as a table; what only the authors know says so."""
    filled = {**FIXED, **{item: answer(inputs) for item, answer in FROM_SETTINGS.items()}}
    filled |= {item: answer(inputs, numbers) for item, answer in FROM_RESULTS.items()}
    rows = tuple((item, asked, filled.get(item) or AUTHORS) for item, asked in ITEMS.items())
    return [
        Heading("STROBE checklist for cohort studies", 1),
        Paragraph(
            "Filled from the settings and the results of this run; where it says so, the authors complete it. Items in short, after von Elm "
            "et al. 2007, doi 10.1371/journal.pmed.0040296."
        ),
        Grid(("Item", "Asks for", "Answer"), rows, (0.07, 0.28, 0.65)),
    ]


def _setting(inputs: ManuscriptInputs) -> str:
    return " ".join(filter(None, [methods.recruitment(inputs), methods.length(inputs), "Setting and locations: for the authors."]))


def _eligibility(inputs: ManuscriptInputs) -> str:
    said = [methods.eligibility(inputs), methods.how_followed(inputs), "Sources and selection of participants: for the authors."]
    return " ".join(filter(None, said))


def _variables(inputs: ManuscriptInputs) -> str:
    models = inputs.settings.models
    named = dict.fromkeys(
        name for r in models.regressions.values() for name in (models.confounders if r.confounders is None else r.confounders)
    )
    said = [*methods.outcomes(inputs), *methods.exposures(inputs)]
    said += [f"Confounders: {joined(lower(inputs.label(name)) for name in named)}."] if named else []
    return " ".join([*said, "No effect modifiers were analysed."])


def _sources(inputs: ManuscriptInputs) -> str:
    known = [info for info in inputs.codebook.variables.values() if info.rule]
    rules = "; ".join(f"{info.label}: {info.rule.rstrip('.')}" for info in known)
    sources = joined(name.replace("_", " ") for name in inputs.codebook.job_sources)
    several = ", in this order of precedence" if len(inputs.codebook.job_sources) > 1 else ""
    jobs = f"Jobs: {sources}{several}. " if sources else ""
    return f"{jobs}{rules}." if rules else jobs


def _size(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    last, models = inputs.flow.iloc[-1], []
    n = numbers.count(last["n"], source("flow", "n", step=last["step"]))
    regressions = inputs.settings.models.regressions
    for (name, exposure), fits in inputs.fits[inputs.fits["model"].isin(regressions)].groupby(["model", "exposure"], sort=False):
        sizes = [
            f"{fit['adjustment']} {numbers.count(fit['n'], source('fits', 'n', model=name, exposure=exposure, adjustment=fit['adjustment']))}"
            for _, fit in fits[fits["adjustment"].isin(results.SHOWN)].iterrows()
        ]
        models.append(f"{inputs.outcome_label(regressions[name])}, {inputs.label(exposure)}: {', '.join(sizes)}")
    fitted = f"; regressions have those of whom every variable is known: {'; '.join(models)}" if models else ""
    return f"All {n} eligible persons in the records were analysed{fitted}. How the size was planned: for the authors."


def _quantities(inputs: ManuscriptInputs) -> str:
    split = [inputs.label(name) for name, exposure in inputs.exposures.items() if exposure.split is not None]
    groups = f" In two groups: {joined(split)} (item 16b)." if split else ""
    transformed = [inputs.outcome_label(r) for r in inputs.settings.models.regressions.values() if FAMILIES[r.model].transform]
    logs = f" On a transformed scale: {joined(transformed)} ({'; '.join(_kinds(inputs))})." if transformed else ""
    return f"Numbers entered models linearly.{groups}{logs}"


def _kinds(inputs: ManuscriptInputs) -> list[str]:
    found = [FAMILIES[r.model] for r in inputs.settings.models.regressions.values()]
    return list(dict.fromkeys(family.regression for family in found if family.transform))


def _statistics(inputs: ManuscriptInputs) -> str:
    return " ".join([*methods.regressions(inputs), methods.survival(inputs)])


def _loss(inputs: ManuscriptInputs) -> str:
    assumed = observed_by_assumption(inputs.study, inputs.persons["full_follow_up"])
    lost = f"No loss to follow-up, {by_assumption()}. " if assumed else f"{inputs.rule('last_day_observed')} "
    return f"{lost}Kaplan-Meier estimates censor at the last day observed; rates count those observed."


def _sensitivity(inputs: ManuscriptInputs) -> str:
    said = []
    if inputs.settings.models.crude_on_adjusted_rows and inputs.settings.models.regressions:
        said.append("Crude estimates on the persons of the adjusted models.")
    named = [inputs.outcome_label(r) for r in inputs.settings.models.regressions.values() if r.role == "sensitivity"]
    said += [f"Regressions: {joined(named)}."] if named else []
    said.append("Least and most that outcomes and rates can be where dates or periods are unknown.")
    choices = inputs.settings.replication.choices if inputs.settings.replication else []
    said += [f"Alternative definitions: {'; '.join(lower(choice.choice) for choice in choices)}."] if choices else []
    return " ".join(said)


def _missing_values(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    said = []
    for name, info in inputs.codebook.variables.items():
        n = int(inputs.persons[name].isna().sum()) if name in inputs.persons else 0
        if n:
            said.append(f"{info.label} {numbers.count(n, source('persons', name, missing='yes'))}")
    return (
        f"Missing: {'; '.join(said)}. Figure: {FIGURES['missing_patterns'].title}." if said else "No characteristic is missing of anybody."
    )


def _events(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    said = (results.job_obtained(inputs, numbers), results.time_worked(inputs, numbers), results.rates(inputs, numbers))
    return " ".join(filter(None, said))


def _estimates(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    return " ".join(results.associations(inputs, numbers))


def _boundaries(inputs: ManuscriptInputs) -> str:
    groups = {name: methods.boundary(exposure) for name, exposure in inputs.exposures.items()}
    said = [f"{inputs.label(name)}: {text}" for name, text in groups.items() if text]
    return f"{'; '.join(said)}." if said else "No continuous variable was put into categories by this analysis."


def _others(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    roles = {inputs.outcome_label(r): r.role for r in inputs.settings.models.regressions.values() if r.role != "primary"}
    said = f"Analyses that are not primary: {'; '.join(f'{label} ({role})' for label, role in roles.items())}. " if roles else ""
    found = [
        f"{inputs.label(row['exposure'])} {p}"
        for _, row in inputs.survival_tests.iterrows()
        if (p := numbers.p(row["p_value"], source("survival_tests", "p_value", exposure=row["exposure"])))
    ]
    tests = f"Log-rank tests: {'; '.join(found)}. " if found else ""
    return f"{said}{tests}No subgroups or interactions were analysed."


FIXED = {
    "13c": f"Figure: {FIGURES['participant_flow'].title} (figures/participant_flow).",
    "14a": "Table: characteristics at inclusion, of everybody and by exposure (tables/baseline).",
}
"""Item -> where the answer is."""
FROM_SETTINGS: dict[str, Callable[[ManuscriptInputs], str]] = {
    "5": _setting,
    "6a": _eligibility,
    "7": _variables,
    "8": _sources,
    "11": _quantities,
    "12a": _statistics,
    "12c": methods.missing,
    "12d": _loss,
    "12e": _sensitivity,
    "16b": _boundaries,
}
"""Item -> what fills it from the settings and the codebook."""
FROM_RESULTS: dict[str, Callable[[ManuscriptInputs, Numbers], str]] = {
    "10": _size,
    "13a": results.stages,
    "13b": results.left_out,
    "14b": _missing_values,
    "14c": results.person_time,
    "15": _events,
    "16a": _estimates,
    "16c": curves.estimates,
    "17": _others,
}
"""Item -> what fills it from the results."""
