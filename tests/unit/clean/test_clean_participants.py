"""Rules about rows of participants."""

import pandas as pd
import pytest

from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import UserError
from tests.support.records import read_texts
from tests.unit.clean.frames import clean, codebook, log_rows, panel, people, spells, study

OBSERVED = {"end_of_observation": {"observed_until": True}}


def stopped(*arguments, **rules):
    with pytest.raises(UserError) as caught:
        clean(*arguments, **rules)
    return caught.value


def test_rows_that_are_the_same_count_once():
    done = clean(people({}, {}, {"id": "a", "row": 9}))
    assert list(done.participants["id"]) == ["a", "b"]
    assert log_rows(done) == [("exact_duplicate_participants", "participants", 1, "a", "9")]
    assert list(done.flow["n"]) == [3, 2, 2, 2, 2, 2]


def test_rows_that_are_the_same_may_stop():
    error = stopped(people({}, {"id": "a"}), exact_duplicate_participants="stop")
    assert error.problems[0].rows == (2, 3)
    assert error.problems[0].remedy.endswith("clean.exact_duplicate_participants: drop")


def test_rows_of_one_id_that_differ_always_stop():
    error = stopped(people({"age": 40}, {"id": "a", "age": 41}))
    assert "age" in error.problems[0].what
    assert (error.problems[0].rows, error.problems[0].ids) == ((2, 3), ("a",))


def test_rows_of_one_id_whose_panels_differ_always_stop():
    book = codebook("panel", dated=False)
    statuses = pd.concat([panel(a="1000"), panel(a="1001").assign(row=3)])
    at = study(follow_up="4 weeks", time_unit="weeks", period="weeks")
    error = stopped(people({}, {"id": "a"}, dated=False), None, statuses, book, at)
    assert error.problems[0].rows == (2, 3)


def test_rows_of_one_id_with_the_same_panel_count_once():
    book = codebook("panel", dated=False)
    statuses = pd.concat([panel(a="1001"), panel(a="1001").assign(row=3)])
    at = study(follow_up="4 weeks", time_unit="weeks", period="weeks")
    done = clean(people({}, {"id": "a"}, dated=False), None, statuses, book, at)
    assert len(done.panel) == 4


class TestWideJobsOfRepeatedRows:
    """Jobs that are columns of the participants' file belong to their row."""

    BOOK = codebook(wide_sources=("jobs",))
    ONE, TWO = {"start": "2015-10-01", "end": "2015-10-31"}, {"start": "2015-12-01", "end": "2015-12-31"}

    def run(self, first, second, **rules):
        jobs = spells(*({**job, "row": 2} for job in first), *({**job, "row": 9} for job in second), {**self.ONE, "id": "b", "row": 3})
        return clean(people({}, {}, {"id": "a", "row": 9}), jobs, book=self.BOOK, **rules)

    @pytest.mark.parametrize(
        ("first", "second"), [([ONE], [TWO]), ([ONE], []), ([], [ONE]), ([ONE], [ONE, TWO]), ([ONE], [ONE, ONE])], ids=str
    )
    def test_rows_whose_jobs_differ_stop(self, first, second):
        with pytest.raises(UserError, match="rows of one id differ") as caught:
            self.run(first, second)
        assert (caught.value.problems[0].rows, caught.value.problems[0].ids) == ((2, 9), ("a",))

    def test_rows_with_the_same_jobs_count_once(self):
        done = self.run([self.ONE, self.TWO], [self.TWO, self.ONE], exact_duplicate_jobs="stop")
        assert done.jobs["id"].tolist() == ["a", "a", "b"]
        assert log_rows(done) == [("exact_duplicate_participants", "participants", 1, "a", "9")]

    def test_job_rows_of_a_file_of_their_own_are_no_rows_of_participants(self):
        jobs = spells({**self.ONE, "row": 2}, {**self.TWO, "row": 7})
        done = clean(people({}, {"id": "a", "row": 9}), jobs)
        assert len(done.jobs) == 2

    def test_read_from_a_file(self, tmp_path):
        columns = {"start": "job{n}_start", "end": "job{n}_end"}
        settings = {
            "participants": {"id": "id", "inclusion_date": "incl"},
            "jobs": {"own": {"shape": "wide", "blank_end": "ongoing", "columns": columns}},
        }
        rows = "1,2015-01-01,2015-02-01,2015-03-01\n1,2015-01-01,2015-06-01,2015-07-01\n"
        records = read_texts(tmp_path, settings, participants="id,incl,job1_start,job1_end\n" + rows)
        with pytest.raises(UserError, match="rows of one id differ"):
            clean(records.participants, records.jobs, book=records.codebook)
        records.codebook.write(tmp_path / "codebook.json")
        assert Codebook.read(tmp_path / "codebook.json") == records.codebook


