"""The participants' raw file: everybody who was approached, as interviewers wrote it down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_YEAR
from ipscohort_reconstruct.cohort import Reconstructed
from ipscohort_reconstruct.records.items import NOT_ASKED, REFUSED, answers, with_missing
from ipscohort_reconstruct.records.spss import DATE, Described, write_labelled

LEFT_OUT = ("too young", "too old", "no consent", "in hospital", "employed at entry", "after recruitment")
"""Persons who were approached but are not in the cohort, one for each reason."""
MISSING = {NOT_ASKED: "not asked", REFUSED: "refused"}
CODES = {
    "sex": {"female": (1,), "male": (2,)},
    "marital": {True: (2,), False: (1, 1, 1, 3, 4)},
    "living": {True: (1, 1, 2), False: (3, 4)},
    "country": {True: (1,), False: (2, 3, 4, 5, 6, 6)},
    "education": {"low": (1, 2, 2, 3), "medium": (4, 4, 5), "high": (6, 6, 7)},
    "work5y": {"yes": (1,), "no": (0,)},
    "benefits": {"disability benefits": (1, 2), "social assistance": (3,), "no benefits": (4,)},
    "diagnosis": {True: (1, 1, 2, 3), False: (4, 5, 6, 7)},
}
"""Column of the file -> level -> codes that stand for it; one that stands twice comes twice as often."""
CHARACTERISTICS = {
    "sex": "sex",
    "marital": "married",
    "living": "living_independently",
    "country": "born_netherlands",
    "education": "education",
    "work5y": "worked_past_5_years",
    "benefits": "benefits",
    "diagnosis": "psychotic_disorder",
}
"""Column of the file -> what it is of the cohort."""
YES_NO = {0: "no", 1: "yes"}
MHI5_ITEMS = ("nervous", "so down in the dumps that nothing cheers up", "calm and peaceful", "downhearted and blue", "happy")
MHI5_POSITIVE = (3, 5)
MHI5_ANSWERS = dict(
    enumerate(("all of the time", "most of the time", "a good bit of the time", "some of the time", "a little of the time"), 1)
) | {6: "none of the time"}
RSE_ITEMS = (
    "on the whole satisfied with oneself",
    "at times no good at all",
    "a number of good qualities",
    "able to do things as well as most people",
    "not much to be proud of",
    "certainly useless at times",
    "a person of worth, on an equal plane with others",
    "wish for more respect for oneself",
    "all in all a failure",
    "a positive attitude towards oneself",
)
RSE_REVERSED = (2, 5, 6, 8, 9)
RSE_ANSWERS = {1: "strongly disagree", 2: "disagree", 3: "agree", 4: "strongly agree"}
NAMED = {
    "agency": Described("Mental health agency", {1: "agency A", 2: "agency B"}, format="F1.0"),
    "inclusion": Described("Date of inclusion: first interview", measure="scale", format=DATE),
    "birth": Described("Date of birth", measure="scale", format=DATE),
    "consent": Described("Written informed consent", YES_NO, format="F1.0"),
    "hospital": Described("In hospital full-time", YES_NO, format="F1.0"),
    "sex": Described("Sex", {1: "female", 2: "male"}, format="F1.0"),
    "marital": Described("Marital status", {1: "never married", 2: "married", 3: "divorced", 4: "widowed"}),
    "living": Described("Living situation", {1: "alone", 2: "with partner or children", 3: "with parents", 4: "sheltered housing"}),
    "country": Described(
        "Country of birth", {1: "Netherlands", 2: "Surinam", 3: "Morocco", 4: "Turkey", 5: "Dutch Caribbean", 6: "other country"}
    ),
    "education": Described(
        "Highest education completed",
        {
            1: "none or primary school",
            2: "lower vocational",
            3: "lower general secondary",
            4: "intermediate vocational",
            5: "higher general secondary",
            6: "higher vocational",
            7: "university",
        },
        measure="ordinal",
    ),
    "work5y": Described("Worked competitively in the past 5 years", YES_NO),
    "benefits": Described(
        "Benefits at inclusion",
        {1: "disability benefits, young disabled", 2: "disability benefits, employees", 3: "social assistance", 4: "no benefits"},
    ),
    "diagnosis": Described(
        "Main diagnosis, from the employment specialist",
        {
            1: "schizophrenia",
            2: "schizoaffective disorder",
            3: "other psychotic disorder",
            4: "bipolar disorder",
            5: "depressive disorder",
            6: "anxiety or trauma",
            7: "personality disorder",
        },
    ),
}
INTERVIEWED = ("marital", "living", "country", "education", "work5y", "benefits")
"""What the first interview asks, and nobody else tells."""


def approached(found: Reconstructed, rng: np.random.Generator) -> pd.DataFrame:
    """Everybody who was approached: the cohort, and a few who are left out.

    Parameters
    ----------
    found : Reconstructed
    rng : Generator

    Returns
    -------
    DataFrame
        Columns of `found.persons`, then last_day, left_out (the reason, missing for the cohort) and id; the cohort comes
        first, in the order of `found.persons`. Ids are in no order.
    """
    persons = found.persons.assign(last_day=found.last_day, left_out=pd.NA)
    drawn = {name: persons[name].iloc[rng.integers(0, len(persons), len(LEFT_OUT))].array for name in persons}
    others = pd.DataFrame(drawn).assign(left_out=LEFT_OUT)
    late = others["left_out"] == "after recruitment"
    after = persons["inclusion"].max() + pd.Timedelta(days=int(rng.integers(10, 60)))
    others["inclusion"] = others["inclusion"].mask(late, after)
    age = others["left_out"].map({"too young": 17.4, "too old": 66.6}).fillna(pd.Series(rng.uniform(25, 55, len(others))))
    others["birth"] = others["inclusion"] - pd.to_timedelta((age * DAYS_PER_YEAR).round().astype(int), unit="D")
    people = pd.concat([persons, others], ignore_index=True)
    number = pd.Series(rng.permutation(len(people)) + 1)
    return people.assign(id="SYN-" + number.astype(str).str.zfill(3))


def write_participants(people: pd.DataFrame, rng: np.random.Generator, path: Path) -> None:
    """Write participants.sav: a row per person by id, and one row twice.

    Parameters
    ----------
    people : DataFrame
        As `approached` gives it.
    rng : Generator
    path : Path
    """
    frame = people[["id", "inclusion", "birth"]].copy()
    frame["agency"] = rng.integers(1, 3, len(people))
    frame["consent"] = (people["left_out"] != "no consent").fillna(True).astype(int)
    frame["hospital"] = (people["left_out"] == "in hospital").fillna(False).astype(int)
    for column, name in CHARACTERISTICS.items():
        frame[column] = _coded(people[name], CODES[column], rng)
    items, described = _questionnaires(people, rng)
    frame = pd.concat([frame, items], axis=1)
    refusing = (people["left_out"] == "no consent").fillna(False)
    frame.loc[refusing, [*INTERVIEWED, *items.columns]] = NOT_ASKED
    frame = frame.sort_values("id", ignore_index=True)
    twice = frame.iloc[[int(rng.integers(len(frame)))]]
    named = {name: _with_missing(name, info) for name, info in NAMED.items()}
    variables = {"id": Described("Number of the participant", format="")} | named | described
    write_labelled(pd.concat([frame, twice]), variables, "SYNTHETIC participants, made up: no evidence on IPS", path)


def _coded(values: pd.Series, codes: dict, rng: np.random.Generator) -> pd.Series:
    """A level's code, one of several at random; missing levels are in turn not asked and refused."""
    known = {level: rng.choice(of, len(values)) for level, of in codes.items()}
    coded = pd.Series(np.nan, index=values.index)
    for level, drawn in known.items():
        coded = coded.mask((values == level).fillna(False), pd.Series(drawn, index=values.index))
    missing = values.isna()
    return coded.mask(missing, pd.Series(np.where(missing.cumsum() % 2, REFUSED, NOT_ASKED), index=values.index))


