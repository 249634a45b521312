"""Weights for who left early: by hand, what they mend, and where there are none."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, LeftEarly, Models
from ipscohort.contracts import PERSONS
from ipscohort.models.families.base import NotFittedError
from ipscohort.models.fit import fit_models
from ipscohort.models.left_early.estimate import _refuse_dated
from ipscohort.models.left_early.weights import effective_size, periods_of, weights_of
from ipscohort.models.left_early.who import Ends
from tests.reference.cohorts import category, codebook, numeric
from tests.support.models import only
from tests.support.parts import for_models

BOOK = codebook(category("group", "a", "b"), numeric("age"))
EXPOSURES = {"group": Exposure(variable="group", reference="a")}


def people(n=300, seed=1, leaving=1.0) -> tuple[pd.DataFrame, np.ndarray]:
    """A cohort of 100 days in which the old leave early and obtain fewer jobs, group b more; and who would have obtained one by the end."""
    rng = np.random.default_rng(seed)
    group, age = rng.random(n) < 0.5, rng.normal(40, 10, n)
    until = rng.exponential(np.exp(4.8 - 0.5 * group + 0.05 * (age - 40)))
    gone = rng.exponential(np.exp(5 - 0.09 * (age - 40) + 0.7 * group)) / leaving if leaving else np.full(n, np.inf)
    job = until <= np.minimum(gone, 100)
    frame = pd.DataFrame(
        {
            "id": [str(i) for i in range(n)],
            "row": range(n),
            "job_obtained": pd.Series(np.where(job, "yes", "no"), dtype="string"),
            "follow_time": pd.Series(np.minimum(np.minimum(until, gone), 100), dtype="Float64"),
            "first_job_event": pd.Series(job, dtype="boolean"),
            "full_follow_up": pd.Series(gone >= 100, dtype="boolean"),
            "group": pd.Series(np.where(group, "b", "a"), dtype="string"),
            "age": pd.Series(age, dtype="Float64"),
        }
    )
    return PERSONS.conform(frame), until <= 100


def fitted(frame, confounders=("age",), exposures=EXPOSURES, competing=(), **asked):
    models = Models(
        confounders=list(confounders),
        regressions={"job": {"outcome": "job_obtained", "model": "logistic"}},
        left_early=LeftEarly(**asked),
        diagnostics=False,
    )
    return fit_models(frame, BOOK, for_models(exposures, models, competing=competing))


def row_of(found, level="b", adjustment="adjusted"):
    return only(found.weighted, adjustment=adjustment, level=level)


def test_parts_of_the_follow_up_by_hand():
    found = periods_of(np.array([2.5, 3.0, 9.9, 10.0]), np.array([True, False, False, False]), np.array([False, True, False, False]), 10)
    assert np.bincount(found.person).tolist() == [2, 4, 10, 10]
    assert found.left.sum() == 1 and found.part[found.left == 1] == 3 and found.person[found.left == 1] == 1


def test_without_anything_that_tells_weights_are_the_same_for_all_who_stayed_to_the_end():
    rng = np.random.default_rng(2)
    time, left = np.where(np.arange(200) < 150, 10.0, rng.uniform(0, 9, 200)), np.arange(200) >= 150
    nothing = np.empty((200, 0))
    weights = weights_of(periods_of(time, np.zeros(200, bool), left, 10), nothing, nothing, 10)
    np.testing.assert_allclose(weights[:150], 1, rtol=1e-9)
    assert effective_size(weights[:150]) == pytest.approx(150)


def test_who_left_is_counted_by_group_and_is_not_weighted():
    frame, _ = people()
    row, reference = row_of(fitted(frame)), row_of(fitted(frame), "a")
    left = frame["job_obtained"].eq("no") & frame["full_follow_up"].eq(False)
    assert row["n_left"] == left.sum() and row["n"] == 300 - left.sum() and row["n_excluded"] == 0
    assert (
        row["n_left_level"] == (left & frame["group"].eq("b")).sum() and reference["n_left_level"] == (left & frame["group"].eq("a")).sum()
    )
    assert reference["method"] == "reference" and pd.isna(reference["estimate"])
    assert row["effective_n"] <= row["n"] and row["role"] == "sensitivity"


def test_weights_bring_back_what_leaving_took():
    """In many people: the weighted estimate is that of everybody's true outcome, and the one that counts leaving as no is not."""
    frame, truth = people(n=40_000, leaving=2.0)
    whole = frame.assign(
        job_obtained=pd.Series(np.where(truth, "yes", "no"), dtype="string"), full_follow_up=pd.Series([True] * len(frame), dtype="boolean")
    )
    true = only(fitted(whole).estimates, adjustment="adjusted", level="b")["estimate"]
    found = fitted(frame, parts=40)
    as_no, weighted = only(found.estimates, adjustment="adjusted", level="b")["estimate"], row_of(found)["estimate"]
    assert abs(weighted - true) < 0.06 < 0.15 < abs(as_no - true)


