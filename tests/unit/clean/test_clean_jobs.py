"""Rules about job records."""

import pandas as pd
import pytest

from ipscohort.clean.rules import RULES
from ipscohort.config.clean import Clean
from ipscohort.errors import UserError
from tests.support.records import read_texts
from tests.unit.clean.frames import MARCH, OCTOBER, clean, codebook, kept, log_rows, panel, people, spells, study


def stopped(*arguments, **rules):
    with pytest.raises(UserError) as caught:
        clean(*arguments, **rules)
    return caught.value


def test_every_rule_of_the_settings_has_a_function():
    rules = {rule.__name__ for rule in RULES}
    options = {"recruitment", "hours_max", "touching_days", "isco08_digits"}
    assert set(Clean.model_fields) - options <= rules


def test_ids_without_a_match():
    jobs = spells({"id": "z", **OCTOBER}, OCTOBER)
    assert stopped(people({}), jobs).problems[0].ids == ("z",)
    assert kept(clean(people({}), jobs, job_without_participant="set_aside")) == {2: (30, 60)}


def test_ids_that_nearly_match_are_said_to_first():
    persons = people({"id": "P1"}, {"id": "P2"}, {"id": "Q-1"}, {"id": "ab"}, {"id": "AB"})
    jobs = spells(*({"id": one, **OCTOBER} for one in ("p1", "P02", "p1", "P1", "q1", "Z9", "Ab")))
    problems = stopped(persons, jobs).problems
    assert [(problem.ids, problem.rows) for problem in problems] == [
        (("p1", "P02", "q1"), (2, 3, 4, 6)),
        (("Ab",), (8,)),
        (("Z9",), (7,)),
    ]
    assert problems[0].what == (
        "no participant has this id, but 4 of 7 rows nearly match one: 2 by case, 1 by leading zeros, 1 by case and hyphens"
    )
    assert "ingest.jobs.jobs.id_match: [case, hyphens, leading_zeros]" in problems[0].remedy
    assert "set_aside" not in problems[0].remedy + problems[1].remedy
    assert "set_aside" in problems[2].remedy


def test_ids_that_nearly_match_are_set_aside_by_their_own_reason():
    jobs = spells(*({"id": one, **OCTOBER} for one in ("A", "z", "a")))
    done = clean(people({}), jobs, job_without_participant="set_aside")
    assert list(kept(done)) == [3]
    found = done.log[done.log["rule"] == "job_without_participant"]
    assert found[["ids", "rows", "why"]].to_numpy().tolist() == [
        ["A", "2", "No participant has this id; it differs from one's only by case (see id_match)."],
        ["z", "3", "No participant has this id."],
    ]


def test_jobs_of_an_ineligible_person_are_no_mistake():
    rules = {"eligibility": [{"variable": "sex", "one_of": ["man"], "label": "men"}]}
    jobs = spells({"id": "b", "start": "2015-11-01", "end": "2015-10-01"})
    done = clean(people({}, {"sex": "woman"}), jobs, **rules)
    assert ("jobs_of_persons_left_out", "jobs.jobs", 1, "b", "2") in log_rows(done)


def test_the_same_job_twice_in_one_source_only():
    jobs = spells(OCTOBER, OCTOBER, {**OCTOBER, "hours_per_week": 21}, {**OCTOBER, "source": "other"})
    done = clean(people({}), jobs, same_start_twice="keep")
    assert ("exact_duplicate_jobs", "jobs.jobs", 1, "a", "3") in log_rows(done)
    assert list(kept(done)) == [1, 3]  # the other source's record is the same job, and replaced
    assert stopped(people({}), jobs, exact_duplicate_jobs="stop").problems[0].rows == (2, 3)


@pytest.mark.parametrize(
    ("action", "expected"),
    [("drop", {}), ("end_unknown", {1: (61, None)})],
)
def test_end_before_start(action, expected):
    jobs = spells({"start": "2015-11-01", "end": "2015-10-31"})
    error = stopped(people({}), jobs)
    assert error.problems[0].where == "jobs.jobs, column end"
    assert error.problems[0].remedy == "mend the rows, or set clean.end_before_start: end_unknown or drop"
    assert kept(clean(people({}), jobs, end_before_start=action)) == expected


