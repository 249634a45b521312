"""Results of the analyses that the settings ask for beside the regressions, in sentences; nothing of those that gave no estimate."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, ALONE, CRUDE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.alternatives import DIRECTION, Compared, each_compared, n_flagged, range_cells
from ipscohort.display.naming import level_word
from ipscohort.display.phrasing import beside_test
from ipscohort.display.repeated import main_approach, score_label
from ipscohort.display.states import too_few
from ipscohort.display.units import one
from ipscohort.manuscript import fidelity
from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.manuscript.on_request import MIXED
from ipscohort.models.families import FAMILIES
from ipscohort.words import later, mid_sentence, say

RATIO = ("ratio", "ratio_low", "ratio_high")
WHICH = {CRUDE: later("crude {found}"), ADJUSTED: later("adjusted {found}")}

SAME_WAY = later(" Of the alternatives that give another estimate ({n}) {same} point the same way.")
SAME_WAY_RANGE = later(" Of the alternatives that give another estimate ({n}) {same} point the same way; {effect} from {low} to {high}.")
PLACED = ("ratio_latest", "ratio_least", "ratio_most")
UNKNOWN_TIMES = later(
    " In this estimate what happened at an unknown time did so as early as it can have; with it as late as can be the odds ratio is {latest}, and with some early and "
    "some late it lies between about {least} and {most}."
)
FEWER = later(
    "Left out, as a job of theirs has an unknown start or end: {out}; all of them had a job, so that the mean without them is too small: with them it lies between "
    "{least} and {most}."
)
PERHAPS = later(
    "Left out, as a job of theirs has an unknown start or end: {out}; all of them had a job, so that the mean without them may be too small: with them it lies "
    "between {least} and {most}."
)
UNBOUNDED = later(
    "Left out, as a job of theirs has an unknown start or end: {out}; all of them had a job, so that the mean without them may be too small."
)
"""Who is left out of the mean days in a job, and between what it lies with them."""


def beside(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, exposure: str, model: str, level: str) -> str:
    """What a regression's estimate is with missing values imputed, weighted for who left early, and with fidelity in the same model."""
    which = (regression, {"model": model, "exposure": exposure, "level": level})
    said = _imputed(inputs, numbers, *which) + _weighted(inputs, numbers, which[1]) + _with_fidelity(inputs, numbers, *which)
    return said + _alternatives(inputs, numbers, which[1])


def _alternatives(inputs: ManuscriptInputs, numbers: Numbers, key: dict[str, object]) -> str:
    """How many alternatives point the same way as the study's own estimate, and from what to what they go; empty where none is counted."""
    if inputs.specifications is None:
        return ""
    frame = inputs.specifications
    rows = frame[frame["model"].eq(key["model"]) & frame["exposure"].eq(key["exposure"]) & frame["level"].eq(key["level"])]
    for compared in each_compared(rows, inputs.settings.models.regressions):
        if compared.own_value is None or compared.counted.empty:
            continue
        tables, place = inputs.settings.tables, {**key, "adjustment": ADJUSTED, "number": "above 0"}
        n = numbers.count(len(compared.counted), source("specifications", "number", **place))
        same = numbers.count(n_flagged(compared.counted, DIRECTION), source("specifications", DIRECTION, **place))
        ends = range_cells(compared, compared.alike, tables)
        if ends is None:
            return say(SAME_WAY, n=n, same=same)
        low, high = (
            numbers.number(
                end.numbers[0].value,
                tables.estimate_decimals,
                source("specifications", compared.family.columns[0], **{**place, "number": at}),
            )
            for end, at in zip(ends, _at(compared), strict=True)
        )
        return say(SAME_WAY_RANGE, n=n, same=same, effect=compared.effect, low=low, high=high)
    return ""


def _at(compared: Compared) -> tuple[int, int]:
    """Numbers of the specifications with the lowest and the highest estimate."""
    values = compared.alike[compared.family.columns[0]].dropna()
    return int(compared.alike.loc[values.idxmin(), "number"]), int(compared.alike.loc[values.idxmax(), "number"])


def _row(frame: pd.DataFrame, key: dict[str, object], column: str = "estimate") -> pd.Series | None:
    rows = frame[frame[list(key)].eq(list(key.values())).all(axis=1)]
    return None if rows.empty or printing.absent(rows.iloc[0][column]) else rows.iloc[0]


def _main(frame: pd.DataFrame, key: dict[str, object]) -> tuple[pd.Series | None, dict[str, object]]:
    """The adjusted row, the crude one where there is no adjusted one; none where that has no estimate."""
    rows = frame[frame[list(key)].eq(list(key.values())).all(axis=1)]
    key = {**key, "adjustment": ADJUSTED if rows["adjustment"].eq(ADJUSTED).any() else CRUDE}
    return _row(frame, key), key


