"""Twenty people with dates, through all definitions: what comes out is what cohort20/expected.yaml works out by hand."""

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from ipscohort.clean import clean_records
from ipscohort.config import load_cohort
from ipscohort.ingest import read_cohort
from ipscohort.outcomes import derive_outcomes

FOLDER = Path(__file__).parent / "cohort20"
EXPECTED = YAML(typ="safe").load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
ANALYSED = {name: facts for name, facts in EXPECTED["persons"].items() if facts != "left out"}
COLUMNS = {
    "obtained": "job_obtained",
    "first": "time_to_first_job",
    "follow": "follow_time",
    "event": "first_job_event",
    "worked": "time_worked",
    "long": "worked_long",
    "jobs": "n_jobs",
    "longest": "longest_job",
    "hours": "hours_worked",
    "mean_hours": "hours_per_week",
    "wages": "wages_earned",
    "half_time": "worked_half_time",
    "last_day": "last_day",
    "ended": "ended_by",
    "half": "half",
}


def run(**changes):
    """The cohort through ingest, clean and outcomes, with settings changed by their path (clean__touching_days=0)."""
    cohort = load_cohort(FOLDER / "cohort20.yaml")
    settings = cohort.settings
    for path, value in changes.items():
        part, key = path.split("__")
        held = getattr(settings, part)
        mended = type(held).model_validate({**held.model_dump(mode="json"), key: value})
        settings = settings.model_copy(update={part: mended})
    records = read_cohort(settings.ingest, cohort.files())
    cleaned = clean_records(records.participants, records.jobs, records.panel, records.codebook, settings)
    derived = derive_outcomes(cleaned.participants, cleaned.jobs, cleaned.panel, records.codebook, settings)
    return records, cleaned, derived


@pytest.fixture(scope="module")
def result():
    return run()


def value(cell):
    """A cell as Python has it: None where missing."""
    return None if pd.isna(cell) else cell


def as_expected(fact):
    """Numbers equal to the last bits; fractions are written out in the expected file: 658/31."""
    if isinstance(fact, str) and "/" in fact:
        fact = float(Fraction(fact))
    return pytest.approx(fact, rel=1e-12) if isinstance(fact, float) else fact


def months(derived, person, most=6):
    """A person's months as text: 1 worked, 0 not, . not in the denominator."""
    rows = derived.periods[derived.periods["id"] == person].set_index("period")["employed"]
    return "".join({True: "1", False: "0"}.get(rows.get(m), ".") for m in range(1, most + 1))


def test_who_is_analysed(result):
    assert list(result[2].persons["id"]) == list(ANALYSED)


@pytest.mark.parametrize("person", ANALYSED)
def test_every_outcome_of_a_person(result, person):
    row = result[2].persons.set_index("id").loc[person]
    facts = ANALYSED[person]
    found = {key: value(row[column]) for key, column in COLUMNS.items()}
    assert found == {key: as_expected(facts[key]) for key in COLUMNS}
    assert months(result[2], person) == facts["months"]
    assert row["time_observed"] == facts["last_day"] + 1
    assert bool(row["full_follow_up"]) == (facts["ended"] == "end of follow-up")
    bounds = (facts.get("best", facts["follow"]), facts.get("worst", facts["follow"]))
    assert (row["follow_time_best"], row["follow_time_worst"]) == bounds
    weeks = None if facts["worked"] is None else pytest.approx(facts["worked"] / 7)
    assert value(row["weeks_worked"]) == weeks
    least, most = facts.get("least", facts["worked"]), facts.get("most", facts["worked"])
    assert (row["time_worked_least"], row["time_worked_most"]) == (least, most)
    assert (row["weeks_worked_least"], row["weeks_worked_most"]) == pytest.approx((least / 7, most / 7))
    assert (row["worked_long_least"], row["worked_long_most"]) == ("yes" if least >= 60 else "no", facts.get("could", facts["long"]))


