"""Sums, shares, costs and their limits, worked out by hand on a few persons."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.funding import Resamples
from ipscohort.programme.funding import totals
from ipscohort.programme.funding.bootstrap import drawn_persons, largest, percentile_limits, ratio, ratios, smallest
from ipscohort.programme.funding.classes import classes_of, levels_of
from ipscohort.programme.funding.course import NOT_RECORDED, RECORDED, fidelity_at_start, read_course
from ipscohort.programme.funding.either import ways_of
from ipscohort.programme.funding.estimate import reference_of
from ipscohort.programme.funding.exposure_table import exposure_table
from ipscohort.programme.funding.inputs import Inputs
from ipscohort.programme.funding.review import review
from tests.support.funding import Job, Person, analysed, cohort, course_of, found, paid, reviews, settings, shipped

FUNDING = cohort().settings.programme.funding
M = "2014-03-10"
UWV = "disability benefits"
PEOPLE = [
    Person(M),  # 2,700
    Person(M, jobs=(Job("2014-05-01", "2014-12-31"),)),  # 2,700 and 1,800
    Person(M, jobs=(Job("2014-05-01", "2014-12-31", None),)),  # 2,700, and 1,800 that can't be said
    Person(M, end="2014-05-31"),  # 1,800: ended before 3 months
    Person(M, last="2014-12-31"),  # 1,800, and 900 that is not yet observable
]
WORKED = ["no", "yes", "yes", "no", "no"]
TIME = [0.0, 245.0, 245.0, 0.0, 0.0]


def persons(worked=WORKED, time=TIME, **more) -> pd.DataFrame:
    ids = [f"P{k}" for k in range(len(worked))]
    columns = {"id": ids, "job_obtained": worked, "job_obtained_least": worked, "job_obtained_most": worked}
    columns |= {"time_worked": time, "time_worked_least": time, "time_worked_most": time, **more}
    frame = pd.DataFrame(columns)
    return frame.astype(
        {name: "string" for name in columns if name[:3] in ("id", "job")} | {n: "Float64" for n in columns if n[:4] == "time"}
    )


def unsure(n: int = len(PEOPLE), **schemes) -> dict:
    return {name: np.array(schemes.get(name, [False] * n)) for name in FUNDING.schemes}


def ways(people) -> dict:
    return ways_of(course_of(people), FUNDING, cohort_levels())


def cohort_levels() -> dict:
    return {"benefits": ("social assistance", "no benefits", UWV)}


def costs(people=PEOPLE, frame=None, **may) -> pd.DataFrame:
    of = totals.of_groups(
        paid(people), persons() if frame is None else frame, unsure(len(people), **may), ways(people), FUNDING, "n_plus_1", 0.95
    )
    return of.set_index([of["group"], of["name"].fillna("")])


def test_what_was_paid_by_hand():
    row = costs().loc[("scheme", "municipality_2014")]
    assert (row["n"], row["n_priced"], row["n_known"], row["n_open"], row["n_not_stated"]) == (5, 5, 4, 1, 0)
    assert pd.isna(row["total"])  # 2,700 + 4,500 + 2,700 + 1,800 + 1,800, and 1,800 that can't be said
    assert (row["total_least"], row["total_most"], row["total_open"]) == (13_500, 15_300, 900)
    assert pd.isna(row["median"]) and "A median with quartiles needs at least 10 persons" in row["warning"]  # of four it would tell of two
    assert row["per_person"] == 2700 and (row["per_person_least"], row["per_person_most"]) == (2700, 3060)
    assert row["n_jobs"] == 1 and row["per_job"] == 10_800  # the other worker's payments can't be said
    assert (row["per_job_least"], row["per_job_most"]) == (6750, 7650)  # 13,500 and 15,300 over both
    assert row["per_time"] == pytest.approx(10_800 / 245) and row["per_time_most"] == pytest.approx(15_300 / 490)
    assert row[["per_person_low", "per_job_low", "per_time_high"]].isna().all() and "Limits need at least 5 persons" in row["warning"]
    assert "who are in the least and the most alone: 1." in row["warning"] and "(persons with such: 1)" in row["warning"]


def test_a_price_that_is_not_stated_is_no_zero():
    row = costs().loc[("payer", "health insurer")]
    assert (row["n"], row["n_priced"], row["n_not_stated"]) == (5, 0, 5)
    assert row[["total", "total_least", "total_most", "total_open", "median", "per_person", "per_job_most"]].isna().all()
    assert row["warning"] == "No price is stated."
    assert "persons with such: 5" in costs().loc[("all", ""), "warning"]


def test_who_has_no_scheme_is_counted():
    nobody = totals.of_groups(paid([Person(M)]), persons(), unsure(), {}, FUNDING, "n_plus_1", 0.95)
    assert nobody[nobody["group"].eq("none")]["n"].tolist() == [4]


def test_payments_add_up_to_the_totals():
    of = (
        totals.of_payments(paid(PEOPLE), dict.fromkeys(FUNDING.schemes, 0), FUNDING)
        .set_index(["scheme", "payment"])
        .loc["municipality_2014"]
    )
    assert of["n_paid"].to_dict() == {"start": 5, "after 3 months": 4, "end": 4, "performance": 1}
    assert of["n_not_paid"].to_dict() == {"start": 0, "after 3 months": 1, "end": 0, "performance": 3}
    assert of["n_not_observable"].to_dict() == {"start": 0, "after 3 months": 0, "end": 1, "performance": 0}
    assert of["total"].fillna(-1).to_dict() == {"start": 4500, "after 3 months": 3600, "end": 3600, "performance": -1}
    assert of["total_open"].to_dict() == {"start": 0, "after 3 months": 0, "end": 900, "performance": 0}
    assert of["total_least"].sum() == 13_500 and of["total_most"].sum() == 15_300


def test_performance_by_hand():
    people = [*PEOPLE, Person(M, fidelity="not IPS"), Person(M, jobs=(Job("2015-01-05", "2015-12-31"),)), Person(M, last="2014-06-30")]
    row = totals.of_performance(paid(people), dict.fromkeys(FUNDING.schemes, 0), FUNDING, 0.95).set_index("scheme").loc["municipality_2014"]
    assert (row["n"], row["n_paid"], row["n_unknown"], row["n_not_observable"], row["n_not_paid"]) == (8, 1, 1, 1, 5)
    assert pd.isna(row["n_late"]) and (row["n_no_job"], row["n_together"], row["n_not_offered"]) == (3, 2, 0)  # a late job, a low fidelity
    assert row["n_decided"] == 6 and row["share"] == pytest.approx(1 / 6)
    assert pd.isna(row["conf_low"]) and pd.isna(row["conf_high"])  # of two it is not known yet: the six are no sample of the eight
    assert (row["share_least"], row["share_most"]) == (1 / 8, 3 / 8)
    every = FUNDING.model_copy(update={"hide_below": 1})
    row = totals.of_performance(paid(people), dict.fromkeys(FUNDING.schemes, 0), every, 0.95).set_index("scheme").loc["municipality_2014"]
    assert (row["n_no_job"], row["n_low_fidelity"], row["n_late"]) == (3, 1, 1) and pd.isna(row["n_together"])


def test_limits_stand_where_it_is_known_of_everybody():
    people = [PEOPLE[0], PEOPLE[1], PEOPLE[3], Person(M), Person(M), Person(M, jobs=(Job("2015-01-05", "2015-12-31"),))]
    row = totals.of_performance(paid(people), dict.fromkeys(FUNDING.schemes, 0), FUNDING, 0.95).set_index("scheme").loc["municipality_2014"]
    assert row["n_decided"] == row["n_offered"] == 6 and row["share"] == pytest.approx(1 / 6)
    # Wilson with z = 1.959964: centre (1/6 + z2/12) / (1 + z2/6)
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((0.0300534, 0.5635028), rel=1e-5)


def test_who_earned_by_a_wage_taken_for_met_is_counted():
    people = [Person(M, UWV, (Job("2014-05-01", "2014-12-31"),)) for _ in range(3)]
    row = totals.of_performance(paid(people), dict.fromkeys(FUNDING.schemes, 0), FUNDING, 0.95).set_index("scheme")
    assert row.loc["uwv", ["n_paid", "n_wage_taken"]].tolist() == [3, 3] and pd.isna(row.loc["municipality_2014", "n_wage_taken"])
    people.append(Person(M, UWV, (Job("2014-05-01", "2014-12-31", wage=12.0),)))
    row = totals.of_performance(paid(people), dict.fromkeys(FUNDING.schemes, 0), FUNDING, 0.95).set_index("scheme")
    assert pd.isna(row.loc["uwv", "n_wage_taken"])  # the other is one person


@pytest.mark.parametrize("least", [2, 3])
def test_no_reason_of_few_persons_follows_from_what_is_shown(least):
    names = [name for name in totals.REASON_COLUMNS if name != "n_not_offered"]
    by_shown: dict[tuple, list[tuple]] = {}
    for bars in combinations(range(15), 7):  # every table of up to 8 persons
        counts = tuple(after - before - 1 for before, after in pairwise((-1, *bars)))
        shown = totals.reasons_together(dict(zip(names, counts, strict=True)), least)
        by_shown.setdefault((*shown.values(), sum(counts)), []).append(counts)
    for shown, possible in by_shown.items():
        hidden = [place for place in range(len(names)) if shown[place] is None]
        assert names.index("n_no_job") not in hidden  # it follows from those with a job, which other tables tell
        assert all(len({counts[place] for counts in possible}) > 1 for place in hidden), (shown, possible)
    one = totals.reasons_together(dict.fromkeys(names, 0) | {"n_no_job": 14, "n_late": 1, "n_short": 5}, 3)
    assert (one["n_no_job"], one["n_low_fidelity"], one["n_late"], one["n_short"], one["n_together"]) == (14, None, None, None, 6)


def test_a_condition_that_a_scheme_does_not_have_hides_no_reason():
    # Without hours, wage and fidelity three reasons are left: 2, 2 and 2 would follow from their sum, were three of nobody's not known to be so
    rule = {"hours_per_week": 0, "wage": None}
    chosen = settings(schemes={"municipality_2014": {"performance": rule, "fidelity": None}}).programme.funding
    assert totals.lacking(chosen.schemes["municipality_2014"]) == {
        *("n_not_offered", "n_wage_taken", "n_few_hours", "n_low_wage", "n_low_fidelity")
    }
    people = [Person(M, jobs=(Job("2015-01-05", "2015-12-31"),)), Person(M, jobs=(Job("2014-05-01", "2014-05-02"),)), Person(M)]
    of = totals.of_performance(paid(people, chosen), dict.fromkeys(chosen.schemes, 0), chosen, 0.95).set_index("scheme")
    row = of.loc["municipality_2014"]
    assert row[["n_late", "n_short", "n_before"]].isna().all() and (row["n_no_job"], row["n_together"]) == (1, 2)
    assert row[["n_few_hours", "n_low_wage", "n_low_fidelity"]].eq(0).all()


def test_a_payment_that_was_not_offered_is_in_no_share():
    people = [Person("2016-12-31", UWV, (Job("2017-01-15", "2017-06-30"),)), Person("2017-01-01", UWV, (Job("2017-01-15", "2017-06-30"),))]
    row = totals.of_performance(paid(people), dict.fromkeys(FUNDING.schemes, 0), FUNDING, 0.95).set_index("scheme").loc["uwv"]
    assert (row["n"], row["n_offered"], row["n_not_offered"], row["n_decided"], row["share"]) == (2, 1, 1, 1, 1)


def test_who_may_belong_to_a_scheme_widens_the_bounds_and_is_in_no_estimate():
    people = [Person(M), Person(M, jobs=(Job("2014-05-01", "2014-12-31"),)), Person(M, benefits=None)]
    frame = persons(["no", "yes", "no"], [0.0, 245.0, 0.0])
    may = {name: [False, False, True] for name in ("municipality_2014", "uwv")}
    row = costs(people, frame, **may).loc[("scheme", "municipality_2014")]
    assert (row["n"], row["n_may"], row["n_known"], row["per_person"]) == (3, 1, 2, 3600)
    # With that person 7,200 to 9,900 over three, without 7,200 over two.
    assert (row["per_person_least"], row["per_person_most"]) == (2400, 3600)


def test_who_has_one_of_two_payers_is_paid_by_one_and_not_by_none_or_both():
    # The municipality of 2014: 900 three times; UWV: 2,420 at the start and at the end. Whose it is hangs on one benefit.
    rows = costs([Person(M, None, end="2016-03-09")], persons(["no"], [0.0]), municipality_2014=[True], uwv=[True])
    ends = ["total_least", "total_most", "per_person_least", "per_person_most"]
    assert rows.loc[("all", ""), ends].tolist() == [2700, 4840, 2700, 4840] and rows.loc[("all", ""), "n_known"] == 0
    assert rows.loc[("payer", "municipality"), ends[:2]].tolist() == [0, 2700]
    assert rows.loc[("payer", "UWV"), ends[:2]].tolist() == [0, 4840]


def test_a_funded_start_lies_in_one_period():
    # 900 three times and 1,800, or 2,500 three times; without a start no payment is certain.
    rows = costs([Person(None)], persons(["no"], [0.0]), municipality_2014=[True], municipality_2015=[True])
    for key in (("all", ""), ("payer", "municipality")):
        assert rows.loc[key, ["total_least", "total_most"]].tolist() == [0, 7500]
    assert rows.loc[("scheme", "municipality_2014"), "total_most"] == 4500


def test_a_level_that_no_scheme_names_leaves_a_person_without_one():
    people = [Person(M, None, end="2016-03-09")]
    applying = ways_of(course_of(people), FUNDING, {})["P0"]
    assert frozenset({"insurer_intake"}) in applying and len(applying) == 3
    assert len(ways(people)["P0"]) == 2


def test_nobody_who_worked_leaves_no_cost_per_job():
    frame = persons(["no"] * 5, [0.0] * 5)
    row = costs(frame=frame).loc[("scheme", "municipality_2014")]
    assert row[["per_job", "per_job_low", "per_job_most", "per_time", "per_time_least"]].isna().all() and row["per_person"] == 2700


def test_a_job_that_may_have_been_obtained_lowers_the_least():
    frame = persons(job_obtained_most=["yes"] * 5)
    row = costs(frame=frame).loc[("scheme", "municipality_2014")]
    assert (row["per_job_least"], row["per_job_most"]) == (2700, 7650)


def test_limits_by_hand():
    # The 2.5th and the 97.5th of 39 are the first and the last; 90%: the second and the 38th; 50%: the 10th and the 30th.
    drawn = np.arange(39.0, 0.0, -1)
    assert percentile_limits(drawn, 0.95) == (1, 39)
    assert percentile_limits(drawn, 0.9) == (2, 38)
    assert percentile_limits(drawn, 0.5) == (10, 30)
    # Of four, 50% limits lie at 1.25 and 3.75.
    assert percentile_limits(np.array([10.0, 20.0, 30.0, 40.0]), 0.5) == (12.5, 37.5)
    low, high = percentile_limits(np.array([1.0, 2.0, np.inf]), 0.5)
    assert low == 1 and np.isnan(high)


def test_a_sample_without_anybody_who_worked_is_above_all_others():
    cost, by = np.array([1.0, 2.0]), np.array([0.0, 1.0])
    assert ratios(cost, by, np.array([[0, 0], [0, 1], [1, 1]])).tolist() == [np.inf, 3, 2]


def test_few_persons_have_no_limits():
    drawn = Resamples(times=199)
    four = ratio(np.ones(4), np.ones(4), drawn, 0.95)
    assert four.value == 1 and np.isnan(four.low) and np.isnan(four.high)
    assert ratio(np.ones(5), np.ones(5), drawn, 0.95).low == 1
    assert np.isnan(ratio(np.ones(9), np.array([1.0] * 4 + [0.0] * 5), drawn, 0.95).high)
    assert np.isnan(ratio(np.array([]), np.array([]), drawn, 0.95).value)


def test_the_same_seed_draws_the_same_persons_and_another_others():
    one, again, other = (np.concatenate(list(drawn_persons(7, Resamples(times=199, seed=seed)))) for seed in (1, 1, 2))
    assert (one == again).all() and (one != other).any() and one.shape == (199, 7)
    assert one.min() == 0 and one.max() == 6


def test_the_extremes_are_those_of_every_way_to_choose():
    generator = np.random.default_rng(3)
    for _ in range(60):
        cost, by = generator.integers(0, 5, 6).astype(float), generator.integers(0, 3, 6).astype(float)
        belongs = generator.random(6) < 0.5
        tried = []
        for chosen in product((False, True), repeat=6):
            who = belongs | np.array(chosen)
            if by[who].sum() > 0 or cost[who].sum() > 0:
                tried.append(cost[who].sum() / by[who].sum() if by[who].sum() > 0 else np.inf)
        if tried:
            assert largest(cost, by, belongs) == pytest.approx(max(tried))
            assert smallest(cost, by, belongs) == pytest.approx(min(tried))


def test_as_shipped_bounds_hold_the_estimates_of_everybody():
    of = shipped().costs
    for name in ("per_person", "per_job", "per_time"):
        row = of.dropna(subset=f"{name}_least")
        assert (row[f"{name}_least"] <= row[f"{name}_most"]).all()
        limits = of.dropna(subset=f"{name}_low")
        assert (limits[f"{name}_low"] < limits[name]).all() and (limits[name] < limits[f"{name}_high"]).all()


def test_who_is_not_in_the_file_has_no_known_start(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("x\nid,funded_start,trajectory_end\nSYN-001,2015-09-13,\nNOBODY,2015-01-01,\n", encoding="utf-8")
    course = read_course(analysed().derived.persons, settings().programme.funding, path)
    assert course.start_from.tolist() == [RECORDED] + [NOT_RECORDED] * 102
    assert str(course.start[0]) == "2015-09-13" and np.isnat(course.start[1:]).all() and np.isnat(course.end).all()


def test_without_a_file_funding_begins_at_inclusion_and_that_is_said():
    alone = {"file": None, "id": None, "funded_start": None, "trajectory_end": None}
    chosen = settings(**alone)
    one = analysed()
    of = review(None, one.derived.persons, one.cleaned.jobs, one.cleaned.jobs_kind_unknown, one.derived.codebook, chosen, reviews())
    assert of.persons["start_from"].eq("inclusion").all() and of.persons["funded_start"].equals(one.derived.persons["inclusion_date"])
    told = of.by_payment.set_index(["scheme", "payment"])["assumption"].fillna("")
    assert all("Funding begins on the day of inclusion" in text for (_, payment), text in told.items() if payment != "intake")
    ends = {key for key, text in told.items() if "as no ends are recorded" in text}
    assert ends == {(s, p) for s, p in told.index if p in ("end", "performance", "after 3 months", "after 12 months")}


def test_an_unknown_agency_is_not_taken_for_one_without_a_review_yet(tmp_path):
    persons = analysed().derived.persons.copy()
    persons.loc[0, "agency"] = pd.NA
    of = found(persons)
    path = tmp_path / "days.csv"
    path.write_text("x\nid,funded_start,trajectory_end\nSYN-001,2014-04-14,\nSYN-002,2014-04-15,\n", encoding="utf-8")
    chosen = settings()
    early = fidelity_at_start(read_course(analysed().derived.persons, chosen.programme.funding, path), reviews(), chosen.programme.fidelity)
    assert early[:3].tolist() == ["no review yet", "fair", None]  # the first review of agency A is on 15 April; no start, no class
    rows = of.payments[of.payments["id"].eq(persons.loc[0, "id"]) & of.payments["scheme"].eq("municipality_2015")]
    assert rows["status"].eq("unknown").all() and rows["why"].eq("fidelity not known").all()


def test_classes_by_the_funded_start():
    starts = ["2014-12-31", "2015-01-01", "2014-01-01", "2016-12-31", "2017-01-01", None, "2015-01-01"]
    benefits = ["social assistance", "no benefits", UWV, UWV, UWV, UWV, None]
    people = [Person(start, of) for start, of in zip(starts, benefits, strict=True)]
    labels = classes_of(course_of(people), FUNDING)
    assert labels.tolist() == [
        "Municipality, 2014",
        "Municipality, from 2015",
        "UWV, with pay for performance",
        "UWV, with pay for performance",
        "UWV, without pay for performance",
        None,
        None,
    ]
    assert levels_of(labels[1:4], FUNDING) == ("Municipality, from 2015", "UWV, with pay for performance")


def test_a_class_before_payments_for_performance_are_offered():
    later = settings(schemes={"uwv": {"performance": {"offered": {"first": "2015-01-01"}}}}).programme.funding
    labels = classes_of(course_of([Person("2014-12-31", UWV), Person("2015-01-01", UWV)]), later)
    assert labels.tolist() == ["UWV, without pay for performance", "UWV, with pay for performance"]
    rows = paid([Person("2014-12-31", UWV), Person("2015-01-01", UWV)], later).query("payment == 'performance'")
    assert rows["why"].tolist()[0] == "not offered at the funded start" and rows["status"].tolist()[1] == "not_observable"


def test_two_payers_of_one_person_are_a_class_of_their_own():
    both = settings(schemes={"uwv": {"eligible": {"when": []}}}).programme.funding
    labels = classes_of(course_of([Person("2015-03-01"), Person("2015-03-01", UWV)]), both)
    assert labels.tolist() == ["Municipality, from 2015 + UWV, with pay for performance", "UWV, with pay for performance"]
    assert levels_of(labels, both) == ("UWV, with pay for performance", "Municipality, from 2015 + UWV, with pay for performance")


def test_one_class_alone_cannot_be_compared_and_says_so():
    persons = analysed().derived.persons
    only = persons[persons["benefits"].eq("disability benefits") & persons["inclusion_date"].lt("2016-06-01")].reset_index(drop=True)
    of = found(only, exposure={"reference": "UWV, with pay for performance"})
    assert set(of.classes.dropna(subset="funding_class")["funding_class"]) == {"UWV, with pay for performance"}
    assert of.estimates["estimate"].isna().all()
    assert of.estimates["warning"].str.contains("everybody in the model is in the group 'UWV, with pay for performance'").all()
    made = exposure_table(Inputs.made(settings(), of, analysed().fitted.estimates))
    assert "All of these persons are of one class, so there is nothing to compare." in made.groups[0].rows[0].cells[0].notes


def test_the_reference_is_the_class_of_most_persons_where_none_is_declared():
    labels = np.array(["Municipality, 2014", "UWV, with pay for performance", "UWV, with pay for performance", None], dtype=object)
    chosen = settings(exposure={"reference": None}).programme.funding
    assert reference_of(chosen, labels) == "UWV, with pay for performance"
    assert reference_of(chosen, np.array([None], dtype=object)) == ""
    assert reference_of(FUNDING, labels) == "Municipality, from 2015"


def test_an_upper_limit_beside_a_sample_without_a_ratio():
    drawn = np.append(np.arange(1.0, 39.0), np.inf)
    assert percentile_limits(drawn, 0.9) == (2, 38)
    assert np.isnan(percentile_limits(drawn, 0.95)[1])


def test_what_can_be_nothing_else_is_known_though_a_condition_is_not():
    # The ceiling of everything leaves nothing for a payment that can't be said: 2,700 in any case.
    full = settings(schemes={"municipality_2014": {"ceiling": {"covers": "all"}}}).programme.funding
    of = paid([Person(M, jobs=(Job("2014-05-01", "2014-12-31", None),))], full)
    rows = totals.of_payments(of, dict.fromkeys(FUNDING.schemes, 0), full).set_index(["scheme", "payment"]).loc["municipality_2014"]
    assert rows.loc["performance", "total"] == 0 and rows.loc["performance", "n_unknown"] == 1
    assert rows["total"].sum() == 2700


def test_extremes_of_nobody_are_none():
    nobody = (np.array([]), np.array([]), np.array([], dtype=bool))
    assert np.isnan(largest(*nobody)) and np.isnan(smallest(*nobody))
    assert np.isposinf(largest(np.array([1.0]), np.array([0.0]), np.array([True])))