def test_a_turned_exposure_turns_the_sign():
    frame, _ = people()
    turned = frame.assign(group=frame["group"].map({"a": "b", "b": "a"}).astype("string"))
    assert row_of(fitted(frame))["estimate"] == pytest.approx(-row_of(fitted(turned))["estimate"], rel=1e-8)


def test_where_nobody_left_it_is_said():
    row = row_of(fitted(people(leaving=0)[0]))
    assert row["warning"] == "Nobody in the model left early without a job, so there is nobody to weight for."
    assert pd.isna(row["estimate"]) and row["n_left"] == 0


def test_few_who_left_large_weights_and_truncation_are_said():
    row = row_of(fitted(people(n=80, leaving=0.3)[0]))
    assert "who left early, for 4 coefficients: they are uncertain." in row["warning"]
    cut = row_of(fitted(people()[0], truncate=0.9))
    assert "Weights are truncated at their quantile 0.90." in cut["warning"]
    assert cut["largest_weight"] < row_of(fitted(people()[0]))["largest_weight"]


def test_who_left_at_an_unknown_time_is_left_out_and_counted_and_who_stayed_is_not():
    frame, _ = people()
    left, stayed = (frame["job_obtained"].eq("no") & frame["full_follow_up"].eq(full) for full in (False, True))
    frame.loc[[*frame.index[left][:3], *frame.index[stayed][:2]], "follow_time"] = pd.NA
    frame.loc[frame.index[stayed][2], "full_follow_up"] = pd.NA
    row = row_of(fitted(frame))
    assert row["n_excluded"] == 4 and "4 persons without a job are left out" in row["warning"]
    assert row["n"] == 300 - left.sum() - 1 and row["n_left"] == left.sum() - 3


def test_workers_of_unknown_start_stay_in_at_the_earliest_and_the_latest_time():
    """All of them obtained a job, so that leaving them out would select on the outcome."""
    frame, _ = people()
    jobs = frame.index[frame["job_obtained"].eq("yes")][:40]
    known = row_of(fitted(frame))
    frame = frame.assign(follow_time_best=frame["follow_time"], follow_time_worst=frame["follow_time"])
    frame.loc[jobs, "follow_time_best"], frame.loc[jobs, "follow_time_worst"] = 0.0, 99.0
    frame.loc[jobs, ["follow_time", "first_job_event"]] = pd.NA
    row = row_of(fitted(frame))
    assert (row["n"], row["n_events"], row["n_excluded"]) == (known["n"], known["n_events"], 0)
    assert row["ratio_least"] <= min(row["ratio"], row["ratio_latest"]) and max(row["ratio"], row["ratio_latest"]) <= row["ratio_most"]
    assert row["ratio_least"] < row["ratio_most"] and row["ratio"] != row["ratio_latest"]
    assert f"as the latest possible the odds ratio is {row['ratio_latest']:.2f}" in row["warning"]
    assert f"it lies between about {row['ratio_least']:.2f} and {row['ratio_most']:.2f}." in row["warning"]
    assert "40 persons are in the model whose outcome is known and its time is not" in row["warning"]
    assert pd.isna(known["ratio_latest"]) and pd.isna(known["warning"])


