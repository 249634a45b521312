"""Writes four cohorts as newcomers have them: the same made-up persons and jobs, in files that differ in shape, language and habits.

    python -m tests.newcomers.make_pairs

Persons and jobs are those of the shipped synthetic cohort, once cleaned, so every way of writing them must lead to the same estimates; for the
panel, whose unit is the month, truth.csv says what each person's months come to. answers.R computes all answers from truth.csv.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat

from tests.support import shipped
from tests.support.pipeline import by_stage

HERE = Path(__file__).parent
PAIRS = HERE / "pairs"
MONTHS = 30
CHARACTERISTICS = ["sex", "education", "worked_past_5_years", "funding", "agency"]


def truth() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Persons analysed with their outcomes, their jobs with dates, and whether each worked in each month (persons x months)."""
    found = shipped.shipped()
    clean, derived = by_stage(found)["clean"], found.derived
    people = clean.participants[["id", "inclusion_date", "birth_date", "age", *CHARACTERISTICS]].copy()
    outcomes = derived.persons[["id", "job_obtained", "time_worked", "experience"]]
    people = people.merge(outcomes, on="id").sort_values("id", ignore_index=True)
    jobs = clean.jobs.merge(people[["id", "inclusion_date"]], on="id").sort_values(["id", "job"], ignore_index=True)
    for name in ("start", "end"):
        jobs[name] = jobs["inclusion_date"] + pd.to_timedelta(jobs[f"{name}_day"].astype("Float64"), unit="D")
    worked = np.zeros((len(people), MONTHS), dtype=bool)
    row = {person: k for k, person in enumerate(people["id"])}
    for job in jobs.itertuples():
        if pd.isna(job.start_day):
            continue
        last = job.end_day if not pd.isna(job.end_day) else (job.start_day if job.end_status == "unknown" else 10_000)
        for month in range(MONTHS):
            begin, end = ((job.inclusion_date + pd.DateOffset(months=month + k) - job.inclusion_date).days for k in (0, 1))
            worked[row[job.id], month] |= job.start_day < end and last >= begin
    return people, jobs, pd.DataFrame(worked, index=people["id"])


def labelled(values: pd.Series, words: dict[str, str]) -> tuple[pd.Series, dict[int, str]]:
    """Codes 1, 2, ... of levels, and the labels that they have in another language."""
    codes = {level: code for code, level in enumerate(words, 1)}
    return values.map(codes).astype("float64"), {codes[level]: label for level, label in words.items()}


DUTCH = {
    "gesl": ("sex", "Geslacht", {"male": "man", "female": "vrouw"}),
    "opl": ("education", "Hoogste opleiding", {"low or medium": "laag of midden", "high": "hoog"}),
    "werk5jr": ("worked_past_5_years", "Gewerkt in de afgelopen 5 jaar", {"no": "nee", "yes": "ja"}),
    "uitk": ("funding", "Uitkering bij aanvang", {"municipality": "bijstand of geen", "UWV": "UWV"}),
    "inst": ("agency", "Instelling", {"agency A": "instelling A", "agency B": "instelling B"}),
}