def test_a_job_of_one_day_is_no_mistake():
    assert kept(clean(people({}), spells({"start": "2015-11-01", "end": "2015-11-01"}))) == {1: (61, 61)}


def test_start_after_data_lock():
    at = study(end_of_observation={"data_lock": "2015-10-31"})
    jobs = spells({"start": "2015-11-01"}, {"start": "2015-10-31"})
    assert stopped(people({}), jobs, at=at).problems[0].rows == (2,)
    assert kept(clean(people({}), jobs, at=at, start_after_data_lock="drop")) == {2: (60, None)}


@pytest.mark.parametrize(
    ("rule", "column", "bad", "good"),
    [("hours_out_of_range", "hours_per_week", [-1, 80.5], [0, 80]), ("wage_out_of_range", "wage", [-0.01], [0, 500])],
)
def test_impossible_hours_and_wages(rule, column, bad, good):
    jobs = spells(*({**OCTOBER, "occupation": str(n), column: value} for n, value in enumerate(bad + good)))
    assert stopped(people({}), jobs).problems[0].rows == tuple(range(2, 2 + len(bad)))
    done = clean(people({}), jobs, **{rule: "set_missing"})
    assert done.jobs[column].isna().tolist() == [True] * len(bad) + [False] * len(good)


class TestMonthOnly:
    def place(self, start, end, inclusion="2015-09-20", at=None, **flags):
        marks = {"start_month_only": len(start or "") == 7, "end_month_only": len(end or "") == 7} | flags
        done = clean(people({"inclusion_date": inclusion}), spells({"start": start, "end": end, **marks}), at=at)
        row = done.jobs.iloc[0]
        day = pd.Timestamp(inclusion)
        return tuple(None if pd.isna(d) else f"{day + pd.Timedelta(days=int(d)):%Y-%m-%d}" for d in (row["start_day"], row["end_day"]))

    def test_on_the_fifteenth(self):
        assert self.place("2015-10", "2015-12") == ("2015-10-15", "2015-12-15")

    def test_not_before_inclusion_in_its_month(self):
        assert self.place("2015-09", "2015-12-31") == ("2015-09-20", "2015-12-31")
        assert self.place("2015-09-25", "2015-09") == ("2015-09-25", "2015-09-25")

    def test_an_end_not_before_its_start(self):
        assert self.place("2015-10-28", "2015-10") == ("2015-10-28", "2015-10-28")

    def test_a_start_not_after_an_end_known_to_the_day(self):
        assert self.place("2015-10", "2015-10-03") == ("2015-10-03", "2015-10-03")

    def test_not_after_the_data_lock_in_its_month(self):
        at = study(end_of_observation={"data_lock": "2015-12-10"})
        assert self.place("2015-12", None, at=at) == ("2015-12-10", None)

    def test_a_month_before_the_start_is_an_impossible_spell(self):
        with pytest.raises(UserError, match="ends before it starts"):
            self.place("2015-11-20", "2015-10")

    def test_may_stop(self):
        jobs = spells({"start": "2015-10-01", "end": "2015-12-31", "start_month_only": True})
        assert stopped(people({}), jobs, month_only_date="stop").problems[0].where == "jobs.jobs, column start"


