"""What the business case leaves: inputs with their sources, who pays what, costs per outcome, and differences from the comparator."""

from __future__ import annotations

from ipscohort.contracts.base import ID, Column, Contract
from ipscohort.words import later

COUNTED, PARTLY, LEFT_OUT = "counted", "partly_known", "left_out"
UNPAID, UNSTATED, OPEN = "payments_not_known", "payments_not_stated", "payments_open"
JOB_OPEN, JOB_OPEN_NO_OTHER = "job_open", "job_open_no_other"
NO_START, NO_END = "no_funded_start", "no_trajectory_end"
"""Whom a row of business_case_people is about."""
NO_COMPARATOR = "no comparator is declared"
NO_LIMITS = "fewer than 5 persons"
NONE_OPEN = "no payment of a funding scheme is open: not known, or still to fall due after the last day observed"
_N = Column("n", "integer", later("persons counted: observed to the end of follow-up, with known days worked and benefits"), low=0)
_PERSPECTIVE = Column("perspective", "text", "stakeholder, by the name in the settings, or societal: all together")
_OUTCOME = Column("outcome", "text", "outcome", one_of=("days_worked", "job_obtained"))
_ASSUMPTION = Column("assumption", "text", "what the numbers rest on and no source says", "nothing is assumed")
_ASSUMED = Column("assumed", "text", "whether no input has a source, or some have", "all have a source", one_of=("all", "part"))
_WARNING = Column("warning", "text", "what must be known of the numbers", "nothing")
_UNPRICED = Column("n_unpriced", "integer", later("further persons for whom only payments without a stated price are made"), low=0)
_STILL_DUE = later("payments of funding schemes that can still fall due after the last day observed, in no sum, discounted: per person")
_DIFFERENCES = (
    Column("cost", "number", later("difference in cost per person, with IPS less without it"), "", "money"),
    Column("cost_low", "number", later("lower limit of the difference in cost per person"), NO_LIMITS, "money"),
    Column("cost_high", "number", later("upper limit of the difference in cost per person"), NO_LIMITS, "money"),
)

BUSINESS_CASE_INPUTS = Contract(
    "business_case_inputs",
    later("a number that goes into the business case"),
    (
        Column("input", "text", "key path below programme.business_case"),
        Column("label", "text", "what it is called"),
        Column("amount", "number", later("amount as its source states it"), "", low=0),
        Column("low", "number", later("lowest value of the sensitivity analysis"), "none is given", low=0),
        Column("high", "number", later("highest value of the sensitivity analysis"), "none is given", low=0),
        Column("used", "number", later("amount that is used: in prices of the price year"), "", low=0),
        Column("kept", "number", later("share of a benefit, or of earnings, that is kept while working"), "no benefit", low=0, high=1),
        Column("earned", "number", later("what a month worked earns"), "the benefit does not go by earnings", "money", low=0),
        Column("first_kept", "number", later("first earnings of a month that take nothing off the benefit"), "none", "money", low=0),
        Column("per", "text", "what it is per"),
        Column("source", "text", "where it is from", "no source: see assumption"),
        Column("year", "integer", "year that the source speaks of", "not said"),
        _ASSUMPTION,
        _WARNING,
    ),
    key=("input",),
)

BUSINESS_CASE_PEOPLE = Contract(
    "business_case_people",
    later("persons counted in the business case, or left out of it"),
    (
        Column(
            "group",
            "text",
            "who",
            one_of=(COUNTED, PARTLY, JOB_OPEN, JOB_OPEN_NO_OTHER, NO_START, NO_END, UNPAID, UNSTATED, OPEN, LEFT_OUT),
        ),
        Column("why", "text", "why they are left out, or why a job of theirs is not counted", "neither"),
        Column("payer", "text", "stakeholder who pays them by a funding scheme", "persons, or payments of all payers"),
        Column("n", "integer", later("persons, or payments"), low=0),
        Column(
            "amount",
            "number",
            later("the most that payments which are not counted can come to"),
            "no payments, or no price is stated",
            low=0,
        ),
        Column(
            "days",
            "number",
            later("days worked per person counted that jobs of unknown dates can add at most"),
            "no job of unknown dates",
            "days",
            low=0,
        ),
    ),
    key=("group", "why", "payer"),
)