def test_an_unknown_start_without_bounds_lies_between_inclusion_and_the_longest_time():
    frame, _ = people()
    jobs = frame.index[frame["job_obtained"].eq("yes")][:20]
    bounded = frame.assign(follow_time_best=frame["follow_time"], follow_time_worst=frame["follow_time"])
    bounded.loc[jobs, "follow_time_best"], bounded.loc[jobs, "follow_time_worst"] = 0.0, 100.0
    found = []
    for each in (frame, bounded):
        each.loc[jobs, ["follow_time", "first_job_event"]] = pd.NA
        found.append(row_of(fitted(each))[["estimate", "ratio_latest", "ratio_least", "ratio_most"]].astype(float))
    np.testing.assert_allclose(found[0], found[1], rtol=1e-12)


def test_the_same_persons_unweighted_stand_beside():
    frame, _ = people()
    left = frame["job_obtained"].eq("no") & frame["full_follow_up"].eq(False)
    plain = only(fitted(frame[~left], confounders=("age",)).estimates, adjustment="adjusted", level="b")
    row = row_of(fitted(frame))
    for name, of in (("unweighted", "ratio"), ("unweighted_low", "ratio_low"), ("unweighted_high", "ratio_high")):
        assert row[name] == pytest.approx(plain[of], rel=1e-9)
    assert row["n"] == plain["n"] and row["n_events_level"] == plain["n_events_level"]


def test_who_died_stays_without_a_job_and_nobody_stands_for_them():
    frame, _ = people()
    left = frame["job_obtained"].eq("no") & frame["full_follow_up"].eq(False)
    frame["left_for"] = pd.Series(np.where(left & (np.arange(300) % 2 == 0), "died", "moved"), dtype="string").where(left)
    died = left & frame["left_for"].eq("died")
    row = only(fitted(frame, competing=("died",)).weighted, adjustment="adjusted", level="b")
    assert row["n_left"] == (left & ~died).sum() and row["n_competing"] == died.sum() > 0
    assert (
        row["n"] == 300 - row["n_left"]
        and f"{died.sum()} persons who left for a competing reason (died) stay counted as no" in row["warning"]
    )
    assert row_of(fitted(frame))["n_left"] == left.sum()


def test_where_only_the_dead_left_there_is_nobody_to_weight_for():
    frame, _ = people()
    left = frame["job_obtained"].eq("no") & frame["full_follow_up"].eq(False)
    row = row_of(fitted(frame.assign(left_for=pd.Series("died", index=frame.index, dtype="string").where(left)), competing=("died",)))
    assert pd.isna(row["estimate"]) and row["warning"].startswith("Nobody in the model left early") and row["n"] == 300


def closed(frame, share=2) -> pd.DataFrame:
    """The same with the records of some closed in place of their leaving."""
    left = frame["job_obtained"].eq("no") & frame["full_follow_up"].eq(False)
    lock = left & (np.arange(len(frame)) % share == 0)
    return frame.assign(ended_by=pd.Series("withdrew", index=frame.index, dtype="string").mask(lock, "data lock").where(left))


def test_closed_records_are_told_apart_from_leaving():
    frame = closed(people()[0])
    lock = frame["ended_by"].eq("data lock").fillna(False)
    row, plain = row_of(fitted(frame)), row_of(fitted(people()[0]))
    assert row["n_closed"] == lock.sum() > 0 and row["n_left"] + row["n_closed"] == plain["n_left"]
    assert row["n_closed_level"] == (lock & frame["group"].eq("b")).sum() > 0
    assert row["estimate"] == plain["estimate"] and plain["n_closed"] == 0
    assert f"{lock.sum()} persons did not leave, but the records were closed" in row["warning"]


BY_DATE = {"group": Exposure(variable="inclusion_date", reference="a", split="midpoint", levels=("a", "b"))}


def test_one_closed_record_in_a_group_by_date_of_inclusion_does_not_refuse_all():
    frame = people()[0]
    lost = frame.index[frame["job_obtained"].eq("no") & frame["full_follow_up"].eq(False) & frame["group"].eq("b")]
    frame["ended_by"] = pd.Series("withdrew", index=frame.index, dtype="string").where(frame.index.isin(lost))
    frame.loc[lost[0], "ended_by"] = "data lock"
    row = row_of(fitted(frame, exposures=BY_DATE))
    assert row["n_closed"] == 1 and row["ratio"] == row_of(fitted(people()[0]))["ratio"]
    assert "1 person did not leave, but the records were closed" in row["warning"]