class TestInclusion:
    @pytest.mark.parametrize(
        ("job", "reaches"),
        [
            ({"start": "2015-08-31", "end": "2015-09-01"}, True),
            ({"start": "2015-08-31"}, True),
            ({"start": "2015-08-01", "end": "2015-08-31"}, False),
            ({"start": "2015-08-31", "end_status": "unknown"}, False),
            ({"start": "2015-09-01", "end": "2015-10-01"}, False),
            ({"end": "2015-09-10"}, False),  # start unknown: counts as obtained
        ],
    )
    def test_employed_at_entry(self, job, reaches):
        done = clean(people({}, {}), spells(job))
        assert list(done.participants["id"]) == (["b"] if reaches else ["a", "b"])
        clipped = clean(people({}, {}), spells(job), employed_at_entry="clip")
        assert list(clipped.participants["id"]) == ["a", "b"]
        assert clipped.jobs["at_entry"].any() == reaches

    def test_a_job_that_is_not_competitive_is_no_employment_at_entry(self):
        done = clean(people({}), spells({"start": "2015-08-01", "competitive": "no"}), at=study(competitive="column"))
        assert list(done.participants["id"]) == ["a"]

    def test_all_jobs_of_a_person_left_out_go(self):
        done = clean(people({}, {}), spells({"start": "2015-08-01"}, OCTOBER))
        assert len(done.jobs) == 0

    def test_outside_follow_up(self):
        at = study(end_of_observation={"observed_until": True})
        jobs = spells({"start": "2015-07-01", "end": "2015-08-31"}, MARCH, OCTOBER, {"start": "2015-10-02"}, {"end": "2015-08-31"})
        done = clean(people({"observed_until": "2015-10-01"}), jobs, at=at)
        assert kept(done) == {3: (30, 60)}
        assert [(r[0], r[4]) for r in log_rows(done)] == [
            ("outside_follow_up", "2;6"),
            ("outside_follow_up", "3"),
            ("outside_follow_up", "5"),
        ]

    def test_an_undated_job_is_kept(self):
        done = clean(people({}), spells({"end_status": "unknown"}, {"end_status": "ongoing"}))
        assert kept(done) == {1: (None, None), 2: (None, None)}