BUSINESS_CASE_LEDGER = Contract(
    "business_case_ledger",
    later("a thing that is paid or not paid, from one perspective: above 0 where it costs, below 0 where it brings"),
    (
        Column("entry", "text", "cost or benefit, by its name in the settings"),
        _PERSPECTIVE,
        Column("label", "text", "what it is called"),
        Column("kind", "text", "what it is", one_of=("cost", "benefit not paid", "funding")),
        Column("arises", "text", "with IPS, without it, or both", one_of=("with_ips", "without_ips", "both")),
        _N,
        Column("plain", "number", later("mean per person with IPS, undiscounted"), "", "money"),
        Column("discounted", "number", later("mean per person with IPS, discounted"), "", "money"),
        Column("total", "number", later("sum over all persons with IPS, discounted"), "", "money"),
        Column("with_open", "number", later("mean per person with IPS, discounted, with open payments at their most"), NONE_OPEN, "money"),
        Column("without", "number", later("mean per person without IPS, discounted"), NO_COMPARATOR, "money"),
        _ASSUMPTION,
        _ASSUMED,
        Column("assumption_without", "text", "the same of the mean without IPS", "nothing is assumed, or no comparator is declared"),
        Column("assumed_without", "text", "the same of the mean without IPS", "all have a source", one_of=("all", "part")),
    ),
    key=("entry", "perspective"),
)

BUSINESS_CASE_GROSS = Contract(
    "business_case_gross",
    later("costs of the programme and gross transfers from one perspective; not a saving"),
    (
        _PERSPECTIVE,
        _N,
        Column("n_concerned", "integer", later("of them, persons on whom what it pays for the programme or receives of it falls"), low=0),
        _UNPRICED,
        Column("n_jobs", "integer", later("of them, persons who obtained a job"), low=0),
        Column("programme_plain", "number", later("mean cost of the programme per person, undiscounted"), "", "money"),
        Column("programme", "number", later("mean cost of the programme per person, discounted"), "", "money"),
        Column("programme_low", "number", later("lower limit of the mean cost of the programme"), NO_LIMITS, "money"),
        Column("programme_high", "number", later("upper limit of the mean cost of the programme"), NO_LIMITS, "money"),
        Column("programme_with_open", "number", later("the same with open payments of funding schemes at their most"), NONE_OPEN, "money"),
        Column("still_due", "number", _STILL_DUE, "", "money"),
        Column("programme_total", "number", later("cost of the programme for all persons, discounted"), "", "money"),
        Column("transfers", "number", later("mean of everything else per person with IPS, discounted"), "", "money"),
        Column("net", "number", later("mean of both per person, discounted"), "", "money"),
        Column("net_without_work", "number", later("the same without the value of work"), "", "money"),
        Column(
            "per_job",
            "number",
            later("cost of the programme per person who obtained a job, both discounted"),
            "no cost, no job, or a cost of some persons only",
            "money",
        ),
        Column("per_job_low", "number", later("lower limit of the cost per person who obtained a job"), "see per_job", "money"),
        Column("per_job_high", "number", later("upper limit of the cost per person who obtained a job"), "see per_job", "money"),
        Column(
            "per_day",
            "number",
            later("cost of the programme per day worked, both discounted"),
            "no cost, no day, or a cost of some persons only",
            "money",
        ),
        Column("per_day_low", "number", later("lower limit of the cost per day worked"), "see per_day", "money"),
        Column("per_day_high", "number", later("upper limit of the cost per day worked"), "see per_day", "money"),
        _ASSUMPTION,
        _ASSUMED,
        _WARNING,
    ),
    key=("perspective",),
)

