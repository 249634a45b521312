"""What funding leaves beside the payments of persons: what each scheme paid, who earned for performance, costs, and the scheme as an exposure."""

from __future__ import annotations

from ipscohort.contracts.base import ID, Column, Contract
from ipscohort.contracts.estimates import ESTIMATES
from ipscohort.words import later

ALL, PAYER, SCHEME, NOBODY = "all", "payer", "scheme", "none"
"""Whom a row of costs is about: everybody funded, those of a payer or of a scheme, those without a scheme."""
NOT_SAID = "some of it can't be said, or no price is stated"
NO_PRICE = "no price is stated"
TOGETHER = "in n_together"
NO_WAGE = "no wage is taken for met, or it would tell of too few persons"
NOT_ALL = "it is not known yet of everybody to whom it was offered, or of nobody"
LATER = "an amount of too few persons: in the next quarter that has a number"
_COUNTS = (
    Column("n", "integer", later("persons to whom it applies or may apply"), low=0),
    Column("n_may", "integer", later("of them, persons of whom it is not known whether it applies"), low=0),
)
_STATUS = (
    Column("n_paid", "integer", later("persons for whom it fell due by the last day observed"), low=0),
    Column("n_not_paid", "integer", later("persons for whom it does not fall due, as a condition is not met"), low=0),
    Column("n_not_observable", "integer", later("persons for whom it is due, or may fall due, after the last day observed"), low=0),
    Column("n_unknown", "integer", later("persons of whom it can't be said"), low=0),
    Column("n_not_stated", "integer", later("persons for whom it fell due at a price that is not stated"), low=0),
)
_TOTALS = (
    Column("total", "number", later("sum paid by the last day observed"), NOT_SAID, "money", low=0),
    Column("total_least", "number", later("the least that the sum can be"), NO_PRICE, "money", low=0),
    Column("total_most", "number", later("the most that the sum can be"), NO_PRICE, "money", low=0),
    Column("total_open", "number", later("what can still fall due after the last day observed"), NO_PRICE, "money", low=0),
)
_ASSUMPTION = Column("assumption", "text", "what the numbers rest on and no source says", "nothing is assumed")

FUNDING_PERSONS = Contract(
    "funding_persons",
    "the course of a person's funding",
    (
        ID,
        Column("funded_start", "date", "first day funded", "not recorded"),
        Column("start_from", "text", "where that is from", one_of=("recorded", "inclusion", "not recorded")),
        Column("trajectory_end", "date", "last day of the trajectory", "it went on, or no end is recorded"),
        Column("fidelity", "text", "class of the agency's fidelity at the funded start", "not known, or not asked for"),
        Column("funding_class", "text", "scheme that applied, and whether it then had a payment for performance", "not known, or none"),
    ),
    key=("id",),
)

FUNDING_CLAUSES = Contract(
    "funding_clauses",
    later("a clause of a funding scheme"),
    (
        Column("scheme", "text", "scheme, by its name in the settings"),
        Column("payer", "text", "who pays"),
        Column("clause", "text", "clause, by the keys that lead to it"),
        Column("amount", "number", later("amount that the clause states"), "it states none", "money", low=0),
        Column("says", "text", "what it says"),
        Column("doi", "text", "the paper that says so", "no source: see assumption"),
        Column("assumption", "text", "what of it no source says", "nothing"),
    ),
    key=("scheme", "clause"),
)

FUNDING_PAYMENTS = Contract(
    "funding_payments",
    later("a payment of a funding scheme, and what became of it"),
    (
        Column("scheme", "text", "scheme, by its name in the settings"),
        Column("payer", "text", "who pays"),
        Column("payment", "text", "payment, by its name there"),
        Column("kind", "text", "what it is paid for"),
        Column("amount", "number", later("amount that the scheme states"), NO_PRICE, "money", low=0),
        *_COUNTS,
        *_STATUS,
        *_TOTALS,
        _ASSUMPTION,
    ),
    key=("scheme", "payment"),
)

FUNDING_PERFORMANCE = Contract(
    "funding_performance",
    later("the payment for performance of a funding scheme: who earned it, and why others did not"),
    (
        Column("scheme", "text", "scheme, by its name in the settings"),
        Column("payer", "text", "who pays"),
        *_COUNTS,
        *_STATUS[:-1],
        Column("n_not_offered", "integer", later("persons to whom no payment for performance was offered at their funded start"), low=0),
        Column(
            "n_wage_taken",
            "integer",
            later("of those who earned it, persons by a wage that is taken for met, as none is recorded"),
            NO_WAGE,
            low=0,
        ),
        Column("n_low_fidelity", "integer", later("persons whose agency had a fidelity below what the scheme asks for"), TOGETHER, low=0),
        Column("n_no_job", "integer", later("persons without a competitive job"), TOGETHER, low=0),
        Column("n_before", "integer", later("persons whose job began before funding, or before payments were offered"), TOGETHER, low=0),
        Column("n_late", "integer", later("persons placed too late"), TOGETHER, low=0),
        Column("n_few_hours", "integer", later("persons placed in time, with too few hours a week"), TOGETHER, low=0),
        Column("n_low_wage", "integer", later("persons placed in time and with the hours, at too low a wage"), TOGETHER, low=0),
        Column("n_short", "integer", later("persons placed in time, with hours and wage, whose job ended too soon"), TOGETHER, low=0),
        Column(
            "n_together",
            "integer",
            later("persons of the reasons that are put together, as some are of too few persons"),
            "none are",
            low=0,
        ),
        Column("n_decided", "integer", later("persons of whom it is known by the last day observed whether they earned it"), low=0),
        Column("share", "number", later("share of them who earned it"), "nobody", low=0, high=1),
        Column("conf_low", "number", later("lower limit of the share, Wilson"), NOT_ALL, low=0, high=1),
        Column("conf_high", "number", later("upper limit of the share, Wilson"), NOT_ALL, low=0, high=1),
        Column("n_offered", "integer", later("persons to whom it was offered or may have been"), low=0),
        Column("share_least", "number", later("share of all of them who earned it, if nothing that is open or not known is"), "nobody"),
        Column("share_most", "number", later("the same, if everything that is open or not known is"), "nobody", low=0, high=1),
        _ASSUMPTION,
    ),
    key=("scheme",),
)