def test_rates(result):
    rates = result[2].rates
    assert list(rates["n"]) == EXPECTED["rates"]["observed"]
    assert list(rates["n_employed"]) == EXPECTED["rates"]["employed"]
    for key, column in {"bounded": "n_bounded", "least": "n_employed_least", "most": "n_employed_most"}.items():
        assert list(rates[column]) == EXPECTED["rates"][key]


def test_jobs(result):
    records, _, derived = result
    origin = records.jobs.set_index("job")[["source", "row"]]
    found = {}
    for job in derived.job_measures.itertuples():
        source, row = origin.loc[job.job]
        found.setdefault(source, {})[int(row)] = [value(job.days_worked), value(job.hours_per_week)]
    assert found == EXPECTED["jobs"]


def test_cleaning_log(result):
    log = result[1].log
    assert [[r.rule, r.table, r.n, r.ids, r.rows] for r in log.itertuples()] == EXPECTED["log"]
    assert log["why"].str.endswith(".").all()


def test_flow(result):
    flow = result[1].flow
    assert {r.step: [r.n, r.n_left_out] for r in flow.itertuples()} == EXPECTED["flow"]


def test_disagreements(result):
    records, cleaned, _ = result
    row = records.jobs.set_index("job")["row"]
    found = [
        [r.id, row[r.job_kept], row[r.job_replaced], r.fact, value(r.kept), value(r.replaced)] for r in cleaned.disagreements.itertuples()
    ]
    assert found == EXPECTED["disagreements"]
    assert set(cleaned.disagreements["source_kept"]) == {"interviews"}
    assert set(cleaned.disagreements["source_replaced"]) == {"specialists"}


def persons(derived):
    return derived.persons.set_index("id")


def changed(one, other, column):
    """Persons whose value of a column differs between two runs."""
    left, right = (persons(d)[column].astype("string").fillna("missing") for d in (one, other))
    return set((left != right.reindex(left.index)).pipe(lambda m: m.index[m]))