BUSINESS_CASE_OUTCOMES = Contract(
    "business_case_outcomes",
    later("days worked, or persons who obtained a job, with IPS and without it"),
    (
        _OUTCOME,
        _N,
        Column("plain", "number", later("mean per person with IPS, undiscounted"), low=0),
        Column("discounted", "number", later("mean per person with IPS, discounted"), low=0),
        Column("plain_without", "number", later("the same without IPS, by the comparator"), "not declared", low=0),
        Column("discounted_without", "number", later("the same without IPS, discounted"), "not declared", low=0),
        Column("difference", "number", later("difference per person, with IPS less without it, discounted"), "not declared"),
        Column("low", "number", later("lower limit of the difference"), NO_LIMITS),
        Column("high", "number", later("upper limit of the difference"), NO_LIMITS),
        _ASSUMPTION,
        _ASSUMED,
    ),
    key=("outcome",),
)

BUSINESS_CASE_DIFFERENCES = Contract(
    "business_case_differences",
    later("what IPS costs and brings more than the comparator, from one perspective and for one outcome"),
    (
        _PERSPECTIVE,
        _OUTCOME,
        Column(
            "value_of_work",
            "text",
            "the value of work in the cost: there is none, it is left out as the work is the outcome, or it is counted as money",
            one_of=("none", "left_out", "counted"),
        ),
        _N,
        Column("n_concerned", "integer", later("of them, persons on whom what the perspective pays, receives or is spared falls"), low=0),
        _UNPRICED,
        Column("still_due", "number", _STILL_DUE, "", "money"),
        *_DIFFERENCES,
        Column("cost_with_open", "number", later("the same with open payments of funding schemes at their most"), NONE_OPEN, "money"),
        Column("effect", "number", later("difference in the outcome per person, with IPS less without it"), ""),
        Column("effect_low", "number", later("lower limit of the difference"), NO_LIMITS),
        Column("effect_high", "number", later("upper limit of the difference"), NO_LIMITS),
        Column(
            "quadrant",
            "text",
            "where the point lies on the plane",
            "the value of work is counted in the cost, or the cost falls on some persons only",
            one_of=("more_for_more", "less_for_less", "dominates", "dominated", "equal"),
        ),
        Column("ratio", "number", later("difference in cost over difference in the outcome"), "the quadrant gives it no meaning", "money"),
        Column("ratio_low", "number", later("lower limit of the ratio"), "samples lie in several quadrants, or there are none", "money"),
        Column("ratio_high", "number", later("upper limit of the ratio"), "samples lie in several quadrants, or there are none", "money"),
        Column("samples", "integer", later("bootstrap samples"), low=0),
        Column("share_cheaper", "number", later("share of samples with a lower cost"), NO_LIMITS, low=0, high=1),
        Column("share_dearer", "number", later("share of samples with a higher cost"), NO_LIMITS, low=0, high=1),
        Column(
            "share_more_for_more", "number", later("share of samples with more of the outcome at a higher cost"), NO_LIMITS, low=0, high=1
        ),
        Column(
            "share_less_for_less", "number", later("share of samples with less of the outcome at a lower cost"), NO_LIMITS, low=0, high=1
        ),
        Column("share_dominates", "number", later("share of samples with more of the outcome at no higher cost"), NO_LIMITS, low=0, high=1),
        Column(
            "share_dominated", "number", later("share of samples with no more of the outcome at a higher cost"), NO_LIMITS, low=0, high=1
        ),
        Column(
            "break_even",
            "number",
            later("days worked per person without IPS at which the difference in cost is 0"),
            "there are none",
            "days",
            low=0,
        ),
        Column(
            "break_even_side",
            "text",
            "on which side of these days it costs less with IPS",
            "there is no break-even",
            one_of=("below", "above"),
        ),
        _ASSUMPTION,
        _ASSUMED,
        _WARNING,
    ),
    key=("perspective", "outcome", "value_of_work"),
)

