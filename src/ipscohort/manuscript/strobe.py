"""The STROBE checklist for cohort studies, filled where settings and results know the answer.

Source: von Elm et al. 2007, doi 10.1371/journal.pmed.0040296. Items are named in short; the statement has them in full.
"""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.catalogue.adjustments import MUTUAL
from ipscohort.catalogue.exhibits import FIGURES
from ipscohort.display.phrasing import beside_test, by_assumption, joined, observed_by_assumption
from ipscohort.manuscript import curves, methods, on_request, recruitment, results
from ipscohort.manuscript.document import Block, Grid, Heading, Numbers, Paragraph
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.models.families import FAMILIES
from ipscohort.words import later, mid_sentence, say

ITEMS = {
    "1a": later("Design in the title or abstract"),
    "1b": later("Abstract: what was done and found"),
    "2": later("Background and rationale"),
    "3": later("Objectives and hypotheses"),
    "4": later("Study design, early in the paper"),
    "5": later("Setting, locations and dates of recruitment, follow-up and data collection"),
    "6a": later("Eligibility, sources and selection of participants, methods of follow-up"),
    "6b": later("Matched studies: criteria and numbers"),
    "7": later("Outcomes, exposures, confounders and effect modifiers defined"),
    "8": later("Sources of data and how each variable was measured"),
    "9": later("Efforts against bias"),
    "10": later("How the study size was arrived at"),
    "11": later("How quantitative variables were handled and grouped"),
    "12a": later("Statistical methods, control of confounding"),
    "12b": later("Subgroups and interactions"),
    "12c": later("How missing data were handled"),
    "12d": later("How loss to follow-up was handled"),
    "12e": later("Sensitivity analyses"),
    "13a": later("Numbers at each stage"),
    "13b": later("Reasons for non-participation at each stage"),
    "13c": later("Flow diagram"),
    "14a": later("Characteristics, exposures and potential confounders"),
    "14b": later("Number with missing data for each variable"),
    "14c": later("Follow-up time"),
    "15": later("Outcome events or summary measures over time"),
    "16a": later("Crude and adjusted estimates with precision, and the confounders adjusted for"),
    "16b": later("Category boundaries of continuous variables"),
    "16c": later("Absolute risks over a meaningful time"),
    "17": later("Other analyses: subgroups, interactions, sensitivity"),
    "18": later("Key results"),
    "19": later("Limitations, direction and size of potential bias"),
    "20": later("Interpretation"),
    "21": later("Generalisability"),
    "22": later("Funding"),
}
"""Item -> what it asks, in short."""
AUTHORS = later("For the authors.")


def strobe(inputs: ManuscriptInputs, numbers: Numbers) -> list[Block]:
    """The checklist as a table; what only the authors know says so."""
    filled = {**_fixed(), **{item: answer(inputs) for item, answer in FROM_SETTINGS.items()}}
    filled |= {item: answer(inputs, numbers) for item, answer in FROM_RESULTS.items()}
    rows = tuple((item, say(asked), filled.get(item) or say(AUTHORS)) for item, asked in ITEMS.items())
    return [
        Heading(say("STROBE checklist for cohort studies"), 1),
        Paragraph(
            say(
                "Filled from the settings and the results of this run; where it says so, the authors complete it. Items in short, after von Elm "
                "et al. 2007, doi 10.1371/journal.pmed.0040296."
            )
        ),
        Grid((say("Item"), say("Asks for"), say("Answer")), rows, (0.07, 0.28, 0.65)),
    ]


def _setting(inputs: ManuscriptInputs) -> str:
    return " ".join(filter(None, [methods.recruitment(inputs), methods.length(inputs), say("Setting and locations: for the authors.")]))


def _eligibility(inputs: ManuscriptInputs) -> str:
    said = [methods.eligibility(inputs), methods.how_followed(inputs), say("Sources and selection of participants: for the authors.")]
    return " ".join(filter(None, said))


def _variables(inputs: ManuscriptInputs) -> str:
    models = inputs.settings.models
    named = dict.fromkeys(
        name for r in models.regressions.values() for name in (models.confounders if r.confounders is None else r.confounders)
    )
    said = [*methods.outcomes(inputs), *methods.exposures(inputs)]
    said += [say("Confounders: {names}.", names=joined(mid_sentence(inputs.label(name)) for name in named))] if named else []
    return " ".join([*said, say("No effect modifiers were analysed.")])


