"""The results in sentences, each number from a row of a tidy table."""

from __future__ import annotations

import pandas as pd

from ipscohort.arithmetic.quantiles import quantile
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.phrasing import by_assumption, observed_by_assumption, units
from ipscohort.display.phrasing import person_time as units_of_persons
from ipscohort.display.units import one
from ipscohort.manuscript import business_case, checked, curves, effects, further, recruitment
from ipscohort.manuscript.document import Block, Heading, Numbers, Paragraph
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.models.families import FAMILIES, OF_WORKERS, among_workers
from ipscohort.tables.outcomes import worker_filter, worker_mask
from ipscohort.words import later, mid_sentence, say

SHOWN = ("crude", "adjusted")
ESTIMATED = {"crude": later("crude {found}"), "adjusted": later("adjusted {found}")}
NOT_ESTIMATED = {"crude": later("crude not estimated, n = {n}"), "adjusted": later("adjusted not estimated, n = {n}")}
WARNED = {"crude": later(" Of the crude estimate: {text}."), "adjusted": later(" Of the adjusted estimate: {text}.")}
LEFT_OUT = {
    "crude": later(" {n} left out of the crude estimate: {why}."),
    "adjusted": later(" {n} left out of the adjusted estimate: {why}."),
}
"""Model -> what is said of its estimate, of one that is not there, of its warnings and of who was left out."""


def in_paragraphs(inputs: ManuscriptInputs, numbers: Numbers) -> list[Block]:
    """Participants, outcomes, associations with each exposure."""
    parts = {
        say("Participants"): [flow(inputs, numbers), person_time(inputs, numbers)],
        say("Outcomes"): [
            job_obtained(inputs, numbers),
            time_to_job(inputs, numbers),
            time_worked(inputs, numbers),
            rates(inputs, numbers),
        ],
        say("Associations"): [*associations(inputs, numbers)],
        say("Further analyses"): further.paragraphs(inputs, numbers),
        say("Business case"): business_case.paragraphs(inputs, numbers),
    }
    found: list[Block] = [Heading(say("Results"))]
    for title, texts in parts.items():
        said = [Paragraph(text) for text in texts if text]
        found += [Heading(title, 3), *said] if said else []
    return found