def _interval(inputs: ManuscriptInputs, numbers: Numbers, row: pd.Series, columns: tuple[str, ...], where: tuple[str, dict]) -> str:
    decimals = inputs.settings.tables.estimate_decimals
    return numbers.interval([float(row[name]) for name in columns], decimals, inputs.ci, source(where[0], columns[0], **where[1]))


def _imputed(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, key: dict[str, object]) -> str:
    row, key = _main(inputs.imputed, key)
    if row is None or not row["n_imputed"]:
        return ""
    family, place = FAMILIES[regression.model], ("imputed", key)
    found = _interval(inputs, numbers, row, family.columns, place)
    counts = {
        name: numbers.count(row[column], source("imputed", column, **key)) for name, column in (("m", "m"), ("n", "n"), ("of", "n_imputed"))
    }
    said = say(" With missing values imputed {m} times {found}, n = {n}, of whom {of} have a value imputed.", found=found, **counts)
    if family.outcome != "yes_no" or printing.absent(row["difference"]):
        return said
    values = [100 * float(row[name]) for name in ("difference", "difference_low", "difference_high")]
    points = numbers.interval(values, 1, inputs.ci, source("imputed", "difference", **key))
    return said + say(" Their standardised difference in percentage points: {points}.", points=points)


def _weighted(inputs: ManuscriptInputs, numbers: Numbers, key: dict[str, object]) -> str:
    row, key = _main(inputs.weighted, key)
    if row is None:
        return ""
    place = ("weighted", key)
    counts = {
        name: numbers.count(row[column], source("weighted", column, **key))
        for name, column in (("n", "n"), ("left", "n_left"), ("closed", "n_closed"))
    }
    lost = say("{left} persons who left early without a job", **counts)
    if row["n_closed"]:
        lost = say("{left} who left early without a job and {closed} whose records were closed early", **counts)
    said = say(
        " With {lost} weighted for {found}, n = {n}; the same persons unweighted {plain}.",
        lost=lost,
        found=_interval(inputs, numbers, row, RATIO, place),
        plain=_interval(inputs, numbers, row, ("unweighted", "unweighted_low", "unweighted_high"), place),
        n=counts["n"],
    )
    if printing.absent(row["ratio_latest"]):
        return said
    decimals = inputs.settings.tables.estimate_decimals
    latest, least, most = (numbers.number(row[name], decimals, source("weighted", name, **key)) for name in PLACED)
    return said + say(UNKNOWN_TIMES, latest=latest, least=least, most=most)


def _with_fidelity(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, key: dict[str, object]) -> str:
    rows, columns = inputs.fidelity_estimates, FAMILIES[regression.model].columns
    keys = {name: {**key, "adjustment": name} for name in (MUTUAL, ALONE)}
    found = {name: _row(rows, each) for name, each in keys.items()}
    if any(row is None for row in found.values()):
        return ""
    said = {name: _interval(inputs, numbers, row, columns, ("fidelity_estimates", keys[name])) for name, row in found.items()}
    n = numbers.count(found[MUTUAL]["n"], source("fidelity_estimates", "n", **keys[MUTUAL]))
    text = " With the fidelity of the agencies at inclusion in the same model {found}, n = {n}; without, on the same persons, {alone}."
    return say(text, found=said[MUTUAL], alone=said[ALONE], n=n)


def paragraphs(inputs: ManuscriptInputs, numbers: Numbers) -> list[str]:
    """A paragraph for each: fidelity as an exposure, employment over time, scores, all jobs, days in a job."""
    found = [
        _monthly(inputs, numbers),
        _scores(inputs, numbers),
        _jobs(inputs, numbers),
        _days(inputs, numbers),
    ]
    return [*fidelity.paragraphs(inputs, numbers), *(" ".join(each) for said in found if (each := list(said)))]


def _monthly(inputs: ManuscriptInputs, numbers: Numbers) -> Iterator[str]:
    rows, models = inputs.repeated_estimates, inputs.repeated_models
    if rows["estimate"].isna().all():
        return
    main = main_approach(inputs.settings.repeated.employment.correlations)
    texts = {
        main: later("Employed in a {unit}, {exposure}: marginal odds ratio, {level} against {reference}: {found}."),
        MIXED: later("Conditional odds ratio, of a person, {level}: {found}."),
    }
    for exposure in dict.fromkeys(rows["exposure"]):
        for approach, level in ((approach, level) for level in inputs.levels(exposure)[1:] for approach in texts):
            said = []
            for adjustment in WHICH:
                key = {"exposure": exposure, "adjustment": adjustment, "approach": approach, "term": "exposure", "level": level}
                row = _row(rows, key)
                if row is None:
                    continue
                model = {name: key[name] for name in ("exposure", "adjustment", "approach")}
                n = numbers.count(_row(models, model, "n")["n"], source("repeated_models", "n", **model))
                p = numbers.p(row["p_value"], source("repeated_estimates", "p_value", **key))
                each = say(WHICH[adjustment], found=_interval(inputs, numbers, row, RATIO, ("repeated_estimates", key)))
                said.append(", ".join(filter(None, [each, p, f"n = {n}"])))
            if said:
                named = {"unit": one(inputs.study.period), "exposure": mid_sentence(inputs.label(exposure)), "level": level_word(level)}
                yield say(texts[approach], reference=level_word(inputs.levels(exposure)[0]), found="; ".join(said), **named)