def closed_group(followed: int) -> pd.DataFrame:
    """All records of b closed before the end, but those of some without a job."""
    frame = people()[0]
    b, no = frame["group"].eq("b"), frame["job_obtained"].eq("no")
    late = frame.index[b & no][:followed]
    short = b & ~frame.index.isin(late)
    frame = frame.assign(
        full_follow_up=frame["full_follow_up"].mask(short, False).mask(frame.index.isin(late), True),
        ended_by=pd.Series("withdrew", index=frame.index, dtype="string")
        .mask(short, "data lock")
        .where(frame["full_follow_up"].eq(False) | short),
    )
    return frame.assign(follow_time=frame["follow_time"].mask(frame.index.isin(late), 100.0))


def test_a_group_by_date_of_inclusion_of_whom_nobody_was_followed_to_the_end_has_no_weighted_estimate():
    row = row_of(fitted(closed_group(0), exposures=BY_DATE))
    assert pd.isna(row["estimate"]) and row["n_closed_level"] > 0
    assert row["warning"].startswith(
        f"The records of {row['n_closed_level']} persons of 'b' (Group) were closed before the end of follow-up (data lock)"
    )
    assert "nobody of that group, which follows from the date of inclusion, was followed to the end" in row["warning"]
    assert "nobody of that group" not in str(row_of(fitted(closed_group(5), exposures=BY_DATE))["warning"])
    assert not pd.isna(row_of(fitted(closed_group(5), exposures=BY_DATE))["estimate"])
    assert "nobody of that group" not in str(row_of(fitted(closed_group(0)))["warning"])  # groups that do not follow from the date


def test_a_date_of_inclusion_as_a_number_has_no_groups_so_that_nobody_of_a_date_can_stand_for_another():
    frame = closed(people()[0]).assign(inclusion_date=pd.Timestamp("2014-01-01") + pd.to_timedelta(np.arange(300), "D"))
    with pytest.raises(NotFittedError, match="and Age is the date of inclusion: whose records were closed hangs on that date alone"):
        spec = SimpleNamespace(exposure="group", confounders=("age",))
        whole = SimpleNamespace(rows=frame)
        _refuse_dated(spec, whole, Ends.of(frame, frame["job_obtained"].eq("yes").to_numpy(float), ()), {"age"}, BOOK)


def undated_ends(n_jobs=3, n_dead=3) -> pd.DataFrame:
    """Some jobs and some deaths of each group at an unknown time."""
    frame = people(n=120, seed=4)[0]
    no = frame["job_obtained"].eq("no") & frame["full_follow_up"].eq(False)
    frame["left_for"] = pd.Series("moved", index=frame.index, dtype="string").where(no)
    jobs = [frame.index[frame["job_obtained"].eq("yes") & frame["group"].eq(g)][:n_jobs] for g in "ab"]
    dead = [frame.index[no & frame["group"].eq(g)][:n_dead] for g in "ab"]
    frame.loc[[i for some in dead for i in some], "left_for"] = "died"
    frame = frame.assign(follow_time_best=frame["follow_time"], follow_time_worst=frame["follow_time"])
    for some in (*jobs, *dead):
        frame.loc[some, "follow_time_best"], frame.loc[some, "follow_time_worst"] = 0.0, 99.0
        frame.loc[some, ["follow_time", "first_job_event"]] = pd.NA
    return frame


def every_way(ends: Ends, _):
    """Times with each undated person at the earliest or the latest."""
    at = np.flatnonzero(ends.undated)
    for late in product((False, True), repeat=len(at)):
        times = ends.earliest.copy()
        times[at] = np.where(late, ends.latest[at], ends.earliest[at])
        yield times


def test_jobs_and_deaths_at_unknown_times_move_apart_and_bound_the_odds_ratio(monkeypatch):
    """Against every way in which each person can be early or late."""
    frame = undated_ends(2, 2)
    row = row_of(fitted(frame, competing=("died",)))
    monkeypatch.setattr(Ends, "placed", every_way)
    every = row_of(fitted(frame, competing=("died",)))
    together = [row["ratio"], row["ratio_latest"]]
    assert min(together) > row["ratio_least"] * 1.001 and max(together) < row["ratio_most"] * 0.999
    np.testing.assert_allclose(
        row[["ratio_least", "ratio_most"]].astype(float), every[["ratio_least", "ratio_most"]].astype(float), rtol=2e-3
    )


