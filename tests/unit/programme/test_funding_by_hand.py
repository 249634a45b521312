"""Payments worked out on paper from the schemes' words: a person for each way in which a rule can be met, missed, or not be known."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ipscohort.config.funding import Funding
from ipscohort.programme.funding.course import falls_under
from ipscohort.programme.funding.payments import assumptions_of
from tests.support.funding import Job, Person, cohort, course_of, merged, paid

UWV = "disability benefits"
START, THREE, END, PERFORMANCE = "start", "after 3 months", "end", "performance"
M14, M15 = "municipality_2014", "municipality_2015"
COACHING_2014 = "uwv_job_coaching_municipality_2014"
NO_JOB, LATE, HOURS, SHORT = "no competitive job", "placed too late", "too few hours a week", "the job ended too soon"
LATER, STILL_OPEN = "due after the last day observed", "a placement in time was still possible after the last day observed"
JOB_UNKNOWN = "dates, hours, wage or kind of a job not known"

# Municipality, 2014, funding begun on 10 March 2014: 900 that day; 900 on 10 June, when three months are over; 900 on 10 September 2015, when 18 months
# are over, or on the last day of a trajectory that ended before. Nine months are over on 10 December 2014, so that their last day is the 9th.
USUAL = {START: ("paid", "2014-03-10", 900), THREE: ("paid", "2014-06-10", 900), END: ("paid", "2015-09-10", 900)}


def earned(due: str, amount: float = 1800) -> dict:
    return {PERFORMANCE: ("paid", due, amount)}


def missed(why: str) -> dict:
    return {PERFORMANCE: ("not_paid", why, 0)}


def job(start: str | None, end: str | None, hours: float | None = 20.0, **more) -> tuple[Job, ...]:
    return (Job(start, end, hours, **more),)


M = "2014-03-10"
CASES = {
    # who -> (person, scheme, what each payment comes to, why this person is here)
    "no job": (Person(M), M14, USUAL | missed(NO_JOB), "zero jobs: three instalments and nothing for performance"),
    "last day of month 9": (Person(M, jobs=job("2014-12-09", "2015-02-28", 12)), M14, USUAL | earned("2015-01-09"), "9 December is the last day within 9 months; 12 hours are enough"),
    "the day after month 9": (Person(M, jobs=job("2014-12-10", "2015-02-28")), M14, USUAL | missed(LATE), "10 December is the first day after 9 months"),
    "11.5 hours": (Person(M, jobs=job("2014-05-01", "2014-12-31", 11.5)), M14, USUAL | missed(HOURS), "half an hour a week too few"),
    "one month to the day": (Person(M, jobs=job("2014-05-01", "2014-05-31")), M14, USUAL | earned("2014-06-01"), "1 to 31 May is a month; due on the day after"),
    "a day less than a month": (Person(M, jobs=job("2014-05-01", "2014-05-30")), M14, USUAL | missed(SHORT), "30 days of a month that has 31"),
    "February is a month": (Person("2014-01-15", jobs=job("2014-01-31", "2014-02-27")), M14, {START: ("paid", "2014-01-15", 900)} | earned("2014-02-28"), "31 January and a month is 28 February: its day before ends the month"),
    "two short jobs": (Person(M, jobs=(Job("2014-05-01", "2014-05-21"), Job("2014-05-22", "2014-06-20"))), M14, USUAL | missed(SHORT), "3 weeks and 30 days of a 31-day month one after another, and jobs may not be added up"),
    "two small jobs": (Person(M, jobs=(Job("2014-05-01", "2014-09-30", 8.0), Job("2014-05-01", "2014-09-30", 8.0))), M14, USUAL | missed(HOURS), "8 and 8 hours at once, and jobs may not be added up"),
    "a late and a small job": (Person(M, jobs=(Job("2014-05-01", "2014-09-30", 8.0), Job("2015-01-05", "2015-09-30"))), M14, USUAL | missed(HOURS), "the job that came nearest says why: in time, too few hours"),
    "second job earns": (Person(M, jobs=(Job("2014-04-01", "2014-04-10"), Job("2014-10-01", "2015-01-31"))), M14, USUAL | earned("2014-11-01"), "the first was too short; any job in time may earn it"),
    "two jobs earn once": (Person(M, jobs=(Job("2014-08-01", "2014-12-31"), Job("2014-05-01", "2014-07-31"))), M14, USUAL | earned("2014-06-01"), "paid once, for the job that earned it first"),
    "ongoing": (Person(M, jobs=job("2014-10-01", "ongoing")), M14, USUAL | earned("2014-11-01"), "still going on at the end, and long enough by then"),
    "ongoing, too new": (
        Person(M, jobs=job("2014-10-01", "ongoing"), last="2014-10-31"),
        M14,
        {START: USUAL[START], THREE: USUAL[THREE], END: ("not_observable", "2015-09-10", 900), PERFORMANCE: ("not_observable", "2014-11-01", 1800)},
        "the month is over on 1 November, a day after the last one observed; so is what is due after 18 months",
    ),
    "due on the last day": (
        Person(M, jobs=job("2014-10-01", "ongoing"), last="2014-11-01"),
        M14,
        {END: ("not_observable", "2015-09-10", 900)} | earned("2014-11-01"),
        "what falls due on the last day observed is observed",
    ),
    "window still open": (
        Person(M, last="2014-11-30"),
        M14,
        {START: USUAL[START], THREE: USUAL[THREE], END: ("not_observable", "2015-09-10", 900), PERFORMANCE: ("not_observable", STILL_OPEN, 1800)},
        "observed for less than 9 months without a job: one could still come",
    ),
    "window closed": (Person(M, last="2014-12-09"), M14, {END: ("not_observable", "2015-09-10", 900)} | missed(NO_JOB), "observed through the last day within 9 months"),
    "fidelity below fair": (
        Person(M, jobs=job("2014-05-01", "2014-12-31"), fidelity="not IPS"),
        M14,
        dict.fromkeys((START, THREE, END, PERFORMANCE), ("not_paid", "fidelity below what the scheme asks for", 0)),
        "the condition of the funding is not met, whatever else is",
    ),
    "no review yet": (Person(M, fidelity="no review yet"), M14, USUAL | missed(NO_JOB), "before the agency's first review the condition is taken for met"),
    "unknown start of a job": (Person(M, jobs=job(None, "2014-08-31")), M14, USUAL | {PERFORMANCE: ("unknown", JOB_UNKNOWN, (0, 1800))}, "it may have begun in time and lasted a month"),
    "unknown start, few hours": (Person(M, jobs=job(None, "2014-08-31", 8.0)), M14, USUAL | missed(HOURS), "whenever it began, it had too few hours"),
    "unknown start, ended at once": (Person(M, jobs=job(None, "2014-04-05")), M14, USUAL | missed(SHORT), "from the funded start to its end there is less than a month"),
    "hours not recorded": (Person(M, jobs=job("2014-05-01", "2014-12-31", None)), M14, USUAL | {PERFORMANCE: ("unknown", JOB_UNKNOWN, (0, 1800))}, "in time and long enough, but hours are missing"),
    "hours not recorded, late": (Person(M, jobs=job("2015-05-01", "2015-12-31", None)), M14, USUAL | missed(LATE), "too late with any hours"),
    "hours of one not recorded": (Person(M, jobs=(Job("2014-05-01", "2014-12-31", None), Job("2014-09-01", "2014-10-31"))), M14, USUAL | earned("2014-10-01"), "the other job earns it, which is known"),
    "end not known": (Person(M, jobs=job("2014-05-01", None)), M14, USUAL | {PERFORMANCE: ("unknown", JOB_UNKNOWN, (0, 1800))}, "it may have lasted a month"),
    "kind of a job not known": (Person(M, jobs=job(None, None, None, kind_known=False)), M14, USUAL | {PERFORMANCE: ("unknown", JOB_UNKNOWN, (0, 1800))}, "nothing is recorded of it, so that it may have earned the payment"),
    "kind not known, long enough": (Person(M, jobs=job("2014-05-01", "2014-05-31", 12, kind_known=False)), M14, USUAL | {PERFORMANCE: ("unknown", JOB_UNKNOWN, (0, 1800))}, "if it was competitive, it earned the payment"),
    "kind not known, too short": (Person(M, jobs=job("2014-05-01", "2014-05-30", kind_known=False)), M14, USUAL | missed(SHORT), "30 days of a month that has 31, whether competitive or not"),
    "kind not known, 8 hours": (Person(M, jobs=job("2014-05-01", "ongoing", 8.0, kind_known=False)), M14, USUAL | missed(HOURS), "too few hours, whether competitive or not"),
    "kind not known, late": (Person(M, jobs=job("2014-12-10", None, None, kind_known=False)), M14, USUAL | missed(LATE), "after 9 months, whatever else it was"),
    "kind of one not known": (Person(M, jobs=(Job("2014-05-01", "2014-12-31", kind_known=False), Job("2014-09-01", "2014-10-31"))), M14, USUAL | earned("2014-10-01"), "the other job earns it, which is known"),
    "kind of one not known, the other short": (Person(M, jobs=(Job("2014-05-01", "2014-12-31", kind_known=False), Job("2014-09-01", "2014-09-02"))), M14, USUAL | {PERFORMANCE: ("unknown", JOB_UNKNOWN, (0, 1800))}, "a competitive job that earned nothing does not settle what the other was"),
    "earlier job may have earned it": (Person(M, jobs=(Job("2014-05-01", None), Job("2014-10-01", "2015-01-31"))), M14, USUAL | earned("2014-11-01"), "1 June, if the first lasted a month; paid for certain on the later day"),
    "job during the intake": (Person("2014-04-21", included=M, jobs=job("2014-04-20", "2014-12-31")), M14, {START: ("paid", "2014-04-21", 900), THREE: ("paid", "2014-07-21", 900), END: ("paid", "2015-10-21", 900)} | missed("the job began before funding, or before it was offered"), "begun the day before funding did"),
    "employed at entry": (Person(M, jobs=job("2014-03-10", "2014-12-31", at_entry=True)), M14, USUAL | missed(NO_JOB), "a job from before inclusion is no placement"),
    "ended before 3 months": (
        Person(M, end="2014-06-08"),
        M14,
        {START: USUAL[START], THREE: ("not_paid", "the trajectory had ended", 0), END: ("paid", "2014-06-08", 900)} | missed(NO_JOB),
        "a day less than three months: no second instalment, the last one at the end",
    ),
    "ended with month 3": (Person(M, end="2014-06-09"), M14, {THREE: USUAL[THREE], END: ("paid", "2014-06-09", 900)}, "9 June is the third month's last day"),
    "ended after 18 months": (Person(M, end="2016-01-31"), M14, USUAL, "the latest day comes before the end"),
    "placed after the end": (Person(M, end="2014-07-31", jobs=job("2014-08-01", "2014-12-31")), M14, {END: ("paid", "2014-07-31", 900)} | missed(LATE), "within 9 months, but the trajectory had ended"),
    "placed on its last day": (Person(M, end="2014-07-31", jobs=job("2014-07-31", "2014-08-30")), M14, earned("2014-08-31"), "placed on the trajectory's last day; the month runs on after it"),
    "31 August": (Person("2014-08-31"), M14, {THREE: ("paid", "2014-11-30", 900), END: ("paid", "2016-02-29", 900)}, "no 31 November; 18 months on is the end of February in a leap year"),
    "new year's eve": (Person("2014-12-31", jobs=job("2015-02-01", "2015-06-30")), M14, {START: ("paid", "2014-12-31", 900)} | earned("2015-03-01"), "begun under the scheme of 2014, which goes on for its persons"),
    "new year": (Person("2015-01-01", jobs=job("2015-02-01", "2015-06-30")), M15, {START: ("paid", "2015-01-01", 2500), "after 12 months": ("paid", "2016-01-01", 2500), END: ("paid", "2017-01-01", 2500)}, "a day later: the next scheme, without performance"),
    "29 February": (Person("2016-02-29"), M15, {"after 12 months": ("paid", "2017-02-28", 2500), END: ("paid", "2018-02-28", 2500)}, "a year later there is no 29 February"),
    "no benefits": (Person(M, benefits="no benefits"), M14, USUAL | missed(NO_JOB), "who is entitled to none is the municipality's"),
    "UWV, going on": (
        Person(M, UWV),
        "uwv",
        {START: ("paid", M, 2420), END: ("not_observable", "2017-03-10", 2420), PERFORMANCE: ("not_observable", STILL_OPEN, 1210)},
        "36 months end after the 30 observed: neither 0 nor paid",
    ),
    "UWV, two months": (Person(M, UWV, job("2014-06-15", "2014-08-14", 12), end="2016-03-09"), "uwv", {END: ("paid", "2016-03-09", 2420)} | earned("2014-08-15", 1210), "15 June to 14 August are two months"),
    "UWV, a day short": (Person(M, UWV, job("2014-06-15", "2014-08-13"), end="2016-03-09"), "uwv", missed(SHORT), "one day less"),
    "UWV, placed in year 2": (Person(M, UWV, job("2016-03-09", "2016-05-08"), end="2016-03-09"), "uwv", earned("2016-05-09", 1210), "no limit of 9 months here, but the trajectory's end"),
    "UWV, ended after the data": (Person(M, UWV, end="2016-09-10"), "uwv", {END: ("not_observable", "2016-09-10", 2420)}, "an end that is recorded but lies after the last day observed"),
    "UWV, third year's last day": (Person("2016-12-31", UWV, job("2017-02-01", "2017-06-30")), "uwv", earned("2017-04-01", 1210), "by the funded start the payment is offered"),
    "UWV, fourth year": (Person("2017-01-01", UWV, job("2017-02-01", "2017-06-30")), "uwv", missed("not offered at the funded start"), "begun a day after the three years"),
    "funded start not known": (
        Person(None, jobs=job("2014-05-01", "2014-12-31")),
        M14,
        {name: ("unknown", "funded start not known", (0, most)) for name, most in ((START, 900), (THREE, 900), (END, 900), (PERFORMANCE, 1800))},
        "nothing can be said of days, so each payment is between nothing and its amount",
    ),
    "benefits not known": (
        Person(M, None),
        M14,
        dict.fromkeys((START, THREE, END), ("unknown", "not known whether the scheme applies", (0, 900))) | missed(NO_JOB),
        "the municipality's or UWV's: at least nothing from either",
    ),
    "job coaching of 2014": (Person(M), COACHING_2014, {"job coaching": ("not_stated", "price not stated", None)}, "paid by UWV for the municipality's clients in the first year, at no stated price"),
    "UWV's job coaching later": (Person("2016-02-01", UWV), "uwv_job_coaching", {"job coaching": ("not_stated", "price not stated", None)}, "of UWV's clients as usual: it never came into the amount of UWV"),
    "intake": (Person("2014-04-21", included=M), "insurer_intake", {"intake": ("not_stated", "price not stated", None)}, "at inclusion, at no stated price"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_person_worked_out_on_paper(name):
    person, scheme, expected, _ = CASES[name]
    rows = of_scheme(paid([person]), scheme)
    for payment, (status, told, amount) in expected.items():
        row = rows.loc[payment]
        assert row["status"] == status, (payment, row.to_dict())
        if told[:2] == "20":
            assert str(row["due"].date()) == told
        else:
            assert row["why"] == told
        check(row, status, amount)


def of_scheme(rows: pd.DataFrame, scheme: str) -> pd.DataFrame:
    """The payments of one scheme by their names."""
    return rows[rows["scheme"].eq(scheme)].set_index("payment")


def check(row, status: str, amount) -> None:
    """Amounts, and that nothing which is not known is a number."""
    if status in ("paid", "not_paid"):
        assert row["amount"] == row["amount_least"] == row["amount_most"] == amount and row[["amount_open"]].isna().all()
    elif status == "unknown":
        assert row[["amount", "amount_open"]].isna().all() and (row["amount_least"], row["amount_most"]) == amount
    elif status == "not_observable":
        assert row[["amount", "amount_least", "amount_most"]].isna().all() and row["amount_open"] == amount
    else:
        assert row[["amount", "amount_least", "amount_most", "amount_open"]].isna().all()


def test_each_person_is_judged_apart_from_the_others():
    people = [person for person, *_ in CASES.values()]
    together = paid(people)
    apart = [paid([person]).assign(id=f"P{k}") for k, person in enumerate(people)]
    columns = [name for name in together if name != "id"]
    for k, rows in enumerate(apart):
        assert together[together["id"].eq(f"P{k}")][columns].reset_index(drop=True).equals(rows[columns].reset_index(drop=True))


def test_nobody_has_a_scheme_that_is_not_theirs():
    of = paid([Person(M), Person(M, UWV), Person("2015-01-01"), Person("2016-06-01", UWV)])
    got = {name: set(rows["scheme"]) for name, rows in of.groupby("id")}
    assert got == {
        "P0": {M14, COACHING_2014, "insurer_intake"},
        "P1": {"uwv", "uwv_job_coaching", "insurer_intake"},
        "P2": {M15, "insurer_intake"},
        "P3": {"uwv", "uwv_job_coaching", "insurer_intake"},
    }


def changed(**schemes) -> Funding:
    values = cohort().settings.programme.funding.model_dump(mode="json")
    return Funding.model_validate(merged(values, {"schemes": schemes}))


def one(chosen: Funding, person: Person, scheme: str = M14, wage_per: str = "hour") -> dict:
    rows = of_scheme(paid([person], chosen, wage_per), scheme)
    return {name: (row["status"], None if pd.isna(row["amount"]) else row["amount"]) for name, row in rows.iterrows()}


def test_the_ceiling_cuts_what_goes_beyond_it():
    # 900 and 900 leave 200 of 2,000 for the third; performance is not in it. With 1,800 nothing is left.
    cut = paid([Person(M, jobs=job("2014-05-01", "2014-06-30"))], changed(**{M14: {"ceiling": {"amount": 2000}}}))
    row = cut[cut["payment"].eq(END)].iloc[0]
    assert (row["status"], row["amount"], row["amount_most"], row["why"]) == ("paid", 200, 200, "cut by the ceiling")
    assert cut[cut["payment"].eq(PERFORMANCE)]["amount"].tolist() == [1800]
    none = paid([Person(M)], changed(**{M14: {"ceiling": {"amount": 1800}}})).query("payment == 'end'").iloc[0]
    assert (none["status"], none["amount"], none["why"]) == ("not_paid", 0, "the ceiling is reached")


def test_the_ceiling_of_everything_counts_performance_in_the_order_of_days():
    # 900 on 10 March, 1,800 on 1 June leave nothing of 2,700 for 10 June and for the end.
    of = one(changed(**{M14: {"ceiling": {"covers": "all"}}}), Person(M, jobs=job("2014-05-01", "2014-06-30")))
    assert of == {START: ("paid", 900), THREE: ("not_paid", 0), END: ("not_paid", 0), PERFORMANCE: ("paid", 1800)}


def test_the_ceiling_leaves_what_is_open_no_more_than_its_rest():
    # 900 and 900 by the last day observed; 200 of 2,000 are left for the third.
    rows = paid([Person(M, last="2014-12-31")], changed(**{M14: {"ceiling": {"amount": 2000}}})).query("payment == 'end'").iloc[0]
    assert (rows["status"], rows["amount_open"]) == ("not_observable", 200)


def test_the_ceiling_bounds_what_cannot_be_said():
    # Surely 2,700 of 3,000; the unknown 1,800 can be 300 at most.
    person = Person(M, jobs=job("2014-05-01", "2014-06-30", None))
    row = paid([person], changed(**{M14: {"ceiling": {"amount": 3000, "covers": "all"}}})).query("payment == 'performance'").iloc[0]
    assert (row["status"], row["amount_least"], row["amount_most"]) == ("unknown", 0, 300)


ADDED = {M14: {"performance": {"add_up": True}}}


@pytest.mark.parametrize(
    ("jobs", "status", "due"),
    [
        (
            (Job("2014-05-01", "2014-05-21"), Job("2014-05-22", "2014-06-20")),
            "paid",
            "2014-06-01",
        ),  # one after another: a month is over on 1 June
        ((Job("2014-05-01", "2014-05-21"), Job("2014-05-23", "2014-06-20")), "not_paid", None),  # a day between them
        ((Job("2014-05-01", "2014-09-30", 8.0), Job("2014-06-01", "2014-06-30", 4.0)), "paid", "2014-07-01"),  # 12 hours at once, all June
        ((Job("2014-05-01", "2014-09-30", 8.0), Job("2014-06-01", "2014-06-29", 4.0)), "not_paid", None),  # a day short
        ((Job("2014-05-01", "2014-09-30", 8.0), Job("2014-06-01", "2014-08-30", None)), "unknown", None),  # 8 and hours not known
        (
            (Job("2014-12-01", "2015-03-31", 8.0), Job("2014-12-09", "2015-03-31", 4.0)),
            "paid",
            "2015-01-09",
        ),  # together from the last day of month 9
        ((Job("2014-12-01", "2015-03-31", 8.0), Job("2014-12-10", "2015-03-31", 4.0)), "not_paid", None),  # and from the day after
        ((Job("2014-05-01", "ongoing", 8.0), Job("2014-06-01", "ongoing", 4.0)), "paid", "2014-07-01"),
    ],
)
def test_jobs_that_may_be_added_up(jobs, status, due):
    row = paid([Person(M, jobs=jobs)], changed(**ADDED)).query("scheme == @M14 and payment == 'performance'").iloc[0]
    assert row["status"] == status and (due is None or str(row["due"].date()) == due)


def waged(of: str, unknown: str = "unknown") -> Funding:
    values = cohort().settings.programme.funding.model_dump(mode="json")
    wage = {
        "minimum_wage": {
            "per_hour": {"2014-01-01": 8.0, "2014-07-01": 10.0},
            "full_time_hours": 40,
            "says": "made up",
            "assumption": "made up",
        }
    }
    more = {"schemes": {"uwv": {"performance": {"wage": {"of": of, "unknown": unknown}}}}}
    return Funding.model_validate(merged(values, wage | more))


@pytest.mark.parametrize(
    ("start", "wage", "status"),
    [
        ("2014-06-30", 2.8, "paid"),  # 35% of 8 is 2.80
        ("2014-06-30", 2.79, "not_paid"),
        ("2014-07-01", 2.8, "not_paid"),  # 35% of 10 is 3.50 from July
        ("2014-07-01", 3.5, "paid"),
        ("2014-06-30", None, "unknown"),
    ],
)
def test_the_wage_per_hour(start, wage, status):
    person = Person(M, UWV, (Job(start, "2015-03-31", 12.0, wage),), end="2015-12-31")
    assert one(waged("hour"), person, "uwv")[PERFORMANCE][0] == status


@pytest.mark.parametrize(
    ("hours", "wage", "status"),
    [(12.0, 9.34, "paid"), (12.0, 9.33, "not_paid"), (14.0, 8.0, "paid"), (None, 8.0, "unknown"), (13.0, None, "unknown")],
)
def test_the_wage_of_a_week(hours, wage, status):
    # 35% of 40 hours at 8 euro are 112 a week: 12 hours at 9.3334, or 14 at 8.
    person = Person(M, UWV, (Job("2014-05-01", "2015-03-31", hours, wage),), end="2015-12-31")
    assert one(waged("full_time"), person, "uwv")[PERFORMANCE][0] == status


def test_a_wage_that_is_not_recorded_may_be_taken_for_met_but_a_low_one_is_not():
    person = Person(M, UWV, (Job("2014-05-01", "2015-03-31", 12.0, None),), end="2015-12-31")
    assert one(waged("hour", "met"), person, "uwv")[PERFORMANCE] == ("paid", 1210)
    low = Person(M, UWV, (Job("2014-05-01", "2015-03-31", 12.0, 1.0),), end="2015-12-31")
    assert one(waged("hour", "met"), low, "uwv")[PERFORMANCE] == ("not_paid", 0)


@pytest.mark.parametrize(
    ("wage_per", "wage", "status"),
    [("week", 33.6, "paid"), ("week", 33.5, "not_paid"), ("month", 146.1, "paid"), ("month", 146.0, "not_paid")],
)
def test_wages_per_week_and_month_are_put_into_hours(wage_per, wage, status):
    # 2.80 an hour for 12 hours are 33.60 a week, and 33.60 x 30.4375 / 7 = 146.10 a month.
    person = Person(M, UWV, (Job("2014-05-01", "2015-03-31", 12.0, wage),), end="2015-12-31")
    assert one(waged("hour"), person, "uwv", wage_per)[PERFORMANCE][0] == status


def test_offered_by_the_day_of_placement():
    by = changed(uwv={"performance": {"offered": {"by": "placement"}}})
    late = Person("2016-12-01", UWV, job("2017-01-01", "2017-06-30"), last="2018-05-31")
    assert one(by, late, "uwv")[PERFORMANCE] == ("not_paid", 0)  # placed a day after the three years
    assert one(by, Person("2016-12-01", UWV, job("2016-12-31", "2017-06-30")), "uwv")[PERFORMANCE] == ("paid", 1210)
    assert one(by, Person("2017-01-01", UWV), "uwv")[PERFORMANCE] == ("not_paid", 0)  # nothing can be earned any more


def test_fidelity_that_is_not_known_leaves_it_open_where_the_scheme_says_so():
    rows = (
        paid([Person(M, fidelity=None)], changed(**{M14: {"fidelity": {"unreviewed": "unknown"}}}))
        .query("scheme == @M14")
        .set_index("payment")
    )
    assert rows["status"].to_dict() == {START: "unknown", THREE: "unknown", END: "unknown", PERFORMANCE: "not_paid"}
    assert rows.loc[START, "why"] == "fidelity not known" and rows.loc[START, "amount_most"] == 900


def test_a_price_per_hour_bounds_what_is_paid():
    of = paid([Person(M)], changed(insurer_intake={"instalments": {"intake": {"per_hour": 90.0}}})).query("payment == 'intake'").iloc[0]
    assert (of["status"], of["amount_least"], of["amount_most"], of["why"]) == ("unknown", 0, 720, "hours paid for not recorded")


def test_an_instalment_later_than_the_scheme_pays_is_not_paid():
    short = changed(**{M14: {"longest": {"length": "2 months"}}})
    assert one(short, Person(M, last="2016-09-09"))[THREE] == ("not_paid", 0)
    exactly = changed(**{M14: {"longest": {"length": "3 months"}}})
    assert one(exactly, Person(M))[THREE] == ("paid", 900)  # due on the day on which the longest time is over


def test_the_second_instalment_in_any_case():
    always = changed(**{M14: {"instalments": {THREE: {"while_running": False}}}})
    assert one(always, Person(M, end="2014-04-01"))[THREE] == ("paid", 900)


def test_the_mark_of_an_assumption_is_on_what_rests_on_one():
    people = [Person(M), Person("2015-01-01"), Person(M, UWV)]
    assert paid(people)["assumption"].all()
    sure = {"valid": {"assumption": None}, "instalments": {"job coaching": {"assumption": None}}}
    values = cohort().settings.programme.funding.model_dump(mode="json")
    of = paid(people, Funding.model_validate(merged(values, {"schemes": {"uwv_job_coaching": sure}}))).drop_duplicates(
        ["scheme", "payment"]
    )
    assert {row.scheme for row in of.itertuples() if not row.assumption} == {"uwv_job_coaching"}
    # Without what is assumed of when schemes hold and of fidelity: what rests on readings of the payments themselves
    plain = {"valid": {"assumption": None}, "fidelity": {"assumption": None}}
    own = changed(
        **dict.fromkeys((M14, M15, "uwv"), plain), **{name: {"valid": plain["valid"]} for name in (COACHING_2014, "insurer_intake")}
    )
    of = paid(people, own).drop_duplicates(["scheme", "payment"])
    assert {(row.scheme, row.payment) for row in of.itertuples() if row.assumption} == {
        *{(M15, name) for name in (START, "after 12 months", END)},
        *{(M14, name) for name in (THREE, END, PERFORMANCE)},
        *{("uwv", name) for name in (END, PERFORMANCE)},
        *{(name, "job coaching") for name in ("uwv_job_coaching", COACHING_2014)},
        ("insurer_intake", "intake"),
    }


def test_the_assumptions_on_fidelity_and_validity_are_those_of_every_payment_of_the_scheme():
    chosen = cohort().settings.programme.funding
    for payment in (START, THREE, END, PERFORMANCE):
        told = " ".join(assumptions_of(chosen, chosen.schemes[M14], payment))
        assert "before an agency's first review" in told and "keeps the terms of that year" in told
    assert "tells only the time at most" in " ".join(assumptions_of(chosen, chosen.schemes["uwv"], END))
    assert "counted from the funded start" in " ".join(assumptions_of(chosen, chosen.schemes[M14], PERFORMANCE))


def test_who_earned_by_a_wage_that_is_taken_for_met_is_marked():
    worked = [Job("2014-05-01", "2014-12-31", 20.0, wage) for wage in (None, 12.0)]
    of = paid(
        [Person(M, UWV, (one,)) for one in worked] + [Person(M, UWV, tuple(worked)), Person(M, UWV), Person(M, jobs=(worked[0],))],
        waged("hour"),
    )
    of = of[of["payment"].eq(PERFORMANCE)]
    assert (
        of["status"].tolist() == ["unknown", "paid", "paid", "not_observable", "paid"] and not of["wage_taken"].any()
    )  # nothing is taken for met
    taken = waged("hour", "met")
    of = paid(
        [Person(M, UWV, (one,)) for one in worked] + [Person(M, UWV, tuple(worked)), Person(M, UWV), Person(M, jobs=(worked[0],))], taken
    )
    of = of[of["payment"].eq(PERFORMANCE)]
    assert of["status"].tolist() == ["paid", "paid", "paid", "not_observable", "paid"]
    assert of["wage_taken"].tolist() == [
        True,
        False,
        False,
        False,
        False,
    ]  # the third has a job whose wage is recorded; the last is in no such scheme


def test_a_start_taken_from_inclusion_is_an_assumption_of_every_payment_but_that_at_inclusion():
    values = cohort().settings.programme.funding.model_dump(mode="json")
    intake = values["schemes"]["insurer_intake"]
    intake["valid"]["assumption"] = intake["instalments"]["intake"]["assumption"] = None
    alone = Funding.model_validate({**values, "file": None, "id": None, "funded_start": None, "trajectory_end": None})
    of = paid([Person(M)], alone)
    assert set(of.loc[~of["assumption"].astype(bool), "payment"]) == {"intake"}


@pytest.mark.parametrize(("last", "status"), [("2014-08-14", "paid"), ("2014-08-13", "not_paid")])
def test_pay_of_jobs_added_up_is_held_against_the_minimum_wage_of_their_first_day(last, status):
    # 12 hours at 8 euro and 4 at 8 are 128 a week from 15 June, when 35% of a full-time week are 112; from July they would be 140, and a third job
    # of an hour begins on 10 July. Two months are over on 15 August.
    added = Funding.model_validate(
        merged(waged("full_time").model_dump(mode="json"), {"schemes": {"uwv": {"performance": {"add_up": True}}}})
    )
    jobs = (Job("2014-06-01", last, 12.0, 8.0), Job("2014-06-15", last, 4.0, 8.0), Job("2014-07-10", last, 1.0, 8.0))
    assert one(added, Person(M, UWV, jobs, end="2015-12-31"), "uwv")[PERFORMANCE][0] == status


def test_pay_of_one_job_alone_is_too_little_where_it_may_be_added_up():
    added = Funding.model_validate(
        merged(waged("full_time").model_dump(mode="json"), {"schemes": {"uwv": {"performance": {"add_up": True}}}})
    )
    assert one(added, Person(M, UWV, (Job("2014-06-01", "2014-12-31", 12.0, 8.0),), end="2015-12-31"), "uwv")[PERFORMANCE][0] == "not_paid"


@pytest.mark.parametrize(
    ("first", "last", "earns"),
    [(None, "2014-03-10", True), (None, "2014-03-09", False), ("2014-03-10", None, True), ("2014-03-11", None, False)],
)
def test_performance_that_is_offered_without_a_first_or_a_last_day(first, last, earns):
    one_sided = changed(uwv={"performance": {"offered": {"first": first, "last": last}}})
    status = one(one_sided, Person(M, UWV, job("2014-05-01", "2014-12-31"), end="2015-12-31"), "uwv")[PERFORMANCE]
    assert status == (("paid", 1210) if earns else ("not_paid", 0))


@pytest.mark.parametrize(
    ("limits", "who"), [({"min": 30}, {"P1", "P2"}), ({"max": 30}, {"P0", "P1"}), ({"min": 30, "max": 30}, {"P1"}), ({"min": 31}, {"P2"})]
)
def test_a_condition_on_a_number_holds_at_its_limits(limits, who):
    chosen = changed(uwv={"eligible": {"when": [{"variable": "age", **limits}]}})
    course = course_of([Person(M), Person(M), Person(M), Person(M)])
    persons = course.persons.assign(age=pd.array([29.9, 30, 45, None], dtype="Float64"))
    sure, possible = falls_under(replace(course, persons=persons), chosen.schemes["uwv"])
    assert {f"P{k}" for k in sure.nonzero()[0]} == who
    assert {f"P{k}" for k in possible.nonzero()[0]} == who | {"P3"}  # whose age is not known