def dutch_wide(people: pd.DataFrame, jobs: pd.DataFrame, folder: Path) -> None:
    """Two SPSS files: persons, and a row per person with numbered jobs under odd names; labels in Dutch."""
    frame = pd.DataFrame({"respnr": people["id"], "dat_t0": people["inclusion_date"], "gebdat": people["birth_date"]})
    labels = {"respnr": "Respondentnummer", "dat_t0": "Datum inclusie", "gebdat": "Geboortedatum"}
    values = {}
    for name, (column, label, words) in DUTCH.items():
        frame[name], values[name] = labelled(people[column], words)
        labels[name] = label
    write_sav(frame, folder / "basisgegevens.sav", labels, values)
    numbered = jobs.assign(n=jobs.groupby("id").cumcount() + 1)
    wide = pd.DataFrame({"nr": people["id"]})
    labels, values = {"nr": "Respondentnummer"}, {}
    status = {"ongoing": "loopt nog", "known": "beëindigd", "unknown": "einddatum onbekend"}
    for n in range(1, int(numbered["n"].max()) + 1):
        of_number = numbered[numbered["n"] == n].set_index("id").reindex(people["id"])
        for stem, name, label in (
            ("bgn", "start", "Begindatum baan"),
            ("tot", "end", "Einddatum baan"),
            ("upw", "hours_per_week", "Uren per week"),
        ):
            wide[f"b{n}_{stem}"] = of_number[name].to_numpy()
            labels[f"b{n}_{stem}"] = f"{label} {n}"
        wide[f"b{n}_st"], values[f"b{n}_st"] = labelled(of_number["end_status"].reset_index(drop=True), status)
        labels[f"b{n}_st"] = f"Status baan {n}"
    write_sav(wide, folder / "banen.sav", labels, values)


def norwegian_panel(people: pd.DataFrame, worked: pd.DataFrame, folder: Path) -> None:
    """A text file of persons with text ids, and an SPSS file of months with numeric ids; names in Norwegian."""
    number = {person: k for k, person in enumerate(people["id"], 101)}
    frame = pd.DataFrame(
        {
            "løpenr": people["id"].map(number).astype("string"),
            "inklusjonsdato": people["inclusion_date"].dt.strftime("%d.%m.%Y"),
            "alder": people["age"].map(lambda age: f"{age:.10f}".replace(".", ",")),
            "kjønn": people["sex"].map({"male": "mann", "female": "kvinne"}),
            "utdanning": people["education"].map({"low or medium": "lav eller middels", "high": "høy"}),
            "erfaring5": people["worked_past_5_years"].map({"yes": "ja", "no": "nei"}),
            "ytelse": people["funding"].map({"municipality": "kommune", "UWV": "trygd"}),
        }
    )
    frame.to_csv(folder / "personer.csv", sep=";", index=False, lineterminator="\n")
    months = pd.DataFrame({"lopenr": worked.index.map(number).astype("float64")})
    for month in range(MONTHS):
        months[f"jobb_m{month + 1}"] = worked[month].to_numpy().astype("float64")
    names = dict.fromkeys(months.columns[1:], "I ordinær jobb")
    write_sav(months.iloc[::-1], folder / "maaneder.sav", {"lopenr": "Løpenummer", **names}, {name: {0: "nei", 1: "ja"} for name in names})


def near_miss(people: pd.DataFrame, jobs: pd.DataFrame, folder: Path) -> None:
    """A Stata file of persons and two sources of jobs, a text file and a Stata file, whose ids are written in other ways."""
    frame = people[["id", "inclusion_date", "birth_date", *CHARACTERISTICS]]
    write_dta(frame, folder / "persons.dta", ["Person", "Date of inclusion", "Date of birth", *CHARACTERISTICS])
    first = jobs["id"].map(lambda person: int(person[-3:]) % 2 == 0)
    both = jobs["end_status"].eq("known") & jobs["start"].notna()
    columns = {"start": "start_date", "end": "end_date", "hours_per_week": "hours", "end_status": "status", "occupation": "occupation"}
    one = jobs[first | both].rename(columns=columns)
    one["client"] = one["id"].str.lower()
    text = one[["client", *columns.values()]].assign(**{name: one[name].dt.strftime("%Y-%m-%d") for name in ("start_date", "end_date")})
    text.to_csv(folder / "specialist_records.csv", index=False, lineterminator="\n")
    two = jobs[~first | both].rename(columns=columns)
    two["person"] = two["id"].str.replace("-", "")
    write_dta(two[["person", *columns.values()]], folder / "interviews.dta", ["", *columns.values()])