@pytest.mark.parametrize("age", [17.9, 100.5])
def test_numbers_out_of_range(age):
    rows = people({"age": age}, {"age": 18}, {"age": 100})
    error = stopped(rows)
    assert error.problems[0].where == "participants, column age, variable age"
    assert error.problems[0].ids == ("a",)
    done = clean(rows, value_out_of_range="set_missing")
    assert done.participants["age"].isna().tolist() == [True, False, False]
    assert log_rows(done) == [("value_out_of_range", "participants", 1, "a", "2")]


def test_no_message_or_log_carries_a_value():
    rows = people({"age": 12345.5}, {"inclusion_date": "1987-06-05"})
    rules = {"recruitment": ["2015-01-01", "2015-12-31"]}
    text = str(stopped(rows, **rules))
    assert "12345" not in text and "1987" not in text
    done = clean(rows, value_out_of_range="set_missing", inclusion_outside_recruitment="exclude", **rules)
    assert "12345" not in done.log.to_csv() and "1987" not in done.log.to_csv()


def test_inclusion_date_missing():
    rows = people({}, {"inclusion_date": None})
    assert stopped(rows).problems[0].ids == ("b",)
    done = clean(rows, inclusion_date_missing="exclude")
    assert list(done.participants["id"]) == ["a"]


def test_a_cohort_without_dates_needs_no_inclusion_date():
    done = clean(people({}, dated=False), book=codebook(dated=False), at=study(follow_up="26 weeks", period="weeks"))
    assert done.participants["last_day"].tolist() == [26 * 7 - 1]


def test_recruitment_includes_its_first_and_last_day():
    rows = people({"inclusion_date": "2015-01-01"}, {"inclusion_date": "2015-12-31"}, {"inclusion_date": "2016-01-01"})
    done = clean(rows, recruitment=["2015-01-01", "2015-12-31"], inclusion_outside_recruitment="exclude")
    assert list(done.participants["id"]) == ["a", "b"]


def test_observed_until_before_inclusion():
    rows = people({"observed_until": "2015-08-31"}, {"observed_until": "2015-09-01"})
    assert stopped(rows, at=study(**OBSERVED)).problems[0].ids == ("a",)
    done = clean(rows, at=study(**OBSERVED), observed_until_before_inclusion="exclude")
    assert done.participants[["id", "last_day"]].to_numpy().tolist() == [["b", 0]]


def test_inclusion_after_the_data_lock_is_observation_before_inclusion():
    at = study(end_of_observation={"data_lock": "2015-08-31"})
    assert "before inclusion" in stopped(people({}), at=at).problems[0].what


def test_observed_until_does_not_count_unless_the_study_says_so():
    done = clean(people({"observed_until": "2015-10-01"}), at=study(end_of_observation={"data_lock": "2020-01-01"}))
    assert done.participants["last_day"].tolist() == [181]