BUSINESS_CASE_ACCEPTABILITY = Contract(
    "business_case_acceptability",
    later("a point of the acceptability curve"),
    (
        _PERSPECTIVE,
        _OUTCOME,
        Column("worth", "number", later("what another unit of the outcome is worth"), "", "money", low=0),
        _N,
        Column("share", "number", later("share of samples in which IPS is worth its cost"), NO_LIMITS, low=0, high=1),
        Column(
            "net_benefit",
            "number",
            later("net benefit per person: worth times difference in the outcome, less difference in cost"),
            "",
            "money",
        ),
        Column("net_benefit_low", "number", later("lower limit of the net benefit"), NO_LIMITS, "money"),
        Column("net_benefit_high", "number", later("upper limit of the net benefit"), NO_LIMITS, "money"),
        _ASSUMPTION,
        _ASSUMED,
    ),
    key=("perspective", "outcome", "worth"),
)

BUSINESS_CASE_SHARED = Contract(
    "business_case_shared",
    later("a stakeholder's part in the agreement on savings, over all persons, discounted, against the comparator"),
    (
        Column("perspective", "text", "stakeholder, or societal: all together"),
        _N,
        Column("before", "number", later("saved without the agreement"), "", "money"),
        Column("before_low", "number", later("lower limit of what is saved without the agreement"), NO_LIMITS, "money"),
        Column("before_high", "number", later("upper limit of what is saved without the agreement"), NO_LIMITS, "money"),
        Column("invested", "number", later("investment"), "", "money"),
        Column(
            "still_due",
            "number",
            later(
                "payments of funding schemes that can still fall due after the last day observed, in no sum, discounted: of all persons; below 0 a cost"
            ),
            "",
            "money",
        ),
        Column("invested_with_open", "number", later("investment, with open payments at their most"), NONE_OPEN, "money"),
        Column("into_pool", "number", later("goes into the pool: what a saver pays less, without the investment"), "", "money"),
        Column("repaid", "number", later("repaid out of the pool"), "", "money", low=0),
        Column("share", "number", later("share of what is left of the pool"), "", "money", low=0),
        Column("made_up", "number", later("made up for a pool below 0"), "", "money", low=0),
        Column("after", "number", later("saved with the agreement"), "", "money"),
        Column("after_with_open", "number", later("saved with the agreement, with open payments at their most"), NONE_OPEN, "money"),
        Column("after_low", "number", later("lower limit of what is saved with the agreement"), NO_LIMITS, "money"),
        Column("after_high", "number", later("upper limit of what is saved with the agreement"), NO_LIMITS, "money"),
        _ASSUMPTION,
        _ASSUMED,
        _WARNING,
    ),
    key=("perspective",),
)

BUSINESS_CASE_VARIED = Contract(
    "business_case_varied",
    later("the business case with other inputs"),
    (
        Column(
            "kind",
            "text",
            "as it is, a scenario, one input changed, or with the value of work in the cost",
            one_of=("base", "scenario", "one_way", "valued"),
        ),
        Column("name", "text", "base, scenario, or key path of the input"),
        Column("end", "text", "low or high", "no single input is changed", one_of=("low", "high")),
        Column("label", "text", "what it is called"),
        _PERSPECTIVE,
        _OUTCOME,
        _N,
        Column("value", "number", later("value of the input"), "no single input is changed", low=0),
        Column("cost", "number", later("difference in cost per person; without a comparator, cost of the programme"), "", "money"),
        Column(
            "effect", "number", later("difference in the outcome per person; without a comparator, the outcome"), "the work is in the cost"
        ),
        Column("ratio", "number", later("cost over outcome, where the quadrant gives it a meaning"), "it gives it none", "money"),
        _ASSUMPTION,
        _ASSUMED,
    ),
    key=("kind", "name", "end"),
)

BUSINESS_CASE_PERSONS = Contract(
    "business_case_persons",
    "a person of the business case",
    (
        ID,
        Column("days_in_programme", "integer", "days of follow-up", low=0),
        Column("days_worked", "integer", "days worked", low=0),
        Column("first_job", "integer", "day of the first job obtained", "none was obtained", low=0),
        Column("entry", "text", "cost or benefit, by its name in the settings"),
        Column("plain", "number", "what it comes to with IPS, undiscounted", unit="money"),
        Column("discounted", "number", "what it comes to with IPS, discounted", unit="money"),
        Column("discounted_without", "number", "what it comes to without IPS, discounted", NO_COMPARATOR, unit="money"),
    ),
    key=("id", "entry"),
)
