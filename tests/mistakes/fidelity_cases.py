"""Mistakes in fidelity reviews and their settings."""

from __future__ import annotations

from tests.mistakes.families import fidelity

REVIEWS = [
    (
        "review of an agency that nobody has",
        fidelity(reviews=("south,", "suoth,")),
        (
            "reviews.csv, column agency: agencies that 'site' of the participants does not know (row 3)",
            "known are north, south; mend the names, or map them under",
        ),
    ),
    (
        "agencies of a variable that is none",
        fidelity(("participants_agency: site", "participants_agency: agency")),
        (
            "tiny.yaml, line 44, programme.fidelity.participants_agency: no category under ingest.participants.variables is called",
            "valid: sex, benefits, site",
        ),
    ),
    (
        "item beyond the scale",
        fidelity(reviews=("4,4,4", "6,4,4")),
        (
            "reviews.csv, column item_1: ratings outside 1 to 5 (row 2)",
            "mend the cells, or declare codes such as 9: programme.fidelity.items: {column",
        ),
    ),
    (
        "item between two points",
        fidelity(reviews=("4,4,4", "3.5,4,4")),
        (
            "reviews.csv, column item_1: ratings that are not whole: an item is rated 1, 2, 3, 4 or 5 (row 2)",
            "give the rating that the reviewers agreed on",
        ),
    ),
    (
        "24 items",
        fidelity(("items: item_{n}", "items: [" + ", ".join(f"item_{n}" for n in range(1, 25)) + "]")),
        (
            "tiny.yaml, line 43, programme.fidelity.items: the scale has 25 items, and 24 are listed",
            "list 25 columns in the scale's order, or one name with {n} where the item's",
        ),
    ),
    (
        "items without a number",
        fidelity(("items: item_{n}", "items: item_1")),
        (
            "tiny.yaml, line 43, programme.fidelity.items: one column is named for all 25 items",
            "write {n} where the item's number stands, such as item_{n}, or list 25 columns",
        ),
    ),
    (
        "no column of items",
        fidelity(("items: item_{n}", "items: score_{n}")),
        (
            "reviews.csv: there is no column 'score_1', which programme.fidelity.items.1 names; there is no column 'score_2', which",
            "the file has 27 columns: agency, day, item_1, item_2, item_3, item_4, item_5",
        ),
    ),
    (
        "two reviews on one day",
        fidelity(reviews=("south,2014-01-20", "north,2014-01-10")),
        (
            "reviews.csv: reviews of one agency on one day stand twice (rows 2, 3)",
            "keep one row for each: two reviewers of one visit rate by consensus, and a row",
        ),
    ),
    (
        "review without its day",
        fidelity(reviews=("south,2014-01-20", "south,")),
        (
            "reviews.csv, column day: reviews without a date (row 3)",
            "fill in the day of the review, or take the rows out",
        ),
    ),
    (
        "review on a day that is none",
        fidelity(reviews=("south,2014-01-20", "south,2014-02-30")),
        (
            "reviews.csv, column day: no possible dates (row 3)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "day and month of reviews changed",
        fidelity(reviews=("south,2014-01-20", "south,20-01-2014")),
        (
            "reviews.csv, column day: no possible dates (row 3)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "classes out of order",
        fidelity(("participants_agency: site", "participants_agency: site\n    limits: {fair: 100, good: 74, exemplary: 115}")),
        (
            "tiny.yaml, line 45, programme.fidelity.limits: limits rise from fair over good to exemplary",
            "these are fair: 100, good: 74, exemplary: 115 (a limit that is left out is the",
        ),
    ),
    (
        "total that is not that of the items",
        fidelity(("items: item_{n}", "items: item_{n}\n    total: item_25")),
        (
            "tiny.yaml, line 39, programme.fidelity: one column is named for several things: 'item_25' for total, item 25",
            "name a column of its own for each",
        ),
    ),
    (
        "neither items nor total",
        fidelity(("    items: item_{n}\n", "")),
        (
            "tiny.yaml, line 39, programme.fidelity: name items, or a total: without them there is no score",
            'write items: "item_{n}", or total: and the column of totals',
        ),
    ),
    (
        "items of another scale",
        fidelity(("    items: item_{n}\n", "    total: item_1\n")),
        (
            "reviews.csv, column item_1: totals outside 25 to 125 (rows 2, 3, 4)",
            "mend the cells, or declare codes such as 999: programme.fidelity.total",
        ),
    ),
    (
        "fidelity beside an exposure that is none",
        fidelity(("participants_agency: site", "participants_agency: site\n    beside: [site]")),
        (
            "tiny.yaml, line 45, programme.fidelity.beside.1: there is no exposure 'site'",
            "valid: funding",
        ),
    ),
    (
        "more items prorated than there are",
        fidelity(("participants_agency: site", "participants_agency: site\n    prorate_up_to: 25")),
        (
            "tiny.yaml, line 45, programme.fidelity.prorate_up_to: 25 is too much: it must be at most 12",
            "How many items of a review may be missing and count as the mean of its others.",
        ),
    ),
    (
        "header row of reviews in a format that has none",
        fidelity(("file: reviews.csv", "file: reviews.csv\n    format: sav\n    header_row: 2")),
        (
            "tiny.yaml, line 42, programme.fidelity.header_row: files of this format have no row of names: their names lie elsewhere",
            "leave it out",
        ),
    ),
]
