"""Which regressions are released: enough persons and events, no counts in other words, no two of nearly the same persons."""

import copy
from dataclasses import replace

import numpy as np
import pytest

from ipscohort.release.keys import PERSONS
from ipscohort.release.log import FEW, HIDDEN_CELLS, NEARLY_THE_SAME, SATURATED
from ipscohort.release.models import Models
from tests.support import released

ADJUSTED, CRUDE = ("job_obtained", "experience", "adjusted"), ("job_obtained", "experience", "crude")
DAYS, DAYS_SAME = ("days_worked", "experience", "crude"), ("days_worked", "experience", "crude_on_adjusted_rows")


@pytest.fixture(scope="module")
def inputs():
    return released.default_inputs()


def exact(inputs, model, *, less=0):
    """The counts that a crude model tells as shown, but for some of them."""
    counted = inputs.counted[PERSONS]
    keys = [counted.normal(model.at(level, events=events)) for level in model.levels for events in (False, True)]
    return {k: (float(counted.count(k)),) * 2 for k in keys[less:]}


def refused(inputs, *names, shown=None, rules=None):
    some = Models({name: inputs.models.each[name] for name in names})
    return some.refused(rules or inputs.rules, inputs.counted[PERSONS], shown or {})


def test_keys_count_what_the_fits_are_of(inputs):
    counted, fits = inputs.counted[PERSONS], inputs.tables.fits.set_index(["model", "exposure", "adjustment"])
    assert len(inputs.models.each) == len(fits) == 30
    for name, model in inputs.models.each.items():
        assert counted.count(model.n) == fits.loc[name, "n"]
        if model.event is not None:
            assert counted.count(model.at(events=True)) == fits.loc[name, "n_events"]


def test_a_crude_odds_ratio_is_its_four_counts(inputs):
    model = inputs.models.each[CRUDE]
    assert model.saturated and model.tells_counts
    assert refused(inputs, CRUDE, shown=exact(inputs, model)) == {}
    for less in (1, 2, 4):
        assert refused(inputs, CRUDE, shown=exact(inputs, model, less=less)) == {CRUDE: HIDDEN_CELLS}
    rounded = {k: (least - 2, most + 2) for k, (least, most) in exact(inputs, model).items()}
    assert refused(inputs, CRUDE, shown=rounded) == {CRUDE: HIDDEN_CELLS}


def test_an_adjusted_one_is_not(inputs):
    model = inputs.models.each[ADJUSTED]
    assert not model.tells_counts and model.patterns - model.coefficients >= 80
    assert refused(inputs, ADJUSTED) == {}


def test_a_model_with_as_many_coefficients_as_patterns_is_refused(inputs):
    nearly = Models({ADJUSTED: replace(inputs.models.each[ADJUSTED], patterns=12, coefficients=8)})
    assert nearly.refused(inputs.rules, inputs.counted[PERSONS], {}) == {ADJUSTED: SATURATED}
    enough = Models({ADJUSTED: replace(inputs.models.each[ADJUSTED], patterns=18, coefficients=8)})
    assert enough.refused(inputs.rules, inputs.counted[PERSONS], {}) == {}


@pytest.mark.parametrize("stricter", [{"min_n": 96}, {"min_events": 45}, {"min_events": 52}, {"threshold": 20}], ids=str)
def test_few_persons_events_or_persons_at_a_level_refuse_a_model(inputs, stricter):
    """95 persons, 44 of them with a job and 51 without; 50 and 45 at the levels of the exposure, 19 and 25 of them with a job."""
    assert refused(inputs, ADJUSTED, rules=replace(inputs.rules, **stricter)) == {ADJUSTED: FEW}
    (rule, value), *_ = stricter.items()
    assert refused(inputs, ADJUSTED, rules=replace(inputs.rules, **{rule: value - 1 if rule != "min_events" else 44})) == {}


@pytest.mark.parametrize(
    "name", [ADJUSTED, ("time_to_first_job", "experience", "adjusted"), ("job_obtained", "funding", "mutual")], ids=str
)
@pytest.mark.parametrize("events", [True, False])
def test_few_with_or_without_the_outcome_at_one_level_refuse_a_model(inputs, name, events):
    """With weak confounders an adjusted risk, or odds ratio, with its limits tells them; nobody is as few."""
    model, counted = inputs.models.each[name], inputs.counted[PERSONS]
    variable, level = model.event
    for few in (0, 9, 10):
        some = copy.copy(counted)
        some._codes = {**counted._codes, variable: counted._codes[variable].copy()}
        at = np.flatnonzero(counted.rows(model.at(model.levels[1])))
        some._codes[variable][at] = "no" if events else level
        some._codes[variable][at[:few]] = level if events else "no"
        why = Models({name: model}).refused(inputs.rules, some, {})
        assert why == ({} if few == 10 else {name: FEW}), few


def test_adjusted_risks_need_the_counts_of_their_groups(inputs):
    model, crude = inputs.models.each[ADJUSTED], inputs.models.each[CRUDE]
    assert model.tells_risks and not crude.tells_risks and not inputs.models.each[DAYS].tells_risks
    some = Models({ADJUSTED: model, CRUDE: crude})
    counted, whole = inputs.counted[PERSONS], exact(inputs, model)
    assert some.without_risks(counted, whole) == {}
    for k in whole:
        assert some.without_risks(counted, {each: n for each, n in whole.items() if each != k}) == {ADJUSTED: HIDDEN_CELLS}
    assert some.without_risks(counted, {k: (least - 2, most + 2) for k, (least, most) in whole.items()}) == {ADJUSTED: HIDDEN_CELLS}


def test_a_model_that_was_not_fitted_has_nothing_to_show(inputs):
    model = replace(inputs.models.each[ADJUSTED], fitted=False)
    assert Models({ADJUSTED: model}).refused(inputs.rules, inputs.counted[PERSONS], {}) == {ADJUSTED: FEW}


def test_of_two_models_of_nearly_the_same_persons_one_is_shown(inputs):
    """Three workers of the crude model are not in the adjusted one: both crude means would tell of these three."""
    counted = [inputs.models.each[name].inside.sum() for name in (DAYS, DAYS_SAME)]
    assert counted[0] - counted[1] == 3
    assert refused(inputs, DAYS, DAYS_SAME) == {DAYS_SAME: NEARLY_THE_SAME}
    assert refused(inputs, DAYS, DAYS_SAME, rules=replace(inputs.rules, threshold=3)) == {}


def test_one_person_with_most_of_the_days_refuses_a_model(inputs):
    model = replace(inputs.models.each[DAYS], largest=0.6)
    assert Models({DAYS: model}).refused(inputs.rules, inputs.counted[PERSONS], {}) == {DAYS: FEW}
    assert 0 < inputs.models.each[DAYS].largest < 0.5
