"""Rules of competitive work per source, occupations by ISCO-08 digits, exits in several columns, ends that contradict the settings."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.errors import UserError
from ipscohort.outcomes import definitions
from ipscohort.report.definitions import used
from tests.support.small import by_id, check, load, logged, rule_of, run

STUDY = {"follow_up": "100 days", "end_of_observation": {"complete": "yes"}, "competitive": "all_jobs", "time_unit": "days"}
STUDY |= {"period": "weeks"}
OUTCOMES = {"long_term": 50}


def refusal(folder, values, **texts):
    with pytest.raises(UserError) as caught:
        check(folder, values, **texts)
    return str(caught.value)


def said(analysis, values, folder, texts):
    """Name -> rule of the definitions."""
    settings = load(folder, values, texts).settings
    frame = definitions(settings.study, settings.outcomes, analysis.records.codebook)
    return dict(zip(frame["name"], frame["rule"], strict=True))


class TestCompetitivePerSource:
    PEOPLE = "id\nA\nB\nC\nD\n"
    # The register holds competitive jobs only; of the interviews' jobs a column says so.
    REGISTER = "id,van,tot\nA,0,9\nB,5,24\n"
    INTERVIEWS = "id,van,tot,comp\nB,40,49,no\nC,10,19,yes\nC,30,39,no\nD,10,19,\n"
    TEXTS = {"participants": PEOPLE, "register": REGISTER, "interviews": INTERVIEWS}

    @staticmethod
    def values(register=None, interviews=None, study="all_jobs"):
        spells = {"shape": "spells", "id": "id", "columns": {"start": "van", "end": "tot"}}
        asked = {**spells, "columns": {**spells["columns"], "competitive": "comp"}}
        jobs = {"register": spells | ({"competitive": register} if register else {})}
        jobs["interviews"] = asked | ({"competitive": interviews} if interviews else {})
        ingest = {"participants": {"id": "id"}, "jobs": jobs}
        return {"study": {**STUDY, "competitive": study}, "ingest": ingest, "outcomes": OUTCOMES}

    def test_each_source_has_its_rule(self, tmp_path):
        analysis = run(tmp_path, self.values(interviews="column"), **self.TEXTS)
        assert by_id(analysis.derived.persons, "job_obtained") == {"A": "yes", "B": "yes", "C": "yes", "D": "no"}
        # A 0-9: 10 days; B 5-24: 20, its second job is not competitive; C 10-19: 10; D: whether competitive is not known.
        assert by_id(analysis.derived.persons, "time_worked") == {"A": 10, "B": 20, "C": 10, "D": 0}
        assert logged(analysis.cleaned.log, "not_competitive") == [("jobs.interviews", "B;C", "2;4")]
        assert logged(analysis.cleaned.log, "competitive_unknown") == [("jobs.interviews", "D", "5")]

    def test_the_other_way_round_gives_the_same(self, tmp_path):
        one = run(tmp_path, self.values(interviews="column"), **self.TEXTS)
        other = run(tmp_path, self.values(register="all_jobs", study="column"), **self.TEXTS)
        assert by_id(one.derived.persons, "time_worked") == by_id(other.derived.persons, "time_worked")

    def test_the_definitions_name_the_source(self, tmp_path):
        values = self.values(interviews="column")
        rule = said(run(tmp_path, values, **self.TEXTS), values, tmp_path, self.TEXTS)["competitive"]
        assert rule.startswith(
            "Every job in the records counts as competitive. But in the source interviews: the jobs that the records mark"
        )

    def test_a_rule_for_all_sources_is_said_for_each(self, tmp_path):
        values = self.values(register="all_jobs", interviews="column", study="criteria")
        rule = said(run(tmp_path, values, **self.TEXTS), values, tmp_path, self.TEXTS)["competitive"]
        assert rule.startswith("In the source register: every job in the records counts as competitive. In the source interviews: the jobs")
        assert "prevailing wage" not in rule

    def test_a_source_needs_the_columns_of_its_own_rule_only(self, tmp_path):
        with pytest.raises(UserError) as caught:
            load(tmp_path, self.values(register="column"), self.TEXTS)
        assert "ingest.jobs.register.columns: ingest.jobs.register.competitive: column needs the column competitive" in str(caught.value)
        with pytest.raises(UserError) as caught:
            load(tmp_path, self.values(study="column"), self.TEXTS)
        assert "set ingest.jobs.register.competitive" in str(caught.value)
        load(tmp_path, self.values(register="all_jobs", study="column"), self.TEXTS)

    def test_a_word_that_is_no_rule(self, tmp_path):
        with pytest.raises(UserError) as caught:
            load(tmp_path, self.values(register="colum"), self.TEXTS)
        assert "ingest.jobs.register.competitive" in str(caught.value)
        assert "did you mean 'column'?" in str(caught.value)


class TestOccupationByDigits:
    PEOPLE = "id\nA\nB\nC\nD\nE\n"
    # A 5223 and 5221: alike in three digits; B 5223 and 5111: in one; C 5223 and 52: in both that are there;
    # D 0110 and 110 (its zero lost): the same; E 5223 and no code: a missing one matches any.
    FIRST = "id,van,tot,isco\nA,0,9,5223\nB,0,9,5223\nC,0,9,5223\nD,0,9,0110\nE,0,9,5223\n"
    SECOND = "id,van,tot,isco\nA,5,19,5221\nB,5,19,5111\nC,5,19,52\nD,5,19,110\nE,5,19,\n"
    TEXTS = {"participants": PEOPLE, "first": FIRST, "second": SECOND}

    @staticmethod
    def values(**clean):
        source = {"shape": "spells", "id": "id", "columns": {"start": "van", "end": "tot", "isco08": "isco"}}
        ingest = {"participants": {"id": "id"}, "jobs": {"first": source, "second": source}}
        return {"study": STUDY, "ingest": ingest, "outcomes": OUTCOMES, "clean": clean}

    @pytest.mark.parametrize(
        ("digits", "two_jobs"), [(None, ""), (1, ""), (2, "B"), (3, "B"), (4, "AB")], ids=["default", "1", "2", "3", "4"]
    )
    def test_as_many_digits_as_declared_must_agree(self, tmp_path, digits, two_jobs):
        analysis = run(tmp_path, self.values(**({"isco08_digits": digits} if digits else {})), **self.TEXTS)
        assert by_id(analysis.derived.persons, "n_jobs") == {person: 1 + (person in two_jobs) for person in "ABCDE"}
        # One job lasts the 10 days of the source with precedence, two cover days 0-19.
        assert by_id(analysis.derived.persons, "time_worked") == {person: 20 if person in two_jobs else 10 for person in "ABCDE"}

    def test_codes_keep_their_zero_and_their_digits(self, tmp_path):
        codes = run(tmp_path, self.values(), **self.TEXTS).records.jobs["isco08"]
        assert codes.fillna("").tolist() == ["5223", "5223", "5223", "0110", "5223", "5221", "5111", "52", "0110", ""]

    def test_exact_duplicates_are_the_same_in_the_digits_that_count(self, tmp_path):
        texts = {**self.TEXTS, "first": "id,van,tot,isco\nA,0,9,5223\nA,0,9,5111\n", "second": "id,van,tot,isco\n"}
        assert logged(run(tmp_path, self.values(), **texts).cleaned.log, "exact_duplicate_jobs") == [("jobs.first", "A", "3")]
        assert "same start" in refusal(tmp_path, self.values(isco08_digits=2), **texts)

    def test_what_counts_as_the_same_job_is_said(self, tmp_path):
        settings = load(tmp_path, self.values(isco08_digits=3), self.TEXTS).settings
        rules = used(pd.DataFrame({"name": [], "rule": []}), settings).set_index("name")["rule"]
        assert "the first 3 digits of the ISCO-08 code" in rules["same_job"]
        settings = load(tmp_path, self.values(), self.TEXTS).settings
        assert "same_job" not in set(used(pd.DataFrame({"name": [], "rule": []}), settings)["name"])

    def test_digits_without_codes_are_idle(self, tmp_path):
        values = self.values(isco08_digits=3)
        for source in values["ingest"]["jobs"].values():
            source["columns"] = {"start": "van", "end": "tot"}
        with pytest.raises(UserError) as caught:
            load(tmp_path, values, self.TEXTS)
        assert "clean.isco08_digits" in str(caught.value)


class TestExitsInSeveralColumns:
    PEOPLE = "id,t,job,dead,jail\nA,30,1,0,0\nB,99,0,0,0\nC,40,0,1,0\nD,50,0,0,1\nE,60,,0,1\nF,70,0,,0\nG,20,,1,0\n"

    @staticmethod
    def values(**source):
        durations = {"shape": "durations", "time": "t", "exits": {"job": "job", "died": "dead", "arrested": "jail"}, **source}
        people = {"id": "id", "observed_until": "t"}
        study = {**STUDY, "end_of_observation": {"observed_until": "yes"}}
        return {"study": study, "ingest": {"participants": people, "jobs": {"d": durations}}, "outcomes": OUTCOMES}

    def test_the_column_with_a_1_is_the_exit(self, tmp_path):
        analysis = run(tmp_path, self.values(), participants=self.PEOPLE)
        exits = {"A": "job", "B": "no_job", "C": "died", "D": "arrested", "E": "arrested", "F": None, "G": "died"}
        assert by_id(analysis.records.participants, "given_exit") == exits
        persons = analysis.derived.persons
        obtained = {"A": "yes", "B": "no", "C": "no", "D": "no", "E": "no", "F": None, "G": "no"}
        assert by_id(persons, "job_obtained") == obtained
        assert by_id(persons, "follow_time", "first_job_event") == {
            "A": [30, True],
            "B": [99, False],
            "C": [40, False],
            "D": [50, False],
            "E": [60, False],
            "F": [None, None],  # none says 1 and one is empty: what happened is not known
            "G": [20, False],
        }
        assert by_id(persons, "ended_by")["D"] == "arrested"
        assert "(arrested: 2, died: 2)" in rule_of(analysis, "time_to_first_job")
        assert logged(analysis.records.log, "exit_unknown") == [("participants", "F", "7")]

    def test_two_at_once_are_an_error_by_name(self, tmp_path):
        message = refusal(tmp_path, self.values(), participants=self.PEOPLE.replace("C,40,0,1,0", "C,40,1,1,0"))
        assert "participants.csv, columns job and dead" in message
        assert "row 4" in message
        assert "two_exits: first_named" in message

    def test_two_at_once_by_a_declared_order(self, tmp_path):
        people = self.PEOPLE.replace("C,40,0,1,0", "C,40,1,1,0").replace("D,50,0,0,1", "D,50,0,1,1")
        values = self.values(two_exits="first_named", exits={"died": "dead", "job": "job", "arrested": "jail"})
        analysis = run(tmp_path, values, participants=people)
        exits = by_id(analysis.records.participants, "given_exit")
        # E: job is named before arrested and is empty, so it may have been first; G: died is named first.
        assert exits == {"A": "job", "B": "no_job", "C": "died", "D": "died", "E": None, "F": None, "G": "died"}
        assert logged(analysis.records.log, "two_exits") == [("participants", "C;D", "4;5")]
        texts = {"participants": people}
        assert "the one named first counts: died, job, arrested" in said(analysis, values, tmp_path, texts)["time_to_first_job"]

    def test_the_columns_are_said_in_the_definitions(self, tmp_path):
        texts = {"participants": self.PEOPLE}
        rule = said(run(tmp_path, self.values(), **texts), self.values(), tmp_path, texts)["time_to_first_job"]
        assert "job (column job), died (column dead), arrested (column jail)" in rule
        assert "1 in none of them: censored" in rule

    @pytest.mark.parametrize(
        ("source", "says"),
        [
            ({"event": "job"}, "name either event or exits"),
            ({"exits": {"died": "dead", "arrested": "jail"}}, "one of them must be named job"),
            ({"exits": {"job": "job"}}, "event"),
            ({"exits": {"job": "job", "no_job": "dead"}}, "no_job"),
            ({"exits": {"job": "job", "died": "job"}}, "column job stands twice"),
        ],
    )
    def test_settings_that_can_not_be(self, tmp_path, source, says):
        with pytest.raises(UserError) as caught:
            load(tmp_path, self.values(**source), {"participants": self.PEOPLE})
        assert "ingest.jobs.d" in str(caught.value)
        assert says in str(caught.value)

    def test_two_exits_without_exits_is_idle(self, tmp_path):
        values = self.values(two_exits="first_named")
        values["ingest"]["jobs"]["d"] |= {"event": {"column": "job", "codes": {1: "job", 0: "no_job"}}}
        del values["ingest"]["jobs"]["d"]["exits"]
        with pytest.raises(UserError) as caught:
            load(tmp_path, values, {"participants": self.PEOPLE})
        assert "two_exits" in str(caught.value)


class TestObservedToTheEndButNot:
    """`complete: yes` against records that end earlier."""

    @staticmethod
    def values(source, people=None, **study):
        ingest = {"participants": {"id": "id", **(people or {})}, "jobs": {"s": source}}
        return {"study": {**STUDY, **study}, "ingest": ingest, "outcomes": {"long_term": 4}}

    DURATIONS = {"shape": "durations", "time": "t", "event": {"column": "e", "codes": {1: "job", 0: "no_job", 2: "died"}}}
    PANEL = {"shape": "panel", "columns": "w{n}", "unit": "weeks", "counted_from": "inclusion", "codes": {1: "employed", 0: "not_employed"}}
    WEEKS = {"follow_up": "4 weeks", "time_unit": "weeks", "period": "weeks"}

    def test_durations(self, tmp_path):
        # Days 0 to 99: A's job ends its time rightly, B was seen on the last day, C and D were not; E is cut at the end.
        people = "id,t,e\nA,30,1\nB,99,0\nC,60,0\nD,98.5,2\nE,120,0\n"
        message = refusal(tmp_path, self.values(self.DURATIONS), participants=people)
        assert "participants.csv, column t: " in message
        assert "rows 4, 5; ids C, D" in message
        assert "`complete: yes`" in message
        assert "observed_until" in message
        kept = "id,t,e\nA,30,1\nB,99,0\nE,120,0\n"
        check(tmp_path, self.values(self.DURATIONS), participants=kept)

    def test_exits_in_several_columns(self, tmp_path):
        source = {"shape": "durations", "time": "t", "exits": {"job": "job", "died": "dead"}}
        message = refusal(tmp_path, self.values(source), participants="id,t,job,dead\nA,30,1,0\nB,99,0,0\nC,60,0,1\n")
        assert "rows 4; ids C" in message.replace("row 4; id C", "rows 4; ids C")

    def test_months_without_dates_are_taken_generously(self, tmp_path):
        # 4 months are 121.75 days on average, 120 at least.
        study = {"follow_up": "4 months"}
        check(tmp_path, self.values(self.DURATIONS, **study), participants="id,t,e\nA,30,1\nB,119,0\n")
        assert "row 3" in refusal(tmp_path, self.values(self.DURATIONS, **study), participants="id,t,e\nA,30,1\nB,110,0\n")

    def test_a_panel_that_ends_early(self, tmp_path):
        people = "id,w1,w2,w3,w4\nA,1,0,0,0\nB,0,1,,\nC,0,,0,1\nD,,,,\n"
        message = refusal(tmp_path, self.values(self.PANEL, **self.WEEKS), participants=people)
        # C has a gap but is seen in the last week; D has nothing at all and is listed as such.
        assert "participants.csv, columns w{n}: " in message
        assert "row 3; id B" in message
        assert "`complete: yes`" in message

    def test_a_panel_need_not_hold_a_part_of_a_week_at_the_end(self, tmp_path):
        people = "id,w1,w2,w3,w4\nA,1,0,0,0\nB,0,1,0,0\n"
        check(tmp_path, self.values(self.PANEL, **{**self.WEEKS, "follow_up": "1 month", "month": "30 days"}), participants=people)
        assert "rows 2, 3" in refusal(tmp_path, self.values(self.PANEL, **{**self.WEEKS, "follow_up": "5 weeks"}), participants=people)

    def test_a_column_of_last_days_that_says_otherwise(self, tmp_path):
        spells = {"shape": "spells", "id": "id", "columns": {"start": "van", "end": "tot"}}
        people = {"inclusion_date": "incl", "observed_until": "until"}
        # Inclusion on 1 January 2015: the last of 100 days is 10 April.
        text = "id,incl,until\nA,2015-01-01,2015-04-10\nB,2015-01-01,2015-04-09\nC,2015-01-01,\n"
        message = refusal(tmp_path, self.values(spells, people), participants=text, s="id,van,tot\n")
        assert "participants.csv, column until: " in message
        assert "row 3; id B" in message

    def test_a_count_of_last_weeks_that_says_otherwise(self, tmp_path):
        text = "id,u,w1,w2,w3,w4\nA,4,1,0,0,0\nB,3,0,1,0,0\n"
        message = refusal(tmp_path, self.values(self.PANEL, {"observed_until": "u"}, **self.WEEKS), participants=text)
        assert "participants.csv, column u: " in message
        assert "row 3; id B" in message