def test_a_late_death_turns_the_odds_ratio_to_the_other_side_than_a_late_job():
    ends = Ends.of(undated_ends(), undated_ends()["job_obtained"].eq("yes").to_numpy(float), ("died",))
    group = undated_ends()["group"].to_numpy()
    placed = list(ends.placed(group))
    assert len(placed) == 16 and (placed[0] == ends.earliest).all() and (placed[1] == ends.latest).all()
    apart = np.where(ends.job & ends.undated, ends.latest, ends.earliest)
    assert any((times == apart).all() for times in placed)
    assert len({times.tobytes() for times in placed}) == 16


def test_a_few_closed_records_are_named_where_weights_rest_on_few():
    row = row_of(fitted(closed(people(n=80, leaving=0.3)[0])))
    assert "who left early or whose records were closed, for 4 coefficients: they are uncertain." in row["warning"]


def test_where_everybodys_last_day_is_the_first_there_is_a_reason():
    frame, _ = people()
    row = row_of(fitted(frame.assign(follow_time=pd.Series(0.0, index=frame.index, dtype="Float64"))))
    assert pd.isna(row["estimate"]) and row["warning"].startswith("Nobody in the model was observed beyond the first day")


def test_where_no_time_is_known_nobody_is_weighted_and_it_is_said():
    frame, _ = people()
    row = row_of(fitted(frame.assign(follow_time=pd.Series(pd.NA, index=frame.index, dtype="Float64"))))
    assert pd.isna(row["estimate"]) and "it is unknown whether or when they left" in row["warning"]


def test_a_level_of_few_persons_or_events_is_said():
    frame, _ = people()
    few = frame.index[frame["group"].eq("b") & frame["job_obtained"].eq("yes")][3:]
    row = row_of(fitted(frame.drop(few)))
    assert row["n_events_level"] == 3 and row["warning"].startswith("Only 3 events in 'b'.")


def test_a_level_at_which_nobody_left_or_everybody_left():
    frame, _ = people()
    frame["full_follow_up"] = frame["full_follow_up"].mask(frame["group"].eq("b"), True)
    frame["follow_time"] = frame["follow_time"].mask(frame["group"].eq("b") & frame["job_obtained"].eq("no"), 100.0)
    assert not pd.isna(row_of(fitted(frame))["estimate"])
    gone = people()[0]
    b = gone["group"].eq("b")
    gone = gone.assign(
        job_obtained=gone["job_obtained"].mask(b, "no"),
        follow_time=gone["follow_time"].mask(b, 5.0),
        full_follow_up=gone["full_follow_up"].mask(b, False),
    )
    assert "everybody in the model is in the group 'a'" in row_of(fitted(gone))["warning"]


def test_without_confounders_the_crude_model_is_weighted():
    assert fitted(people()[0], confounders=()).weighted["adjustment"].unique().tolist() == ["crude"]


def test_one_event_has_a_reason():
    frame, _ = people()
    frame["job_obtained"] = pd.Series(["yes", *["no"] * 299], dtype="string")
    assert "separation" in row_of(fitted(frame))["warning"]


def test_only_logistic_regressions_of_having_obtained_a_job_are_weighted():
    frame, _ = people()
    frame["worked_long"] = frame["job_obtained"]
    frame["n_jobs"] = pd.Series(frame["job_obtained"].eq("yes").astype(int), dtype="Float64")
    regressions = {
        "job": {"outcome": "job_obtained", "model": "logistic"},
        "long": {"outcome": "worked_long", "model": "logistic"},
        "jobs": {"outcome": "n_jobs", "model": "poisson"},
    }
    models = Models(confounders=["age"], regressions=regressions, left_early=LeftEarly(), diagnostics=False)
    assert set(fit_models(frame, BOOK, for_models(EXPOSURES, models)).weighted["model"]) == {"job"}