def _with_missing(name: str, info: Described) -> Described:
    """The codes for missing answers, declared in the file wherever a question can be left open."""
    if name in ("id", "agency", "inclusion", "birth", "sex", "consent", "hospital"):
        return info
    return Described(info.label, info.values | MISSING, tuple(MISSING), info.measure, "F1.0")


def _questionnaires(people: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, Described]]:
    """Items of MHI-5 and Rosenberg, coded as printed on the form."""
    mhi5 = people["mhi5"].to_numpy(dtype=float, na_value=np.nan)
    turned = answers(mhi5 / 4 + 5, 5, 1, 6, rng)
    mhi = with_missing(np.where(np.isin(np.arange(1, 6), MHI5_POSITIVE), 7 - turned, turned), np.isnan(mhi5), rng)
    self_esteem = people["self_esteem"].to_numpy(dtype=float, na_value=np.nan)
    turned = answers(self_esteem, 10, 0, 3, rng)
    rse = with_missing(np.where(np.isin(np.arange(1, 11), RSE_REVERSED), 4 - turned, turned + 1), np.isnan(self_esteem), rng)
    names = [f"mhi{k}" for k in range(1, 6)] + [f"rse{k}" for k in range(1, 11)]
    items = pd.DataFrame(np.hstack([mhi, rse]), columns=names, index=people.index)
    texts = [f"MHI-5, past month: {text}" for text in MHI5_ITEMS] + [f"Rosenberg: {text}" for text in RSE_ITEMS]
    described = {
        name: Described(text, (MHI5_ANSWERS if name.startswith("mhi") else RSE_ANSWERS) | MISSING, tuple(MISSING), "ordinal", "F1.0")
        for name, text in zip(names, texts, strict=True)
    }
    return items, described