class TestTwoSources:
    ONE = {"source": "one"}
    TWO = {"source": "two"}

    def run(self, *rows, **rules):
        done = clean(people({}), spells(*rows), **rules)
        return list(kept(done)), done

    @pytest.mark.parametrize(
        ("start", "end", "same"),
        [
            ("2015-10-31", "2015-11-30", True),
            ("2015-11-01", "2015-11-30", True),  # touching
            ("2015-11-02", "2015-11-30", False),
            ("2015-09-15", "2015-09-30", True),
            ("2015-09-15", "2015-09-29", False),
        ],
    )
    def test_overlapping_or_touching(self, start, end, same):
        jobs, _ = self.run({**OCTOBER, **self.ONE}, {"start": start, "end": end, **self.TWO})
        assert jobs == ([1] if same else [1, 2])

    def test_days_that_count_as_touching(self):
        pair = ({**OCTOBER, **self.ONE}, {"start": "2015-11-05", "end": "2015-11-30", **self.TWO})
        assert self.run(*pair, touching_days=4)[0] == [1, 2]
        assert self.run(*pair, touching_days=5)[0] == [1]

    @pytest.mark.parametrize(
        ("one", "two", "same"),
        [("clerk", "clerk", True), ("clerk", "cook", False), ("clerk", None, True), (None, "cook", True), (None, None, True)],
    )
    def test_a_missing_group_matches_any(self, one, two, same):
        jobs, _ = self.run({**OCTOBER, **self.ONE, "occupation": one}, {**OCTOBER, **self.TWO, "occupation": two})
        assert jobs == ([1] if same else [1, 2])

    def test_the_source_named_first_counts_whichever_row_is_longer(self):
        jobs, done = self.run({"start": "2015-10-10", "end": "2015-10-12", **self.ONE}, {**OCTOBER, **self.TWO})
        assert jobs == [1]
        assert done.disagreements[["fact", "kept", "replaced"]].to_numpy().tolist() == [
            ["start", "2015-10-10", "2015-10-01"],
            ["end", "2015-10-12", "2015-10-31"],
        ]

    def test_records_of_one_source_are_never_merged(self):
        later = {"start": "2015-10-02", "end": "2015-10-31"}
        assert self.run({**OCTOBER, **self.ONE}, {**later, **self.ONE}, {**MARCH, **self.TWO})[0] == [1, 2]

    def test_other_persons_are_other_jobs(self):
        done = clean(people({}, {}), spells({**OCTOBER, **self.ONE}, {**OCTOBER, **self.TWO, "id": "b"}))
        assert list(kept(done)) == [1, 2]

    def test_a_record_replaced_replaces_nothing(self):
        chain = (
            {"start": "2015-10-01", "end": "2015-10-10", **self.ONE},
            {"start": "2015-10-05", "end": "2015-10-20", **self.TWO},
            {"start": "2015-10-15", "end": "2015-10-31", "source": "three"},
        )
        jobs, done = self.run(*chain)
        assert jobs == [1, 3]
        assert set(done.disagreements["job_replaced"]) == {2}

    def test_several_records_go_for_one_and_one_for_the_one_it_shares_most_with(self):
        jobs, done = self.run(
            {"start": "2015-10-01", "end": "2015-10-05", **self.ONE},
            {"start": "2015-10-08", "end": "2015-10-31", **self.ONE},
            {"start": "2015-10-02", "end": "2015-10-30", **self.TWO},
            {"start": "2015-10-31", "end": "2015-11-01", **self.TWO},
        )
        assert jobs == [1, 2]
        replaced = done.disagreements.drop_duplicates("job_replaced").set_index("job_replaced")["job_kept"]
        assert replaced.to_dict() == {3: 2, 4: 2}

    def test_an_ongoing_job_reaches_on_and_an_unknown_end_does_not(self):
        later = {"start": "2015-12-01", "end": "2015-12-31", **self.TWO}
        assert self.run({"start": "2015-10-01", **self.ONE}, later)[0] == [1]
        assert self.run({"start": "2015-10-01", "end_status": "unknown", **self.ONE}, later)[0] == [1, 2]

    def test_a_record_without_dates_matches_none(self):
        assert self.run({**OCTOBER, **self.ONE}, {"end_status": "unknown", **self.TWO})[0] == [1, 2]

    def test_reconciling_comes_before_the_competitive_filter(self):
        rows = ({**OCTOBER, **self.ONE, "competitive": "no"}, {**OCTOBER, **self.TWO})
        done = clean(people({}), spells(*rows), at=study(competitive="column"))
        assert len(done.jobs) == 0
        assert done.disagreements["fact"].tolist() == ["competitive"]

    def test_a_source_that_holds_competitive_jobs_only_says_so_of_the_job_that_is_replaced(self):
        # The diary comes first and leaves open whether the job is competitive; the register holds no others.
        rows = ({**OCTOBER, **self.ONE, "competitive": None}, {**OCTOBER, **self.TWO, "competitive": None})
        book = codebook(competitive={"two": "all_jobs"})
        done = clean(people({}), spells(*rows), book=book, at=study(competitive="column"))
        assert done.disagreements[["fact", "replaced"]].to_numpy().tolist() == [["competitive", "yes"]]
        assert [row[0] for row in log_rows(done)] == ["same_job_in_two_sources", "competitive_unknown"]

    def test_precedence_is_the_order_of_first_appearance_by_job_number(self):
        jobs = spells({**OCTOBER, "source": "z"}, {**OCTOBER, "source": "a"})
        assert list(kept(clean(people({}), jobs.iloc[::-1]))) == [1]


