"""In what cohorts differ that a reader must know beside their numbers: follow-up, definitions, persons that stand in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ipscohort.catalogue.measures import MEASURES
from ipscohort.compare.cohorts import Ran
from ipscohort.config.study import Duration
from ipscohort.models.families import FAMILIES
from ipscohort.outcomes.wording import definitions
from ipscohort.words import speaking

CALLED = {
    "time_unit": "the unit of time",
    "competitive": "competitive work",
    "panel_in_days": "a panel's days",
    "days_in_a_job": "days in a job",
    **{name: measure.label[0].lower() + measure.label[1:] for name, measure in MEASURES.items()},
}
"""Definition -> how a sentence names it."""


def measured(cohort: Ran, outcome: str, family: str) -> str:
    """What an estimate is of, beside its unit, so that one of something else is no estimate of the same; '' where nothing adds to it."""
    study = cohort.settings.study
    said = [f"{cohort.settings.outcomes.long_term} {study.time_unit} or more"] if outcome == "worked_long" else []
    if outcome in MEASURES and not FAMILIES[family].exponentiated:
        said.append(f"over {study.follow_up}")  # an amount grows with follow-up, and so does a difference in it
    return ", ".join(said)


def follow_up_differs(cohorts: Sequence[Ran]) -> str:
    """Each cohort's length of follow-up, where they are not one."""
    lengths = {cohort.name: str(cohort.settings.study.follow_up) for cohort in cohorts}
    if len(set(lengths.values())) == 1:
        return ""
    return f"Follow-up differs: {', '.join(f'{name} {length}' for name, length in lengths.items())}."


def defined_otherwise(cohorts: Sequence[Ran], outcome: str) -> list[str]:
    """Names of the definitions that an outcome hangs on and that are not the same in all cohorts, the length of follow-up apart."""
    if outcome not in MEASURES:
        return []
    rules = _rules(cohorts)
    named = ("time_unit", "competitive", "panel_in_days", "days_in_a_job")
    own = [name for name in named if name in MEASURES[outcome].builds_on or name not in ("competitive", "days_in_a_job")]
    own = [name for name in own if name != "time_unit" or MEASURES[outcome].kind == "number"]
    return [name for name in (*own, outcome) if len({rule.get(name, "") for rule in rules}) > 1]


def beside(cohorts: Sequence[Ran], outcome: str) -> tuple[str, ...]:
    """What stands beside an outcome's numbers where cohorts differ in follow-up or in what they count."""
    otherwise = [CALLED[name] for name in defined_otherwise(cohorts, outcome)]
    said = f"Defined otherwise in each: {', '.join(otherwise)}." if otherwise else ""
    return tuple(filter(None, (follow_up_differs(cohorts), said)))


def written_out(cohorts: Sequence[Ran], names: Sequence[str]) -> Iterator[str]:
    """Definitions as each cohort has them."""
    rules = _rules(cohorts)
    for name in names:
        each = " ".join(f"{cohort.name}: {rule.get(name, 'not given.')}" for cohort, rule in zip(cohorts, rules, strict=True))
        yield f"{CALLED[name].capitalize()}, as each cohort defines it. {each}"


def _rules(cohorts: Sequence[Ran]) -> list[dict[str, str]]:
    """Every definition by its name, as if all cohorts were followed as long as the first, in one language."""
    follow_up: Duration = cohorts[0].settings.study.follow_up
    with speaking("en"):
        found = [
            definitions(each.settings.study.model_copy(update={"follow_up": follow_up}), each.settings.outcomes, each.codebook)
            for each in cohorts
        ]
    return [dict(zip(frame["name"], frame["rule"], strict=True)) for frame in found]


def in_two(cohorts: Sequence[Ran]) -> dict[frozenset[str], str]:
    """Pairs of cohorts in which the same ids stand, with what is to be said of them."""
    said = {}
    for one, other in combinations(cohorts, 2):
        n = len(set(one.persons["id"].dropna()) & set(other.persons["id"].dropna()))
        if not n:
            continue
        ids = "1 id stands" if n == 1 else f"{n:,} ids stand"
        both = f"{ids} in {one.name} and in {other.name}"
        same = [name for name, digest in one.records.items() if digest in other.records.values()]
        counted = "they count twice, and the pooled intervals are too narrow."
        files = f"the same {'file' if len(same) == 1 else 'files'} {', '.join(same)}"
        text = f"{both}, which read {files}: {counted}" if same else f"{both}: if they are the same persons, {counted}"
        said[frozenset((one.name, other.name))] = text
    return said
