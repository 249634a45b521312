"""Closed records (data lock) are never told as leaving: on the card, in the outcomes, in the paper's table and in the times."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipscohort.report.cards import cards
from ipscohort.tables import make_table, render
from tests.support import page as whole
from tests.support.pipeline import table_inputs
from tests.support.shipped import cohort, shipped

SAID = {
    "outcomes": ("Left early without a job, n", "Left early, or records closed early (data lock), without a job, n"),
    "paper_outcomes": (
        "Who left early without a job counts as not employed",
        "Who left early, or whose records were closed early (data lock), without",
    ),
    "time_to_first_job": (
        "left before its end without a job, n",
        "left before its end, or records closed before it (data lock), without a job, n",
    ),
}


def short(reason: str):
    """Some of those without a job observed less long than follow-up."""
    persons = whole.inputs().persons
    early = persons["job_obtained"].eq("no") & (persons["row"] % 3 == 0)
    return persons.assign(full_follow_up=persons["full_follow_up"].mask(early, False), ended_by=persons["ended_by"].mask(early, reason))


@pytest.mark.parametrize("name", list(SAID))
def test_tables_tell_closed_records_apart_from_leaving(name):
    base = table_inputs(shipped(), cohort().settings)
    for reason, (there, not_there) in {"moved": SAID[name], "data lock": SAID[name][::-1]}.items():
        text = render(make_table(name, replace(base, persons=short(reason))), "html").decode()
        assert there in text and not_there not in text


def test_the_card_tells_closed_records_apart_from_leaving():
    for reason, said in {
        "moved": "Left before the end of follow-up and counted",
        "data lock": "or records closed before it (data lock), and counted",
    }.items():
        notes = " ".join(note.text for card in cards(replace(whole.inputs(), persons=short(reason))) for note in card.notes)
        assert said in notes
