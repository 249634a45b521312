"""Mistakes in funding schemes and the file of funded persons."""

from __future__ import annotations

from tests.mistakes.families import FUNDED, funding

SCHEMES = [
    (
        "funding of nobody",
        lambda s: (funding()(s), s.write("funding.csv", "pid,begun,over", [row.replace("P", "Q", 1) for row in FUNDED])),
        (
            "funding.csv, programme.funding.id: none of its ids is a person's of those analysed",
            "name the column that holds the participants' ids",
        ),
    ),
    (
        "funding twice",
        funding(funding=("P03,", "P02,")),
        (
            "funding.csv, column pid: persons who stand twice (rows 3, 4)",
            "keep one row for each",
        ),
    ),
    (
        "trajectory that ends before it begins",
        funding(funding=("2019-04-01", "2010-04-01")),
        (
            "funding.csv: trajectories that end before funding begins (row 4)",
            "mend the rows",
        ),
    ),
    (
        "funding long before inclusion",
        funding(funding=("P03,2014", "P03,1914")),
        (
            "funding.csv, programme.funding.funded_start: funding that begins more than 5 years before or after inclusion (row 4; id",
            "mend the dates",
        ),
    ),
    (
        "amount below 0",
        funding(("amount: 1000", "amount: -1000")),
        (
            "tiny.yaml, line 49, programme.funding.schemes.uwv.instalments.start.amount: -1000 is too little: it must be at least 0",
            "What is paid. Without it and without `per_hour`, the price is not stated, and",
        ),
    ),
    (
        "amount with thousands parted",
        funding(("amount: 1000", "amount: 1.000,00")),
        (
            "tiny.yaml, line 49, programme.funding.schemes.uwv.instalments.start.00: no such key",
            "a comma ends a value here: write decimals with a point and nothing between",
        ),
    ),
    (
        "amount with its currency",
        funding(("amount: 1000", "amount: 1000 euro")),
        (
            "tiny.yaml, line 49, programme.funding.schemes.uwv.instalments.start.amount: a number is expected, without a unit, a",
            "What is paid. Without it and without `per_hour`, the price is not stated, and",
        ),
    ),
    (
        "clause that nobody says",
        funding(
            (
                "instalments: {start: {amount: 1500, at: start, says: Words., assumption: Made up}}",
                "instalments: {start: {amount: 1500, at: start, says: Words.}}",
            )
        ),
        (
            "tiny.yaml, line 55, programme.funding.schemes.town.instalments.start: name the doi that says so, or say under",
            "config/README.md tells more under programme.funding",
        ),
    ),
    (
        "payment at two times",
        funding(("{amount: 1000, at: start,", "{amount: 1000, at: start, after: 6 months,")),
        (
            "tiny.yaml, line 49, programme.funding.schemes.uwv.instalments.start: name either at or after: the day on which it is due",
            "config/README.md tells more under programme.funding",
        ),
    ),
    (
        "payment by amount and by hour",
        funding(("{amount: 1000, at: start,", "{amount: 1000, per_hour: 80, hours: 8, at: start,")),
        (
            "tiny.yaml, line 49, programme.funding.schemes.uwv.instalments.start: name either amount or per_hour",
            "config/README.md tells more under programme.funding",
        ),
    ),
    (
        "eligible by a level that is none",
        funding(("one_of: [disability]", "one_of: [disabled]")),
        (
            "programme.funding.schemes.uwv.eligible: 'benefits' has no level disabled",
            "its levels are social assistance, disability",
        ),
    ),
    (
        "eligible by a variable that is none",
        funding(("variable: benefits, one_of: [disability]", "variable: benefit, one_of: [disability]")),
        (
            "tiny.yaml, line 47, programme.funding.schemes.uwv.eligible.when.1.variable: no category among the participants'",
            "did you mean 'benefits'?",
        ),
    ),
    (
        "in force the wrong way round",
        funding(("first: 2014-01-01, last: 2018-12-31", "first: 2018-12-31, last: 2014-01-01")),
        (
            "tiny.yaml, line 54, programme.funding.schemes.town.valid: last lies before first",
            "config/README.md tells more under programme.funding",
        ),
    ),
    (
        "key of a scheme mistyped",
        funding(("amount: 500, hours_per_week", "amount: 500, hours_per_weak")),
        (
            "tiny.yaml, line 50, programme.funding.schemes.uwv.performance.hours_per_weak: no such key",
            "did you mean 'hours_per_week'?",
        ),
    ),
    (
        "share of the minimum wage in percent",
        funding(("lasting: 2 months, ", "lasting: 2 months, wage: {share: 35, says: Words., assumption: Made up}, ")),
        (
            "tiny.yaml, line 50, programme.funding.schemes.uwv.performance.wage.share: 35 is too much: it must be at most 1; 35% is",
            "Share of the minimum wage, such as 0.35.",
        ),
    ),
    (
        "share of a minimum wage that nobody names",
        funding(("lasting: 2 months, ", "lasting: 2 months, wage: {share: 0.35, says: Words., assumption: Made up}, ")),
        (
            "tiny.yaml, line 39, programme.funding: schemes.uwv asks for a share of the minimum wage: name it under minimum_wage",
            "config/README.md tells more under programme.funding",
        ),
    ),
    (
        "length of a placement without its unit",
        funding(("lasting: 2 months", "lasting: 2")),
        (
            "tiny.yaml, line 50, programme.funding.schemes.uwv.performance.lasting: 2 has no unit",
            "write the unit too: 2 days, 2 weeks or 2 months",
        ),
    ),
    (
        "fidelity without reviews",
        funding(
            ("      payer: UWV", "      fidelity: {at_least: good, says: Words., assumption: Made up}\n        payer: UWV"),
        ),
        (
            "tiny.yaml, line 46, programme.funding.schemes.uwv.fidelity: the scheme asks for fidelity, and the settings name no",
            "name them under programme.fidelity, or leave the condition out",
        ),
    ),
    (
        "scheme as reference that is none",
        funding(("programme:\n  funding:\n", "programme:\n  funding:\n    exposure: {reference: Nobody}\n")),
        (
            "tiny.yaml, line 40, programme.funding.exposure.reference: there is no class 'Nobody'; classes are uwv; town",
            "config/README.md tells more under programme.funding",
        ),
    ),
    (
        "doi that is none",
        funding(
            ("{amount: 1000, at: start, says: Words., assumption: Made up}", "{amount: 1000, at: start, says: Words., doi: Vukadin 2022}")
        ),
        (
            "tiny.yaml, line 49, programme.funding.schemes.uwv.instalments.start.doi: 'Vukadin 2022' is no DOI",
            "write it as it stands on the paper, from 10. on: 10.1186/s12888-018-1729-4",
        ),
    ),
]