def _sources(inputs: ManuscriptInputs) -> str:
    known = [info for info in inputs.codebook.variables.values() if info.rule]
    rules = "; ".join(f"{info.label}: {info.rule.rstrip('.')}" for info in known)
    sources = joined(name.replace("_", " ") for name in inputs.codebook.job_sources)
    if len(inputs.codebook.job_sources) > 1:
        jobs = say("Jobs: {sources}, in this order of precedence. ", sources=sources)
    else:
        jobs = say("Jobs: {sources}. ", sources=sources) if sources else ""
    return f"{jobs}{rules}." if rules else jobs


def _size(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    last, models = inputs.flow.iloc[-1], []
    n = numbers.count(last["n"], source("flow", "n", step=last["step"]))
    regressions = inputs.settings.models.regressions
    for (name, exposure), fits in inputs.fits[inputs.fits["model"].isin(regressions)].groupby(["model", "exposure"], sort=False):
        sizes = [
            say(results.ESTIMATED[fit["adjustment"]], found=numbers.count(fit["n"], _size_of(name, exposure, fit["adjustment"])))
            for _, fit in fits[fits["adjustment"].isin(results.SHOWN)].iterrows()
        ]
        models.append(f"{inputs.outcome_label(regressions[name])}, {inputs.label(exposure)}: {', '.join(sizes)}")
    planned = say("How the size was planned: for the authors.")
    if not models:
        return f"{say('All {n} eligible persons in the records were analysed.', n=n)} {planned}"
    said = say(
        "All {n} eligible persons in the records were analysed; regressions have those of whom every variable is known: {models}.",
        n=n,
        models="; ".join(models),
    )
    return f"{said} {planned}"


def _size_of(model: str, exposure: str, adjustment: str) -> str:
    return source("fits", "n", model=model, exposure=exposure, adjustment=adjustment)


def _quantities(inputs: ManuscriptInputs) -> str:
    split = [inputs.label(name) for name, exposure in inputs.exposures.items() if exposure.split is not None]
    groups = say(" In two groups: {names} (item 16b).", names=joined(split)) if split else ""
    transformed = [inputs.outcome_label(r) for r in inputs.settings.models.regressions.values() if FAMILIES[r.model].transform]
    kinds = "; ".join(_kinds(inputs))
    logs = say(" On a transformed scale: {names} ({kinds}).", names=joined(transformed), kinds=kinds) if transformed else ""
    return say("Numbers entered models linearly.") + groups + logs


def _kinds(inputs: ManuscriptInputs) -> list[str]:
    found = [FAMILIES[r.model] for r in inputs.settings.models.regressions.values()]
    return list(dict.fromkeys(say(family.regression) for family in found if family.transform))


def _statistics(inputs: ManuscriptInputs) -> str:
    return " ".join([*methods.regressions(inputs), methods.survival(inputs), *on_request.over_time(inputs)])


def _loss(inputs: ManuscriptInputs) -> str:
    assumed = observed_by_assumption(inputs.study, inputs.persons["full_follow_up"])
    lost = say("No loss to follow-up, {assumed}.", assumed=by_assumption()) if assumed else inputs.rule("last_day_observed")
    censored = say("Kaplan-Meier estimates censor at the last day observed; rates count those observed.")
    left = inputs.persons["full_follow_up"].eq(False) & inputs.persons["job_obtained"].eq("no")
    counted = say("Who left before the end of follow-up without a job counts as not having obtained one.") if left.any() else ""
    return " ".join(filter(None, [lost, censored, counted, on_request.left_early(inputs)]))


def _sensitivity(inputs: ManuscriptInputs) -> str:
    said = []
    if inputs.settings.models.crude_on_adjusted_rows and inputs.settings.models.regressions:
        said.append(say("Crude estimates on the persons of the adjusted models."))
    if inputs.fits["adjustment"].eq(MUTUAL).any():
        said.append(say("Each exposure adjusted for the other exposures too."))
    said += on_request.sensitivity(inputs)
    named = [inputs.outcome_label(r) for r in inputs.settings.models.regressions.values() if r.role == "sensitivity"]
    said += [say("Regressions: {names}.", names=joined(named))] if named else []
    said.append(say("Least and most that outcomes and rates can be where dates or periods are unknown."))
    choices = inputs.settings.replication.choices if inputs.settings.replication else []
    listed = "; ".join(mid_sentence(choice.choice) for choice in choices)
    said += [say("Alternative definitions: {choices}.", choices=listed)] if choices else []
    if inputs.settings.sensitivity:
        listed = "; ".join(mid_sentence(choice.choice) for choice in inputs.settings.sensitivity.choices)
        said.append(say("Every regression with other choices: {choices}.", choices=listed))
    return " ".join(said)


def _missing_values(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    said = []
    for name, info in inputs.codebook.variables.items():
        n = int(inputs.persons[name].isna().sum()) if name in inputs.persons else 0
        if n:
            said.append(f"{info.label} {numbers.count(n, source('persons', name, missing='yes'))}")
    if not said:
        return say("No characteristic is missing of anybody.")
    return say("Missing: {counts}. Figure: {title}.", counts="; ".join(said), title=say(FIGURES["missing_patterns"].title))


def _not_taking_part(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    return " ".join(filter(None, [recruitment.reasons(inputs, numbers), results.left_out(inputs, numbers)]))


def _events(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    said = (results.job_obtained(inputs, numbers), results.time_worked(inputs, numbers), results.rates(inputs, numbers))
    return " ".join(filter(None, said))


def _estimates(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    return " ".join(results.associations(inputs, numbers))


def _boundaries(inputs: ManuscriptInputs) -> str:
    groups = {name: methods.boundary(exposure) for name, exposure in inputs.exposures.items()}
    said = [f"{inputs.label(name)}: {text}" for name, text in groups.items() if text]
    return f"{'; '.join(said)}." if said else say("No continuous variable was put into categories by this analysis.")


def _others(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    roles = {inputs.outcome_label(r): r.role for r in inputs.settings.models.regressions.values() if r.role != "primary"}
    listed = "; ".join(f"{label} ({say(methods.ROLES[role])})" for label, role in roles.items())
    said = say("Analyses that are not primary: {analyses}. ", analyses=listed) if roles else ""
    found = [
        beside_test(f"{inputs.label(row['exposure'])} {p}", row)
        for _, row in inputs.survival_tests.iterrows()
        if (p := numbers.p(row["p_value"], source("survival_tests", "p_value", exposure=row["exposure"])))
    ]
    tests = say("Log-rank tests: {tests}. ", tests="; ".join(found)) if found else ""
    more = on_request.further(inputs)
    named = say("Further analyses, with their results in the text: {analyses}. ", analyses=joined(more)) if more else ""
    return said + tests + _gray(inputs, numbers) + named + on_request.interactions(inputs)


def _gray(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """Gray's tests of the cumulative incidence of a first job, where exits compete."""
    rows = inputs.gray_tests[inputs.gray_tests["cause"].eq("first_job")]
    found = [
        beside_test(f"{inputs.label(row['exposure'])} {p}", row)
        for _, row in rows.iterrows()
        if (p := numbers.p(row["p_value"], source("gray_tests", "p_value", exposure=row["exposure"], cause="first_job")))
    ]
    return say("Gray's tests of the cumulative incidence of a first job: {tests}. ", tests="; ".join(found)) if found else ""


def _fixed() -> dict[str, str]:
    """Item -> where the answer is."""
    return {
        "13c": say("Figure: {title} (figures/participant_flow).", title=say(FIGURES["participant_flow"].title)),
        "14a": say("Table: characteristics at inclusion, of everybody and by exposure (tables/baseline)."),
    }


FROM_SETTINGS: dict[str, Callable[[ManuscriptInputs], str]] = {
    "5": _setting,
    "6a": _eligibility,
    "7": _variables,
    "8": _sources,
    "11": _quantities,
    "12a": _statistics,
    "12b": on_request.interactions,
    "12c": methods.missing,
    "12d": _loss,
    "12e": _sensitivity,
    "16b": _boundaries,
}
"""Item -> what fills it from the settings and the codebook."""
FROM_RESULTS: dict[str, Callable[[ManuscriptInputs, Numbers], str]] = {
    "10": _size,
    "13a": results.stages,
    "13b": _not_taking_part,
    "14b": _missing_values,
    "14c": results.person_time,
    "15": _events,
    "16a": _estimates,
    "16c": curves.estimates,
    "17": _others,
}
"""Item -> what fills it from the results."""
