"""A reconstructed cohort as raw files: what interviewers and employment specialists might have written down.

Cleaning by the declared rules (config/config.yaml) gives the cohort back: the same persons, the same jobs, day by day.
Everything in between is what makes raw records raw: items instead of scores, codes for missing answers, jobs told several
times, by two sources that disagree, jobs that do not count, persons who were approached and are not in the study.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.files.tableio import write_bytes
from ipscohort_reconstruct.cohort import Reconstructed
from ipscohort_reconstruct.records.accounts import WAVES, accounts_of, occasions, some_twice, told
from ipscohort_reconstruct.records.jobfacts import ISCO, all_jobs
from ipscohort_reconstruct.records.participants import YES_NO, approached, write_participants
from ipscohort_reconstruct.records.spss import DATE, Described, write_labelled

FILES = ("participants.sav", "interviews.sav", "specialists.csv")
TYPED_TWICE = 4
STRANGER = "SYN-900"
"""A client of the specialists whom nobody approached for the study."""
STATUS = {"ongoing": 1, "known": 2, "unknown": 3}
STATUS_WORDS = {"ongoing": "still working", "known": "ended", "unknown": "ended, date not known"}
CRITERIA = {"paid": "prevailing_wage", "regular": "regular_labour_market", "open": "open_to_anyone"}
NOT_KNOWN, HOURS_NOT_KNOWN = 9999, 99
TITLES = {code: title for titles in ISCO.values() for code, title in titles.items()}
INTERVIEWS = {
    "id": Described("Number of the participant", format=""),
    "wave": Described("Interview wave, months", {wave: f"{wave} months" for wave in WAVES}, measure="ordinal", format="F2.0"),
    "date": Described("Date of the interview", measure="scale", format=DATE),
    "start": Described("First day of the job", measure="scale", format=DATE),
    "end": Described("Last day of the job", measure="scale", format=DATE),
    "end_status": Described("Whether the job has ended", {code: STATUS_WORDS[status] for status, code in STATUS.items()}, format="F1.0"),
    "hours": Described("Contract hours per week", {HOURS_NOT_KNOWN: "not known"}, (HOURS_NOT_KNOWN,), "scale", "F5.1"),
    "isco08": Described("Occupation, ISCO-08 unit group", TITLES | {NOT_KNOWN: "not known"}, (NOT_KNOWN,)),
    "paid": Described("Paid at prevailing wage", YES_NO | {8: "not asked"}, (8,), format="F1.0"),
    "regular": Described("In the regular labour market", YES_NO | {8: "not asked"}, (8,), format="F1.0"),
    "open": Described("Not set aside for people with a disability", YES_NO | {8: "not asked"}, (8,), format="F1.0"),
}


def write_records(found: Reconstructed, rng: np.random.Generator, folder: Path) -> None:
    """Write participants.sav, interviews.sav and specialists.csv; the same state of `rng` gives the same bytes.

    Parameters
    ----------
    found : Reconstructed
    rng : Generator
        Who tells what, who is left out, ids and the order of rows.
    folder : Path
        Made where it is not there.

    Raises
    ------
    ValueError
        The cohort holds what no records can tell: two jobs of one person that nothing tells apart, scores that no answers
        add up to, or too few persons without a job for the jobs that do not count.
    """
    people = approached(found, rng)
    jobs = all_jobs(found, people, rng)
    write_participants(people, rng, Path(folder) / FILES[0])
    for source, write, path in (("interviews", _write_interviews, FILES[1]), ("specialists", _write_specialists, FILES[2])):
        rows = told(accounts_of(jobs, people, source, rng), occasions(people, source, rng), rng)
        write(some_twice(_dated(rows, people, source, rng), TYPED_TWICE, rng), Path(folder) / path)


def _dated(rows: pd.DataFrame, people: pd.DataFrame, source: str, rng: np.random.Generator) -> pd.DataFrame:
    """Ids and calendar dates, in the order in which it was told: wave by wave, or form by form."""
    person = people.loc[rows["person"]]
    inclusion = pd.Series(person["inclusion"].to_numpy(), index=rows.index)
    days = {name: pd.to_timedelta(rows[name].fillna(0).astype(int), unit="D") for name in ("start", "end", "day")}
    dates = {name: (inclusion + since).where(rows[name].notna()) for name, since in days.items()}
    rows = rows.assign(id=person["id"].to_numpy(), **dates, order=rng.random(len(rows)))
    return rows.sort_values(["number" if source == "interviews" else "day", "order"], ignore_index=True)


def _write_interviews(rows: pd.DataFrame, path: Path) -> None:
    frame = rows.rename(columns={"number": "wave", "day": "date", "isco": "isco08"}).assign(end_status=rows["status"].map(STATUS))
    frame = frame.fillna({"hours": HOURS_NOT_KNOWN, "isco08": NOT_KNOWN, **dict.fromkeys(CRITERIA, 8)})
    write_labelled(frame[list(INTERVIEWS)], INTERVIEWS, "SYNTHETIC job records of interviews: no evidence on IPS", path)


def _write_specialists(rows: pd.DataFrame, path: Path) -> None:
    """As a Dutch Excel exports a sheet: semicolons, decimal commas, day-month-year, a byte order mark."""
    start = rows["start"].dt.strftime("%d-%m-%Y")
    earlier = rows["kind"].eq("before inclusion") & rows["known_to"].eq("specialists")
    table = pd.DataFrame(
        {
            "client": rows["id"],
            "form_date": rows["day"].dt.strftime("%d-%m-%Y"),
            "start": start.mask(earlier, rows["start"].dt.strftime("%Y-%m")),  # years ago: they know the month
            "end": rows["end"].dt.strftime("%d-%m-%Y"),
            "status": rows["status"].map(STATUS_WORDS),
            "hours_per_week": rows["hours"].map("{:g}".format, na_action="ignore").str.replace(".", ",", regex=False),
            "isco08": rows["isco"].map("{:.0f}".format, na_action="ignore").fillna("unknown"),
            **{name: rows[column].map({1: "yes", 0: "no"}) for column, name in CRITERIA.items()},
            "remark": "synthetic record, made up",
        }
    )
    stranger = table.iloc[[0]].assign(client=STRANGER)
    spaced = table["client"].where(table.index % 97 != 0, table["client"] + " ")
    text = pd.concat([table.assign(client=spaced), stranger]).to_csv(None, sep=";", index=False, lineterminator="\r\n")
    write_bytes(path, text.encode("utf-8-sig"))
