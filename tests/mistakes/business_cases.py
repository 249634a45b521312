"""Mistakes in the business case."""

from __future__ import annotations

from tests.mistakes.families import BUSINESS as CASE
from tests.mistakes.families import FUNDING, business, family, with_programme

TAKEN_IN = """\
  funding: {receives: agency, priced_by: {uwv: placement}, assumption: Made up}
"""
with_schemes = family(with_programme(FUNDING + CASE + TAKEN_IN))

BUSINESS = [
    (
        "price for an unknown scheme",
        with_schemes(("priced_by: {uwv: placement}", "priced_by: {uvw: placement}")),
        (
            "programme.business_case.funding.priced_by.uvw: there is no funding scheme 'uvw'",
            "did you mean 'uwv'?",
        ),
    ),
    (
        "payer who is no stakeholder",
        business(("pays: agency, per: person", "pays: agncy, per: person")),
        (
            "tiny.yaml, line 44, programme.business_case.costs.specialist.pays: no stakeholder is called 'agncy'",
            "did you mean 'agency'?",
        ),
    ),
    (
        "who pays himself",
        business(("pays: town, receives: agency, per", "pays: town, receives: town, per")),
        (
            "tiny.yaml, line 45, programme.business_case.costs.placement: who pays and who receives are one",
            "name two stakeholders, or leave receives out",
        ),
    ),
    (
        "low above high",
        business(("low: 160, high: 320", "low: 320, high: 160")),
        (
            "tiny.yaml, line 44, programme.business_case.costs.specialist: amount does not lie between low and high",
            "widen low and high, or mend the amount",
        ),
    ),
    (
        "amount outside low to high",
        business(("amount: 240", "amount: 2400")),
        (
            "tiny.yaml, line 44, programme.business_case.costs.specialist: amount does not lie between low and high",
            "widen low and high, or mend the amount",
        ),
    ),
    (
        "low without high",
        business(("low: 160, high: 320", "low: 160")),
        (
            "tiny.yaml, line 44, programme.business_case.costs.specialist: low or high stands alone",
            "give low and high, or neither",
        ),
    ),
    (
        "cost without source",
        business(("per: person, amount: 240, low: 160, high: 320, assumption: Made up", "per: person, amount: 240, low: 160, high: 320")),
        (
            "tiny.yaml, line 44, programme.business_case.costs.specialist: neither a source with its year nor an assumption",
            "name the source and its year, or say under assumption what is assumed",
        ),
    ),
    (
        "kept in percent",
        business(("kept: 0.15", "kept: 15")),
        (
            "tiny.yaml, line 52, programme.business_case.benefits.assistance.levels.social assistance.kept: 15 is too much: it must",
            "The share of it that is still paid while working: 0 where it stops (full",
        ),
    ),
    (
        "rate of discount in percent",
        business(
            (
                "  comparator:\n",
                "  discounting: {costs: {amount: 4, assumption: Made up}, outcomes: {amount: 1.5, assumption: Made up}}\n    comparator:\n",
            )
        ),
        (
            "tiny.yaml, line 53, programme.business_case.discounting.costs.amount: a yearly rate of 400% is more than can be meant",
            "write 0.04 for 4%",
            "tiny.yaml, line 53, programme.business_case.discounting.outcomes.amount: a yearly rate of 150% is more than can be meant",
            "write 0.015 for 1.5%",
        ),
    ),
    (
        "share employed in percent",
        business(("share_employed: {amount: 0.25", "share_employed: {amount: 25")),
        (
            "tiny.yaml, line 55, programme.business_case.comparator.share_employed: a share is at most 1",
            "write 0.25 for 25%",
        ),
    ),
    (
        "more days than follow-up has",
        business(("days_worked: {amount: 60, low: 30, high: 120", "days_worked: {amount: 6000, low: 30, high: 12000")),
        (
            "tiny.yaml, line 54, programme.business_case.comparator.days_worked.amount: 6000 days are more than the follow-up of 30",
            "give the mean number of days worked per person within follow-up",
        ),
    ),
    (
        "shares that do not add up",
        business(("{agency: 0.5, town: 0.5}", "{agency: 0.5, town: 0.6}")),
        (
            "tiny.yaml, line 56, programme.business_case.shared_savings: shares add up to 1.1, not to 1",
            "mend them so that they add up to 1",
        ),
    ),
    (
        "investment that is no cost",
        business(("invested: [placement]", "invested: [placements]")),
        (
            "tiny.yaml, line 56, programme.business_case.shared_savings.invested: no cost is called 'placements'",
            "did you mean 'placement'?",
        ),
    ),
    (
        "change of a key that is none",
        business(("costs.specialist.amount: 300", "costs.specialst.amount: 300")),
        (
            "tiny.yaml, line 57, programme.business_case.scenarios.long: changes: there is no costs.specialst.amount",
            "mend the key path or the value under changes",
        ),
    ),
    (
        "change to a value that is none",
        business(("costs.specialist.amount: 300", "costs.specialist.amount: dear")),
        (
            "tiny.yaml, line 57, programme.business_case.scenarios.long: costs.specialist.amount: a number is expected",
            "mend the key path or the value under changes",
        ),
    ),
    (
        "benefit of a level that is none",
        business(("levels: {social assistance:", "levels: {social asistance:")),
        (
            "programme.business_case: 'benefits' has no level social asistance",
            "its levels are social assistance, disability",
        ),
    ),
    (
        "benefit of a number",
        business(("variable: benefits\n", "variable: age\n")),
        (
            "tiny.yaml, line 51, programme.business_case.benefits.assistance.variable: no category among the participants' variables",
            "valid: sex, benefits, site",
        ),
    ),
    (
        "savings without a comparator",
        business(
            (
                "    comparator:\n      days_worked: {amount: 60, low: 30, high: 120, assumption: Made up}\n      share_employed: {amount: 0.25, assumption: Made up}\n",
                "",
            )
        ),
        (
            "tiny.yaml, line 53, programme.business_case.shared_savings: savings are measured against a comparator",
            "declare comparator, or leave shared_savings out",
        ),
    ),
    (
        "year that the index lacks",
        business(
            ("price_year: 2017", "price_year: 2017\n    price_index: {values: {2016: 98, 2017: 100}, source: A list, year: 2020}"),
            ("amount: 240, low: 160, high: 320, assumption: Made up", "amount: 240, low: 160, high: 320, year: 2014, source: A list"),
        ),
        (
            "tiny.yaml, line 42, programme.business_case.price_index.values: 2014, the year of some prices, is not in it",
            "add the year",
        ),
    ),
    (
        "months of a cost per person",
        business(("per: person, amount: 240", "per: person, months: 18, amount: 240")),
        (
            "tiny.yaml, line 44, programme.business_case.costs.specialist: months is the limit of a cost per month_in_trajectory or month_in_programme",
            "leave months out",
        ),
    ),
    (
        "worth that falls",
        business(("  scenarios:", "  worth: [100, 50, 0]\n    scenarios:")),
        (
            "tiny.yaml, line 57, programme.business_case.worth: values rise",
            "sort them, each once",
        ),
    ),
    (
        "perspective of nobody",
        business(("  scenarios:", "  perspective: state\n    scenarios:")),
        (
            "tiny.yaml, line 57, programme.business_case.perspective: no stakeholder is called 'state'",
            "valid: agency, town, client",
        ),
    ),
    (
        "funding in the case without schemes",
        business(("  scenarios:", "  funding: {receives: agency, assumption: Made up}\n    scenarios:")),
        (
            "tiny.yaml, line 57, programme.business_case.funding: the business case takes in what funding schemes paid, and the",
            "declare programme.funding, or leave this out",
        ),
    ),
]