class TestPanel:
    AT = study(follow_up="4 weeks", time_unit="weeks", period="weeks", end_of_observation={"observed_until": True})
    BOOK = codebook("panel", dated=False)

    def test_periods_after_the_end_of_observation(self):
        rows = people({"observed_until_count": 2}, {"observed_until_count": 4}, {}, dated=False)
        statuses = panel(a="10?1", b="1111", c="0000")
        done = clean(rows, None, statuses, self.BOOK, self.AT)
        assert done.panel.groupby("id").size().to_dict() == {"a": 2, "b": 4, "c": 4}
        assert ("period_after_observation", "panel", 1, "a", "2") in log_rows(done)
        assert done.participants["full_follow_up"].tolist() == [False, True, True]
        error = stopped(rows, None, statuses, self.BOOK, self.AT, period_after_observation="stop")
        assert error.problems[0].ids == ("a",)

    def test_periods_after_follow_up_are_no_mistake(self):
        rows = people({"observed_until_count": 9}, dated=False)
        done = clean(rows, None, panel(a="100011"), self.BOOK, self.AT, period_after_observation="stop")
        assert done.panel["period"].tolist() == [1, 2, 3, 4]
        assert ("outside_follow_up", "panel", 2, "a", "2") in log_rows(done)

    def test_no_period_observed(self):
        rows = people({"observed_until_count": 0}, {}, dated=False)
        done = clean(rows, None, panel(a="????", b="0000"), self.BOOK, self.AT, observed_until_before_inclusion="exclude")
        assert list(done.participants["id"]) == ["b"]
        assert set(done.panel["id"]) == {"b"}

    def test_a_panel_with_dates_ends_with_the_period_of_the_last_day(self):
        at = study(time_unit="months", end_of_observation={"observed_until": True})
        rows = people({"observed_until": "2015-10-31", "inclusion_date": "2015-09-15"})
        months = clean(rows, None, panel(a="000000"), codebook("panel"), at).participants
        assert months["last_period"].tolist() == [2]  # 15 October to 14 November
        calendar = clean(rows, None, panel(a="000000"), codebook("panel", panel_calendar=True), at).participants
        assert calendar["last_period"].tolist() == [2]  # October
        november = people({"observed_until": "2015-11-01", "inclusion_date": "2015-09-15"})
        calendar = clean(november, None, panel(a="000000"), codebook("panel", panel_calendar=True), at).participants
        assert calendar["last_period"].tolist() == [3]
        assert calendar["last_day"].isna().all()


class TestPanelOutsideFollowUp:
    AT = study(follow_up="4 months", time_unit="months")
    BOOK = codebook("panel", panel_calendar=True)

    def test_a_person_is_named_and_kept_without_outcomes(self):
        done = clean(people({}, {}, {}), None, panel(a="????11", b="0000", c="????"), self.BOOK, self.AT)
        assert ("no_period_known", "panel", 2, "a;c", "2;4") in log_rows(done)
        assert list(done.participants["id"]) == ["a", "b", "c"]

    @pytest.mark.parametrize("statuses", [{"a": "????11", "b": "?????0"}, {"a": "????"}])
    def test_nobody_s_months_inside_follow_up_stop(self, statuses):
        error = stopped(people({}, {}), None, panel(**statuses), self.BOOK, self.AT)
        assert "nobody has a period filled in" in str(error) and "counted_from" in str(error)

    def test_columns_before_inclusion_stop(self, tmp_path):
        settings = {
            "participants": {"id": "id", "inclusion_date": "incl"},
            "jobs": {
                "months": {
                    "shape": "panel",
                    "columns": "w_{year}_{month}",
                    "unit": "months",
                    "counted_from": "calendar",
                    "codes": {1: "employed", 0: "not_employed"},
                }
            },
        }
        text = "id,incl,w_2014_01,w_2014_02\n1,2015-01-01,1,1\n2,2015-01-01,0,1\n"
        records = read_texts(tmp_path, settings, participants=text)
        error = stopped(records.participants, None, records.panel, records.codebook, self.AT)
        assert "nobody has a period filled in" in str(error)


class TestDurations:
    def test_a_first_job_after_follow_up_is_none(self):
        rows = people(
            {"given_time_to_first_job": 181.0, "given_exit": "job"},
            {"given_time_to_first_job": 182.0, "given_exit": "job"},
            {"given_time_to_first_job": 500.0, "given_exit": "died"},
        )
        done = clean(rows, book=codebook("durations"))
        assert done.participants["given_time_to_first_job"].tolist() == [181, 181, 181]
        assert done.participants["given_exit"].tolist() == ["job", "no_job", "no_job"]
        assert [row[3] for row in log_rows(done)] == ["b", "c"]

    def test_a_time_below_zero_stops(self):
        error = stopped(people({"given_time_to_first_job": -1.0, "given_exit": "job"}), book=codebook("durations"))
        assert error.problems[0].ids == ("a",)
