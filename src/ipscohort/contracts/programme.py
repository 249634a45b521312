"""What the programme's side leaves: fidelity reviews, the fidelity of each person's agency at inclusion, and it as an exposure."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.catalogue.adjustments import OF_FIDELITY
from ipscohort.contracts.base import ID, Column, Contract
from ipscohort.contracts.estimates import ESTIMATES
from ipscohort.words import later

CLASSES = ("not IPS", "fair", "good", "exemplary")
NO_TOTAL = "no total, as items are missing"
ALL, AGENCY, UNKNOWN = "all", "agency", "agency not known"
"""Whom a row of fidelity at inclusion is about."""

_CALENDAR = (
    Column("n_values", "integer", later("distinct totals among these persons"), low=0),
    Column(
        "pearson",
        "number",
        later("Pearson correlation of the total with the date of inclusion of these persons"),
        "not defined",
        low=-1,
        high=1,
    ),
    Column(
        "spearman",
        "number",
        later("Spearman correlation of the total with the date of inclusion of these persons"),
        "not defined",
        low=-1,
        high=1,
    ),
    Column(
        "within",
        "number",
        later("Pearson correlation of the total with the date of inclusion within agencies, each about its own means"),
        "not defined",
        low=-1,
        high=1,
    ),
    Column(
        "r_squared",
        "number",
        later("share of the variance of the total that agency and date of inclusion explain together (R squared)"),
        "not defined",
        low=0,
        high=1,
    ),
    Column(
        "vif",
        "number",
        later("variance inflation factor of the total with agency and date of inclusion: 1 / (1 - R squared)"),
        "not defined, or infinite, as they explain all",
        low=1,
    ),
)
"""How far fidelity goes with the calendar and the agencies."""

FIDELITY_REVIEWS = Contract(
    "fidelity_reviews",
    later("a fidelity review of an agency"),
    (
        Column("agency", "text", "agency, as the participants' records name it"),
        Column("date", "date", "day of the review"),
        Column("number", "integer", "which review of the agency it is, from the first", low=1),
        Column("row", "integer", "row number in the file of reviews"),
        Column("total", "number", later("total of the 25 items"), NO_TOTAL, low=25, high=125),
        Column("class", "text", "class of the total", NO_TOTAL, one_of=CLASSES),
        Column(
            "staffing",
            "number",
            later("sum of the items on staffing"),
            "an item of it is missing, or only a total is given",
            low=3,
            high=15,
        ),
        Column(
            "organization",
            "number",
            later("sum of the items on organization"),
            "an item of it is missing, or only a total is given",
            low=8,
            high=40,
        ),
        Column(
            "services",
            "number",
            later("sum of the items on services"),
            "an item of it is missing, or only a total is given",
            low=14,
            high=70,
        ),
        Column("n_missing", "integer", later("items that were not rated"), "only a total is given", low=0, high=25),
        Column("prorated", "flag", "whether missing items count as the mean of the others"),
        Column("n_low", "integer", later("items rated below the bar"), "only a total is given", low=0, high=25),
        Column("low_items", "text", "numbers of these items, separated by ;", "none, or only a total is given"),
        Column("n_agency", "integer", later("reviews of the agency"), low=1),
    ),
    key=("agency", "date"),
)

FIDELITY_ITEMS = Contract(
    "fidelity_items",
    "an item of a fidelity review",
    (
        Column("agency", "text", "agency"),
        Column("date", "date", "day of the review"),
        Column("item", "integer", "number of the item in the scale", low=1, high=25),
        Column("section", "text", "section of the scale", one_of=("staffing", "organization", "services")),
        Column("name", "text", "what the item is about"),
        Column("rating", "integer", later("rating of the item"), "not rated", low=1, high=5),
        Column("low", "flag", "whether it is rated below the bar", "not rated"),
    ),
    key=("agency", "date", "item"),
)

FIDELITY_PERSONS = Contract(
    "fidelity_persons",
    "fidelity of a person's agency at inclusion",
    (
        ID,
        Column("agency", "text", "agency", "not known"),
        Column("review_date", "date", "last review of the agency on the day of inclusion or before", "there is none: see why_missing"),
        Column("days_since", "integer", "days from it to inclusion", "there is none", low=0),
        Column("next_date", "date", "next review, where fidelity is interpolated between the two", "not interpolated"),
        Column("total", "number", "total at inclusion", "see why_missing", low=25, high=125),
        Column("class", "text", "its class", "see why_missing", one_of=CLASSES),
        Column("why_missing", "text", "why there is no total", "there is one"),
    ),
    key=("id",),
)

FIDELITY_COVER = Contract(
    "fidelity_cover",
    later("fidelity at inclusion of everybody, of those of an agency, or of those whose agency is not known"),
    (
        Column("group", "text", "who", one_of=(ALL, AGENCY, UNKNOWN)),
        Column("agency", "text", "agency", "the group is not that of one"),
        Column("n", "integer", later("persons analysed"), low=0),
        Column("n_known", "integer", later("persons whose agency has a total at their inclusion"), low=0),
        Column("n_before_first", "integer", later("persons included before the first review of their agency"), low=0),
        Column("n_never", "integer", later("persons whose agency was never reviewed"), low=0),
        Column("n_no_total", "integer", later("persons whose agency's review has no total"), low=0),
        Column("n_no_agency", "integer", later("persons whose agency is not known"), low=0),
        Column("n_no_inclusion", "integer", later("persons whose day of inclusion is not known"), low=0),
        Column("n_interpolated", "integer", later("persons whose total is interpolated between two reviews"), low=0),
        Column(
            "days_median", "number", later("median of the days from the review to inclusion"), "nobody with a review before", "days", low=0
        ),
        Column("days_least", "integer", later("fewest days from the review to inclusion"), "nobody with a review before", "days", low=0),
        Column("days_most", "integer", later("most days from the review to inclusion"), "nobody with a review before", "days", low=0),
        Column("total_least", "number", later("lowest total at inclusion"), "nobody with a total", low=25, high=125),
        Column("total_most", "number", later("highest total at inclusion"), "nobody with a total", low=25, high=125),
        Column("n_agencies", "integer", later("agencies of these persons"), low=0),
        *_CALENDAR,
    ),
    key=("group", "agency"),
)

FIDELITY_ESTIMATES = Contract(
    "fidelity_estimates",
    later("an estimate of fidelity at inclusion as an exposure, or of the exposure beside it"),
    (
        *(replace(column, one_of=tuple(OF_FIDELITY)) if column.name == "adjustment" else column for column in ESTIMATES.columns),
        Column("confounders", "text", "variables adjusted for, separated by ;", "crude"),
        Column("population", "text", "who the model is about"),
        Column("why_excluded", "text", "who of the population is left out and why, with counts", "nobody is"),
        Column("n_agencies", "integer", later("agencies of these persons"), low=0),
        *_CALENDAR,
        Column("n_classes", "integer", later("classes among these persons"), low=0),
        Column("about_fidelity", "text", "what must be known of fidelity as an exposure in this model"),
    ),
    key=("model", "exposure", "level", "adjustment"),
)
"""Without the columns of a reference level, its rows are those of ESTIMATES; an estimate of the total is per 10 points."""

PAID, NOT_PAID, NOT_OBSERVABLE, CANNOT_BE_SAID, NOT_STATED = "paid", "not_paid", "not_observable", "unknown", "not_stated"
"""Status of a payment by its rule: fallen due by the last day observed; not due, as a condition is not met; due after the last day observed,
or still open then; not known, as a date, hours, a wage, fidelity or eligibility are not; due, at a price that the scheme does not state."""
INSTALMENT, PERFORMANCE, COACHING, INTAKE = "instalment", "performance", "job_coaching", "intake"
"""What a payment is for. Which of them a scheme has is said by the settings."""

PAYMENTS = Contract(
    "payments",
    "a payment that a funding scheme provides for a person, and what became of it by the scheme's rules",
    (
        ID,
        Column("payer", "text", "who pays, by the name in the settings"),
        Column("scheme", "text", "funding scheme, by its name in the settings"),
        Column("kind", "text", "what it is paid for", one_of=(INSTALMENT, PERFORMANCE, COACHING, INTAKE)),
        Column("payment", "text", "which payment of the scheme, by its name there"),
        Column("due", "date", "day on which it falls due", "it does not fall due, or the day is not known"),
        Column("amount", "number", "what was paid by the last day observed; 0 where a condition is not met", "see status", "money", low=0),
        Column("amount_least", "number", "the least that it can be by then", "not observable, or the price is not stated", "money", low=0),
        Column("amount_most", "number", "the most that it can be by then", "not observable, or the price is not stated", "money", low=0),
        Column("amount_open", "number", "what can still fall due after the last day observed", "nothing can", "money", low=0),
        Column("status", "text", "what became of it", one_of=(PAID, NOT_PAID, NOT_OBSERVABLE, CANNOT_BE_SAID, NOT_STATED)),
        Column("why", "text", "why, where it is not paid", "paid"),
        Column("assumption", "flag", "whether the amount or the day rests on an assumption, and not on a source's own words"),
        Column("wage_taken", "flag", "whether a placement earned it only as a wage that is not recorded is taken to be high enough"),
    ),
    key=("id", "scheme", "payment"),
)
"""A row per person, scheme that applies or may apply, and payment of it. `amount` is known where status is paid or not_paid, and nowhere else:
what is not observable is not 0. Least and most add up to bounds of any sum of what was paid by the last day observed. Days are calendar
days; money is in `programme.funding.currency`, undiscounted. A person without a scheme has no row. Rows of persons: in `internal/` alone."""