class TestEachDefinitionChangesWhatItShould:
    def test_days_summed_over_jobs(self, result):
        derived = run(outcomes__overlap="sum")[2]
        assert changed(result[2], derived, "time_worked") == {"P02"}
        assert persons(derived).loc["P02", "time_worked"] == 62  # 31 + 31 rather than 46
        assert changed(result[2], derived, "worked_long") == {"P02"}
        assert changed(result[2], derived, "weeks_worked") == set()

    def test_unknown_where_a_part_is(self, result):
        derived = run(outcomes__partly_known="unknown")[2]
        assert changed(result[2], derived, "time_worked") == changed(result[2], derived, "worked_long") == {"P07"}
        assert persons(derived).loc["P07", ["time_worked_least", "time_worked_most"]].tolist() == [10, 132]
        derived = run(outcomes__partly_known="unknown", outcomes__long_term=133)[2]  # not even 132 days reach it
        assert persons(derived).loc["P07", "worked_long"] == "no"

    def test_long_term(self, result):
        derived = run(outcomes__long_term=31)[2]
        assert changed(result[2], derived, "worked_long") == {"P02", "P16", "P17", "P18", "P19"}  # 46, 31, 58, 31, 31 days

    def test_half_time(self, result):
        derived = run(outcomes__half_time_hours=28)[2]
        assert changed(result[2], derived, "worked_half_time") == {"P03", "P07", "P08", "P11", "P16", "P17", "P19"}
        assert pd.isna(persons(derived).loc["P07", "worked_half_time"])  # one of the two jobs has no hours recorded

    def test_clipped_at_entry(self, result):
        derived = run(clean__employed_at_entry="clip")[2]
        row = persons(derived).loc["P04"]
        assert (row["job_obtained"], row["n_jobs"], row["follow_time"], row["first_job_event"]) == ("no", 0, 181, False)
        assert row["time_worked"] == 45  # 1 September to 15 October: 30 + 15
        assert months(derived, "P04") == "110000"
        assert "P04" not in set(derived.job_measures["id"])
        assert set(persons(derived).index) - set(persons(result[2]).index) == {"P04"}

    def test_every_job_competitive(self, result):
        derived = run(study__competitive="all_jobs")[2]
        assert changed(result[2], derived, "job_obtained") == {"P14"}
        assert changed(result[2], derived, "time_to_first_job") == {"P14", "P15"}
        assert persons(derived).loc["P15", "time_worked"] == 31 + 29

    def test_everybody_observed_to_the_end(self, result):
        derived = run(study__end_of_observation={"complete": True})[2]
        assert changed(result[2], derived, "last_day") == {"P09", "P11", "P12"}
        row = persons(derived).loc["P09"]
        assert (row["time_worked"], row["n_jobs"]) == (30 + 11, 2)  # all of November, and 10-20 December
        assert months(derived, "P09") == "001100"
        assert persons(derived).loc["P11", "time_worked"] == 33  # 29 June to 31 July: 2 + 31
        assert persons(derived).loc["P12", "time_worked"] == 181 - 138 + 1

    def test_without_data_lock(self, result):
        derived = run(study__end_of_observation={"observed_until": True})[2]
        assert changed(result[2], derived, "last_day") == {"P11", "P12"}

    def test_touching_records_of_two_sources(self, result):
        derived = run(clean__touching_days=0)[2]
        assert changed(result[2], derived, "n_jobs") == {"P19"}  # 1-10 October no longer the job that ended on 30 September
        assert months(derived, "P19") == "110100"

    def test_follow_up(self, result):
        derived = run(study__follow_up="30 days")[2]
        row = persons(derived).loc["P10"]  # days 0-29: of 29-30 September the first day
        assert (row["last_day"], row["time_worked"]) == (29, 1)
        assert persons(derived).loc["P08", "job_obtained"] == "no"  # began on day 30

    def test_months_as_unit(self, result):
        table = persons(run(study__time_unit="months", outcomes__long_term=2)[2])
        # P02 days 30-75: months 2 and 3. P10 days 29-30 and 181: months 1, 2 and 6. P05 months 5 and 6. P09 observed in 3 months.
        assert table.loc["P02", ["time_to_first_job", "time_worked", "worked_long"]].tolist() == [2, 2, "yes"]
        assert table.loc["P10", ["time_to_first_job", "time_worked"]].tolist() == [1, 3]
        assert table.loc["P09", ["time_observed", "time_to_first_job", "time_worked", "worked_long"]].tolist() == [3, 3, 1, "no"]
        assert table.loc["P01", ["follow_time", "first_job_event"]].tolist() == [6, False]
        assert table.loc["P07", ["follow_time_best", "follow_time_worst"]].tolist() == [1, 4]  # day 121 is in month 4
        assert pd.isna(table.loc["P06", "time_worked"])

    def test_weeks_as_unit(self, result):
        table = persons(run(study__time_unit="weeks", study__period="weeks")[2])
        assert table.loc["P03", ["time_to_first_job", "time_worked"]].tolist() == [1, 2]  # days 0-9: weeks 1 and 2
        assert table.loc["P16", "time_to_first_job"] == 14  # day 91 = 13 * 7 begins week 14
        assert table.loc["P01", "time_observed"] == 26  # day 181 = 25 * 7 + 6 is the last of week 26

    def test_month_only_dates_stop(self, result):
        with pytest.raises(Exception, match="known to the month only"):
            run(clean__month_only_date="stop")

    def test_ineligible_kept(self, result):
        derived = run(clean__eligibility=[])[2]
        assert persons(derived).loc["P20", "time_worked"] == 31

    def test_midpoint_follows_those_analysed(self, result):
        table = persons(
            run(
                study__follow_up="30 days", clean__recruitment=["2015-08-31", "2015-09-20"], clean__inclusion_outside_recruitment="exclude"
            )[2]
        )
        # 31 August to 20 September are 20 days; the first half ends on 10 September
        assert table["half"].value_counts().to_dict() == {"first half": len(table) - 1, "second half": 1}
        assert table.loc["P17", "half"] == "second half"