def test_the_earliest_end_counts_and_is_named():
    rows = people(
        {"observed_until": "2015-10-01", "observed_until_reason": "moved"},
        {"observed_until": "2016-12-31", "observed_until_reason": "moved"},
        {"observed_until": "2015-11-01", "observed_until_reason": "died"},
        {},
        {"inclusion_date": "2015-03-01"},
        {"observed_until": "2015-10-01"},
    )
    done = clean(rows, at=study(end_of_observation={"observed_until": True, "data_lock": "2015-11-01"})).participants
    # 1 October is day 30, 1 November day 61; 1 March + 6 months - 1 is 31 August, day 183
    assert done["last_day"].tolist() == [30, 61, 61, 61, 183, 30]
    assert done["ended_by"].tolist() == ["moved", "data lock", "died", "data lock", "end of follow-up", pd.NA]
    assert done["full_follow_up"].tolist() == [False, False, False, False, True, False]
    assert done["last_period"].tolist() == [2, 3, 3, 3, 6, 2]


class TestEligibility:
    ROWS = ({"age": 17.99}, {"age": 18}, {"age": 65}, {"age": 66}, {"age": None}, {"sex": None}, {"sex": "woman"})

    def test_bounds_are_included_and_missing_is_excluded(self):
        done = clean(
            people(*self.ROWS), value_out_of_range="set_missing", eligibility=[{"variable": "age", "min": 18, "max": 65, "label": "18-65"}]
        )
        assert list(done.participants["id"]) == ["b", "c", "f", "g"]
        assert done.flow.set_index("step").loc["eligibility_1", ["n", "n_left_out"]].tolist() == [4, 3]

    def test_missing_may_be_kept(self):
        rules = {"eligibility": [{"variable": "sex", "one_of": ["woman"], "label": "women", "missing": "keep"}]}
        done = clean(people(*self.ROWS[5:], {}), **rules)
        assert list(done.participants["id"]) == ["a", "b"]
        assert [row[0] for row in log_rows(done)] == ["eligibility", "eligibility"]

    def test_conditions_apply_in_turn(self):
        rules = [{"variable": "age", "min": 50, "label": "50 or more"}, {"variable": "sex", "one_of": ["woman"], "label": "women"}]
        done = clean(people({"age": 60}, {"sex": "woman"}, {"age": 60, "sex": "woman"}), eligibility=rules)
        steps = done.flow.set_index("step")
        assert steps.loc["eligibility_1", "n_left_out"] == 1
        assert steps.loc["eligibility_2", "n_left_out"] == 1

    def test_nobody_left(self):
        error = stopped(people({}), eligibility=[{"variable": "age", "min": 90, "label": "aged 90"}])
        assert "nobody is left" in error.problems[0].what and "aged 90: 1" in error.problems[0].what


def test_every_step_of_the_flow_adds_up():
    rows = people({}, {"id": "a"}, {"age": 30}, {"inclusion_date": None}, {}, {"observed_until": "2015-01-01"})
    jobs = spells({"id": "e", "start": "2015-01-01"})
    done = clean(
        rows,
        jobs,
        at=study(**OBSERVED),
        inclusion_date_missing="exclude",
        observed_until_before_inclusion="exclude",
        eligibility=[{"variable": "age", "min": 35, "label": "35"}],
    )
    n, out = done.flow["n"].to_numpy(), done.flow["n_left_out"].to_numpy()
    assert list(done.flow["step"])[-2:] == ["employed_at_entry", "analysed"]
    assert (n[1:] == n[:-1] - out[1:]).all()
    assert n[-1] == len(done.participants) == 1


def test_all_problems_come_at_once():
    rows = people({"age": 5}, {"inclusion_date": None}, {"id": "a", "age": 6})
    jobs = spells(
        {"id": "z", "start": "2015-10-01"},
        {"start": "2015-11-01", "end": "2015-10-01"},
        {"start": "2015-11-01", "end": "2015-12-01", "hours_per_week": 81},
        {"start": "2015-11-01", "end": "2015-12-01", "wage": -1},
    )
    found = {problem.remedy.split("clean.")[-1].split(":")[0] for problem in stopped(rows, jobs).problems}
    assert found >= {
        "value_out_of_range",
        "inclusion_date_missing",
        "job_without_participant",
        "end_before_start",
        "hours_out_of_range",
        "wage_out_of_range",
    }