def _cost(name: str, of: str) -> tuple[Column, ...]:
    return (
        Column(name, "number", later(f"sum paid {of}"), "not defined: see warning", "money", low=0),
        Column(f"{name}_low", "number", later(f"lower limit of the sum paid {of}"), "see warning", "money", low=0),
        Column(f"{name}_high", "number", later(f"upper limit of the sum paid {of}"), "see warning", "money", low=0),
        Column(f"{name}_least", "number", later(f"the least that the sum paid {of} can be"), "not defined", "money", low=0),
        Column(f"{name}_most", "number", later(f"the most that the sum paid {of} can be"), "not defined", "money", low=0),
    )


FUNDING_COSTS = Contract(
    "funding_costs",
    later("what was paid by the last day observed for everybody, for those of a payer, or of a scheme"),
    (
        Column("group", "text", "who", one_of=(ALL, PAYER, SCHEME, NOBODY)),
        Column("name", "text", "payer, or scheme by its name in the settings", "the group is neither"),
        *_COUNTS,
        Column("n_priced", "integer", later("persons with a payment whose price is stated"), low=0),
        Column("n_known", "integer", later("of them, persons none of whose payments is uncertain"), low=0),
        Column("n_open", "integer", later("persons with a payment that can still fall due"), low=0),
        Column("n_not_stated", "integer", later("persons with a payment at a price that is not stated"), low=0),
        *_TOTALS,
        Column("median", "number", later("median of what was paid for a person"), "too few persons, or no price is stated", "money", low=0),
        Column("lower_quartile", "number", later("first quartile of what was paid for a person"), "not defined", "money", low=0),
        Column("upper_quartile", "number", later("third quartile of what was paid for a person"), "not defined", "money", low=0),
        *_cost("per_person", "per person"),
        Column("n_jobs", "integer", later("persons who obtained a job, among those none of whose payments is uncertain"), low=0),
        *_cost("per_job", "per person who obtained a job"),
        Column("time_worked", "number", later("time worked by persons with known payments and known time, in study.time_unit"), "nobody"),
        Column("n_time", "integer", later("persons with known payments and known time worked"), low=0),
        *_cost("per_time", "per day, week or month worked"),
        Column("resamples", "integer", later("bootstrap samples"), low=0),
        Column("warning", "text", "what must be known of the numbers", "nothing"),
        _ASSUMPTION,
    ),
    key=("group", "name"),
)

FUNDING_QUARTERS = Contract(
    "funding_quarters",
    later("a calendar quarter of a payer, without amounts that fell due for too few persons in all"),
    (
        Column("payer", "text", "who pays"),
        Column("quarter", "date", "first day of the quarter"),
        Column("since", "date", "first day of the first quarter that its numbers are of", LATER),
        Column("n", "integer", later("payments that fell due since then, to the end of the quarter"), LATER, low=0),
        Column("total", "number", later("their sum"), LATER, low=0, unit="money"),
        Column("so_far", "number", later("sum of the payer's payments up to its end"), LATER, low=0, unit="money"),
    ),
    key=("payer", "quarter"),
)

CLASS = "class"
FUNDING_CLASSES = Contract(
    "funding_classes",
    later("the persons of a class of funding, of no known class, or all"),
    (
        Column("group", "text", "who", one_of=(ALL, CLASS, NOBODY)),
        Column("funding_class", "text", "scheme that applied, by payer and period", "the group is not that of one"),
        Column("n", "integer", later("persons"), low=0),
        Column("n_jobs", "integer", later("of them, persons who obtained a job"), low=0),
    ),
    key=("group", "funding_class"),
)

FUNDING_ESTIMATES = Contract(
    "funding_estimates",
    later("an estimate of the funding scheme as an exposure"),
    (
        *ESTIMATES.columns,
        Column("confounders", "text", "variables adjusted for, separated by ;", "crude"),
        Column("population", "text", "who the model is about"),
        Column("why_excluded", "text", "who of the population is left out and why, with counts", "nobody is"),
        Column("about_funding", "text", "what must be known of funding as an exposure in this model"),
    ),
    key=("model", "exposure", "level", "adjustment"),
)