def flow(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """Read, left out with reasons, analysed."""
    rows = inputs.flow
    first, last, recruited = rows.iloc[0], rows.iloc[-1], recruitment.steps(inputs, numbers)
    read = numbers.count(first["n"], source("flow", "n", step=first["step"]))
    analysed = numbers.count(last["n"], source("flow", "n", step=last["step"]))
    said = say("Of {read} rows of participants read, {analysed} persons were analysed.", read=read, analysed=analysed)
    return " ".join(filter(None, [recruited, said, left_out(inputs, numbers)]))


def left_out(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """Who was left out, with the reasons."""
    reasons = [
        f"{_reason(row)}, {numbers.count(row['n_left_out'], source('flow', 'n_left_out', step=row['step']))}"
        for _, row in inputs.flow[inputs.flow["n_left_out"] > 0].iterrows()
    ]
    return say("Left out: {reasons}.", reasons="; ".join(reasons)) if reasons else say("Nobody was left out.")


def stages(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """How many remain at each stage: read, after each reason for leaving out, analysed."""
    rows, recruited = inputs.flow, recruitment.steps(inputs, numbers)
    read = numbers.count(rows["n"].iloc[0], source("flow", "n", step=rows["step"].iloc[0]))
    after = [
        say("{out} left out ({reason}), {n} remain", reason=_reason(row), **_counts(row, numbers))
        for _, row in rows[rows["n_left_out"] > 0].iterrows()
    ]
    analysed = numbers.count(rows["n"].iloc[-1], source("flow", "n", step=rows["step"].iloc[-1]))
    steps = "; ".join([say("{n} rows of participants read", n=read), *after])
    in_records = say("{steps}. Analysed: {n} persons.", steps=steps, n=analysed)
    return " ".join(filter(None, [recruited, in_records]))


def _counts(row: pd.Series, numbers: Numbers) -> dict[str, str]:
    """How many a step of the flow left out, and how many are left after it."""
    return {
        name: numbers.count(row[column], source("flow", column, step=row["step"])) for name, column in (("out", "n_left_out"), ("n", "n"))
    }


def _reason(row: pd.Series) -> str:
    return mid_sentence(str(row["label"]))


def person_time(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """Time observed in all, and who was followed to the end."""
    observed, full, said = inputs.persons["time_observed"], inputs.persons["full_follow_up"], []
    if observed.notna().any():
        total = numbers.number(observed.sum(), 0, f"sum of {source('persons', 'time_observed')}")
        said.append(say("They were observed for {total} {unit}.", total=total, unit=units_of_persons(inputs.study)))
    if full.notna().any():
        share = numbers.share(full.fillna(False).sum(), full.notna().sum(), source("persons", "full_follow_up"))
        if observed_by_assumption(inputs.study, full):
            said.append(say("Follow-up was complete for {share}, {assumed}.", share=share, assumed=by_assumption()))
        else:
            said.append(say("Follow-up was complete for {share}.", share=share))
    return " ".join(filter(None, [*said, _median_follow_up(inputs, numbers)]))


def _median_follow_up(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """How long persons were followed, those with a job taken as censored; empty where no curve was estimated."""
    rows = inputs.survival_estimates
    rows = rows[rows["measure"].eq("follow_up_median") & rows["exposure"].eq("all")]
    if rows.empty:
        return ""
    times = rows.iloc[0][["estimate", "conf_low", "conf_high"]].tolist()
    where = source("survival_estimates", "estimate", exposure="all", level="all", measure="follow_up_median")
    median = numbers.reached(times, inputs.settings.tables.decimals, units(inputs.study), inputs.ci, where)
    return say("Median follow-up (reverse Kaplan-Meier): {median}.", median=median)


def job_obtained(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """How many obtained a job."""
    known = inputs.persons["job_obtained"].dropna()
    if known.empty:
        return ""
    return f"{inputs.called('job_obtained', inputs.settings.models)}: {numbers.share(known.eq('yes').sum(), len(known), source('persons', 'job_obtained'))}."


def time_to_job(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """Median among workers, and the Kaplan-Meier estimates of everybody and at each level."""
    if inputs.survival_estimates.empty:
        return ""
    return f"{_of_workers(inputs, numbers, 'time_to_first_job')} {curves.estimates(inputs, numbers)}".strip()


def _of_workers(inputs: ManuscriptInputs, numbers: Numbers, column: str) -> str:
    """Median and quartiles of who obtained a job."""
    persons = inputs.persons
    values = persons.loc[persons["job_obtained"].eq("yes").fillna(False), column].dropna().to_numpy(dtype=float)
    if not len(values):
        return ""
    tables = inputs.settings.tables
    where = source("persons", column, job_obtained="yes")
    quartiles = [quantile(values, p, tables.percentiles) for p in (0.25, 0.5, 0.75)]
    median, n = numbers.median(quartiles, tables.decimals, where), numbers.count(len(values), where)
    found = {"median": median, "unit": units(inputs.study), "n": n}
    if column == "time_to_first_job":
        return say("Among those who obtained a job, the time to it was {median} {unit} (median [quartiles], n = {n}).", **found)
    return say("Among those who obtained a job, the time worked was {median} {unit} (median [quartiles], n = {n}).", **found)


def time_worked(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """Median and quartiles of workers."""
    return _of_workers(inputs, numbers, "time_worked")


def rates(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """Employed in the first and in the last period."""
    known = inputs.rates.dropna(subset=["rate"])
    if known.empty:
        return ""
    unit, parts = one(inputs.study.period), []
    for _, row in known.iloc[[0, -1]].iterrows():
        where = source("rates", "rate", period=int(row["period"]))
        share = numbers.share(row["n_employed"], row["n"], where)
        parts.append(say("{share} in {unit} {period}", share=share, unit=unit, period=numbers.count(row["period"], where)))
    return say("Employed: {shares}.", shares="; ".join(parts))


def associations(inputs: ManuscriptInputs, numbers: Numbers) -> list[str]:
    """For each regression, exposure and level: counts first, then crude and adjusted estimates, then what makes them doubtful."""
    found = []
    for name, regression in inputs.settings.models.regressions.items():
        rows = inputs.estimates[inputs.estimates["model"] == name]
        for exposure in inputs.exposures:
            of = rows[rows["exposure"] == exposure]
            levels = [level for level in inputs.levels(exposure)[1:] if (of["level"] == level).any()]
            said = [_compared(inputs, numbers, regression, of, level) for level in levels]
            if said:
                said[-1] += checked.checked(inputs, numbers, name, exposure)
            found += said
    if found:
        found.append(say("These are associations in observational data."))
    return found


def _compared(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, rows: pd.DataFrame, level: str) -> str:
    first = rows[rows["level"] == level].iloc[0]
    head = f"{inputs.outcome_label(regression)}, {inputs.label(first['exposure'])}"
    counted = [text for name in (level, first["reference"]) if (text := _at_level(inputs, numbers, regression, rows, name))]
    estimates = [text for adjustment in SHOWN if (text := _estimate(inputs, numbers, regression, rows, level, adjustment))]
    effect = say(FAMILIES[regression.model].effect_of(regression.offset))
    said = f"{head}: {'; '.join(counted)}" if counted else head
    compared = say(
        "{effect}, {level} against {reference}: {estimates}.",
        effect=f"{effect[:1].upper()}{effect[1:]}",
        level=level_word(level),
        reference=level_word(first["reference"]),
        estimates="; ".join(estimates),
    )
    which = (regression, str(first["exposure"]), str(first["model"]), level)
    beside = effects.absolute(inputs, numbers, *which) + effects.together(inputs, numbers, *which) + further.beside(inputs, numbers, *which)
    return f"{said}. {compared}{beside}{_doubt(numbers, rows, level)}{_why_fewer(inputs, numbers, first)}"


def _at_level(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, rows: pd.DataFrame, level: str) -> str:
    """'second half 27 of 49 (55%)', or its middle and the persons where the outcome is a number."""
    found = rows[(rows["level"] == level) & (rows["adjustment"] == "crude")]
    if found.empty or printing.absent(found["n_level"].iloc[0]):
        return ""
    row = found.iloc[0]
    where = source("estimates", "n_events_level of n_level", model=row["model"], exposure=row["exposure"], level=level, adjustment="crude")
    if FAMILIES[regression.model].outcome == "time":
        events, n = (numbers.count(row[name], where) for name in ("n_events_level", "n_level"))
        return say("{level} {events} events of {n}", level=level_word(level), events=events, n=n)
    if FAMILIES[regression.model].outcome == "yes_no":
        return f"{level_word(level)} {numbers.share(row['n_events_level'], row['n_level'], where)}"
    middle = _middle(inputs, numbers, regression, row)
    return f"{level_word(level)} {f'{middle}, ' if middle else ''}n = {numbers.count(row['n_level'], where)}"


def _middle(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, row: pd.Series) -> str:
    """'median [quartiles] 468.0 [175.0-792.0] days' of the crude model's persons at a level; mean (SD) where means are compared.

    Empty where the outcome is told per time, or the records do not give just those persons.
    """
    persons, outcome, family = inputs.persons, regression.outcome, FAMILIES[regression.model]
    if regression.offset or outcome not in persons:
        return ""
    inside, where = persons[row["exposure"]].eq(row["level"]).fillna(False).astype(bool), {row["exposure"]: row["level"]}
    if among_workers(outcome, regression.model):
        inside &= worker_mask(persons)
        where |= {name: getattr(value, "value", value) for name, value in worker_filter(persons).items()}
    values, tables = persons.loc[inside, outcome].dropna().to_numpy(dtype=float), inputs.settings.tables
    if not len(values) or len(values) != row["n_level"]:
        return ""
    place, unit = source("persons", outcome, **where), f" {units(inputs.study)}" if outcome in OF_WORKERS else ""
    if family.exponentiated and family.outcome == "number":
        quartiles = [quantile(values, p, tables.percentiles) for p in (0.25, 0.5, 0.75)]
        return say("median [quartiles] {median}", median=numbers.median(quartiles, tables.decimals, place)) + unit
    spread = values.std(ddof=1) if len(values) > 1 else None
    return say("mean (SD) {mean}", mean=numbers.mean(values.mean(), spread, tables.decimals, place)) + unit


def _estimate(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, rows: pd.DataFrame, level: str, adjustment: str) -> str:
    """'adjusted 3.83 (95% CI 1.42 to 10.30), p = 0.008, n = 95'."""
    found = rows[(rows["level"] == level) & (rows["adjustment"] == adjustment)]
    if found.empty:
        return ""
    row, columns = found.iloc[0], FAMILIES[regression.model].columns
    chosen = {"model": row["model"], "exposure": row["exposure"], "level": level, "adjustment": adjustment}
    n = numbers.count(row["n"], source("estimates", "n", **chosen))
    if printing.absent(row[columns[0]]):
        return say(NOT_ESTIMATED[adjustment], n=n)
    decimals, where = inputs.settings.tables.estimate_decimals, source("estimates", columns[0], **chosen)
    value = numbers.interval(row[list(columns)].tolist(), decimals, inputs.ci, where)
    p = numbers.p(row["p_value"], source("estimates", "p_value", **chosen))
    return ", ".join(filter(None, [say(ESTIMATED[adjustment], found=value), p, f"n = {n}"]))


def _doubt(numbers: Numbers, rows: pd.DataFrame, level: str) -> str:
    """What the crude and the adjusted estimate are to be read with."""
    shown = rows[(rows["level"] == level) & rows["adjustment"].isin(SHOWN)].dropna(subset=["warning"])
    said = []
    for _, row in shown.iterrows():
        chosen = {name: row[name] for name in ("model", "exposure", "level", "adjustment")}
        text = numbers.told(str(row["warning"]).strip().rstrip("."), source("estimates", "warning", **chosen))
        said.append(say(WARNED[row["adjustment"]], text=text))
    return "".join(said)


def _why_fewer(inputs: ManuscriptInputs, numbers: Numbers, row: pd.Series) -> str:
    """' 8 left out of the adjusted estimate: Worked competitively in past 5 years missing (5); ...', of each estimate that lacks persons."""
    fits, said = inputs.fits, []
    for _, fit in fits[fits["model"].eq(row["model"]) & fits["exposure"].eq(row["exposure"]) & fits["adjustment"].isin(SHOWN)].iterrows():
        if printing.absent(fit["why_excluded"]) or not fit["n_excluded"]:
            continue
        chosen = {name: fit[name] for name in ("model", "exposure", "adjustment")}
        n = numbers.count(fit["n_excluded"], source("fits", "n_excluded", **chosen))
        why = numbers.told(str(fit["why_excluded"]).partition(": ")[2].rstrip("."), source("fits", "why_excluded", **chosen))
        said.append(say(LEFT_OUT[fit["adjustment"]], n=n, why=why))
    return "".join(said)