def _scores(inputs: ManuscriptInputs, numbers: Numbers) -> Iterator[str]:
    rows = inputs.wave_estimates
    rows = rows[rows["measure"].eq("difference_in_change") & rows["estimate"].notna()]
    for (score, exposure, level), of in rows.groupby(["score", "exposure", "level"], sort=False):
        said, last = [], of["wave"].max()
        for _, row in of[of["wave"].eq(last)].iterrows():
            key = {name: row[name] for name in ("score", "exposure", "level", "adjustment", "measure")} | {"wave": f"{row['wave']:g}"}
            found = _interval(inputs, numbers, row, ("estimate", "conf_low", "conf_high"), ("wave_estimates", key))
            p, n = (
                numbers.p(row["p_value"], source("wave_estimates", "p_value", **key)),
                numbers.count(row["n"], source("wave_estimates", "n", **key)),
            )
            said.append(", ".join(filter(None, [say(WHICH[row["adjustment"]], found=found), p, f"n = {n}"])))
        yield say(
            "{score}, {exposure}: difference in the change to month {wave}, {level} from {reference}: {found}.",
            score=score_label(inputs, inputs.settings.repeated, score),
            exposure=mid_sentence(inputs.label(exposure)),
            wave=numbers.time(last, 1, source("wave_estimates", "wave", score=score)),
            level=level_word(level),
            reference=level_word(inputs.levels(exposure)[0]),
            found="; ".join(said),
        )


def _last(frame: pd.DataFrame, column: str) -> pd.Series | None:
    """The row of everybody at the end of follow-up."""
    rows = frame[frame["exposure"].eq("all") & frame["n"].gt(0)].sort_values("time")
    return None if rows.empty or printing.absent(rows.iloc[-1][column]) else rows.iloc[-1]


def _jobs(inputs: ManuscriptInputs, numbers: Numbers) -> Iterator[str]:
    row = _last(inputs.jobs_per_person, "mean_jobs")
    if row is None:
        return
    key = {"exposure": "all", "level": "all", "time": f"{row['time']:g}"}
    counts = {
        name: numbers.count(row[column], source("jobs_per_person", column, **key)) for name, column in (("jobs", "n_events"), ("n", "n"))
    }
    found = _or_alone(
        inputs, numbers, row, ("mean_jobs", "conf_low", "conf_high"), ("jobs_per_person", key), inputs.settings.tables.estimate_decimals
    )
    yield say("Jobs begun per person in {after}: {found}, {jobs} jobs of {n} persons.", after=row["after"], found=found, **counts)
    for _, test in inputs.job_start_tests.iterrows():
        p = numbers.p(test["p_value"], source("job_start_tests", "p_value", exposure=test["exposure"]))
        if p:
            yield say("All jobs begun, {exposure}: {p}.", exposure=mid_sentence(inputs.label(test["exposure"])), p=beside_test(p, test))


def _days(inputs: ManuscriptInputs, numbers: Numbers) -> Iterator[str]:
    frame = inputs.time_in_states
    row = _last(frame[frame["state"].eq("job")], "days")
    if row is None:
        return
    key, decimals = {"exposure": "all", "level": "all", "state": "job", "time": f"{row['time']:g}"}, inputs.settings.tables.decimals
    found = _or_alone(inputs, numbers, row, ("days", "days_low", "days_high"), ("time_in_states", key), decimals)
    n = numbers.count(row["n"], source("time_in_states", "n", **key))
    yield say("Mean days in a job in {after}: {found}, {n} persons.", after=row["after"], found=found, n=n)
    if not row["n_excluded"]:
        return
    out = numbers.count(row["n_excluded"], source("time_in_states", "n_excluded", **key))
    if printing.absent(row["days_least"]):
        yield say(UNBOUNDED, out=out)
        return
    where = {name: source("time_in_states", name, **key) for name in ("days_least", "days_most")}
    least, most = (numbers.number(row[name], decimals, place) for name, place in where.items())
    yield say(FEWER if too_few(row) else PERHAPS, out=out, least=least, most=most)


def _or_alone(
    inputs: ManuscriptInputs, numbers: Numbers, row: pd.Series, columns: tuple[str, ...], where: tuple[str, dict], decimals: int
) -> str:
    """An estimate with its limits, or alone where it has none."""
    place = source(where[0], columns[0], **where[1])
    if printing.absent(row[columns[1]]):
        return numbers.number(row[columns[0]], decimals, place)
    return numbers.interval([float(row[name]) for name in columns], decimals, inputs.ci, place)