def german_sheets(people: pd.DataFrame, jobs: pd.DataFrame, folder: Path) -> None:
    """Two workbooks with a title above the names, dates as text, names in German."""
    persons = pd.DataFrame(
        {
            "Pseudonym": people["id"],
            "Aufnahmedatum": people["inclusion_date"].dt.strftime("%d.%m.%Y"),
            "Geburtsdatum": people["birth_date"].dt.strftime("%d.%m.%Y"),
            "Geschlecht": people["sex"].map({"male": "männlich", "female": "weiblich"}),
            "Schulbildung": people["education"].map({"low or medium": "niedrig oder mittel", "high": "hoch"}),
            "Arbeitserfahrung": people["worked_past_5_years"].map({"yes": "ja", "no": "nein"}),
            "Finanzierung": people["funding"].map({"municipality": "Kommune", "UWV": "Versicherung"}),
        }
    )
    work = pd.DataFrame(
        {
            "Pseudonym": jobs["id"],
            "Beginn": jobs["start"].dt.strftime("%d.%m.%Y"),
            "Ende": jobs["end"].dt.strftime("%d.%m.%Y"),
            "Stand": jobs["end_status"].map({"ongoing": "laufend", "known": "beendet", "unknown": "unbekannt"}),
            "Wochenstunden": jobs["hours_per_week"].astype("float64"),
        }
    )
    for frame, name, title in (
        (persons, "Teilnehmende.xlsx", "Kohorte, Stand der Aufnahme"),
        (work, "Beschaeftigung.xlsx", "Beschäftigungen aller Teilnehmenden"),
    ):
        write_xlsx(frame, folder / name, title)


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of the kinds that files of statistical programs hold: dates, floats, texts."""
    kept = frame.copy()
    for name in kept:
        if kept[name].dtype.kind == "M":
            kept[name] = kept[name].dt.date
        elif str(kept[name].dtype) in ("Float64", "Int64"):
            kept[name] = kept[name].astype("float64")
        elif str(kept[name].dtype).startswith("string"):
            kept[name] = kept[name].astype("object").where(kept[name].notna(), None)
    return kept


def write_dta(frame: pd.DataFrame, path: Path, labels: list[str]) -> None:
    """A Stata file."""
    pyreadstat.write_dta(plain(frame), str(path), column_labels=labels, file_label="SYNTHETIC: made-up records")


def write_sav(frame: pd.DataFrame, path: Path, labels: dict[str, str], values: dict[str, dict]) -> None:
    """An SPSS file."""
    pyreadstat.write_sav(
        plain(frame), str(path), column_labels=labels, variable_value_labels=values, file_label="SYNTHETIC: made-up records"
    )


def write_xlsx(frame: pd.DataFrame, path: Path, title: str) -> None:
    """A workbook of one sheet: a title, an empty row, names, records."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append([f"{title} (SYNTHETIC: made-up records)"])
    sheet.append([])
    sheet.append(list(frame.columns))
    for row in frame.astype("object").where(frame.notna(), None).itertuples(index=False):
        sheet.append(list(row))
    book.save(path)


def main() -> None:
    """Write all four, and what is true of the persons."""
    people, jobs, worked = truth()
    for name in ("dutch_wide", "norwegian_panel", "near_miss", "german_sheets"):
        (PAIRS / name).mkdir(parents=True, exist_ok=True)
    dutch_wide(people, jobs, PAIRS / "dutch_wide")
    norwegian_panel(people, worked, PAIRS / "norwegian_panel")
    near_miss(people, jobs, PAIRS / "near_miss")
    german_sheets(people, jobs, PAIRS / "german_sheets")
    months = worked.sum(axis=1).to_numpy()
    shown = people.drop(columns=["inclusion_date", "birth_date"]).assign(ever_in_a_month=months > 0, months_worked=months)
    shown.to_csv(HERE / "truth.csv", index=False, lineterminator="\n", float_format="%.17g")


if __name__ == "__main__":
    main()
