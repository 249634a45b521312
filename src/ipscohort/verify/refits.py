"""What R and PSPP gave: refit_r.csv, and PSPP's output as comma-separated text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ipscohort.verify.spss import BETWEEN, MARK

Key = tuple[str, str, str]
"""Regression, exposure, adjustment."""


@dataclass(frozen=True)
class Printed:
    """A number as a program printed it.

    Attributes
    ----------
    value : float
    decimals : int or None
        Decimals that it has; None where it has all that a number can have.
    """

    value: float
    decimals: int | None = None


@dataclass
class Refit:
    """One model as a program gave it.

    Attributes
    ----------
    whole : dict of str -> Printed
        What holds for the model, by column of FITS.
    rows : dict of (term, level) -> dict of str -> Printed
        By column of ESTIMATES; the level is '' where there is none.
    said : str
        What the program said of it.
    """

    whole: dict[str, Printed] = field(default_factory=dict)
    rows: dict[tuple[str, str], dict[str, Printed]] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True)
class FromR:
    """refit_r.csv.

    Attributes
    ----------
    models : dict of Key -> Refit
    curves : dict of (exposure, level) -> dict of (measure, time) -> dict of str -> Printed
    tests : dict of str -> dict of str -> Printed
        By exposure.
    said : dict of (exposure, level) -> str
        What R said of a curve, or of a test (its level is '').
    """

    models: dict[Key, Refit]
    curves: dict[tuple[str, str], dict[tuple[str, str], dict[str, Printed]]]
    tests: dict[str, dict[str, Printed]]
    said: dict[tuple[str, str], str]


WHOLE = ("n", "n_events", "log_likelihood", "r_squared", "dispersion", "global_statistic", "global_df", "global_p_value")
ROW = ("estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value")
CURVE = ("estimate", "conf_low", "conf_high", "n", "n_events")
TEST = {"statistic": "statistic", "df": "global_df", "p_value": "p_value", "n": "n", "n_events": "n_events"}
"""Column of SURVIVAL_TESTS -> of refit_r.csv."""


def read_r(path: Path) -> FromR:
    """Read refit_r.csv.

    Raises
    ------
    KeyError, ValueError
        It is not what refit.R writes.
    """
    found = FromR({}, {}, {}, {})
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["part"] == "regression":
                model = found.models.setdefault((row["model"], row["exposure"], row["adjustment"]), Refit(said=row["note"]))
                model.whole = _numbers(row, {name: name for name in WHOLE})
                if row["term"]:
                    model.rows[row["term"], row["level"]] = _numbers(row, {name: name for name in ROW})
            elif row["part"] == "kaplan_meier":
                curve = found.curves.setdefault((row["exposure"], row["level"]), {})
                found.said[row["exposure"], row["level"]] = row["note"]
                if row["term"]:
                    curve[row["term"], row["time"]] = _numbers(row, {name: name for name in CURVE})
            else:
                found.tests[row["exposure"]] = _numbers(row, TEST)
                found.said[row["exposure"], ""] = row["note"]
    return found


def _numbers(row: dict[str, str], columns: dict[str, str]) -> dict[str, Printed]:
    return {name: Printed(float(row[of])) for name, of in columns.items() if row[of] not in ("", "NA", "NaN")}


def asked_of_pspp(syntax: str) -> tuple[list[Key], dict[str, str]]:
    """What refit.sps asks for: its models, and the labels of the 0/1 variables that it makes, by their names."""
    echoed = re.findall(rf"^ECHO '{MARK} (.*)'\.$", syntax, re.MULTILINE)
    labels = dict(re.findall(r"^VARIABLE LABELS (\S+) '(.*)'\.$", syntax, re.MULTILINE))
    return [_key(text.replace("''", "'")) for text in echoed], {name: label.replace("''", "'") for name, label in labels.items()}


def _key(text: str) -> Key:
    name, exposure, adjustment = text.split(BETWEEN)
    return name, exposure, adjustment


def read_pspp(path: Path) -> dict[Key, Refit]:
    """Read PSPP's output: coefficients with standard errors, by the names of SPSS variables ('' the level), and persons."""
    found: dict[Key, Refit] = {}
    model = Refit()
    for title, rows in _tables(path):
        if title.startswith(f"{MARK} "):
            model = found.setdefault(_key(title.removeprefix(f"{MARK} ")), Refit())
        elif "error:" in title:
            model.said = " ".join(filter(None, (model.said, title)))
        elif title == "Table: Case Processing Summary":
            model.whole["n"] = next(_printed(row[1]) for row in rows if row[0] == "Included in Analysis")
        elif title.startswith("Table: ANOVA"):
            model.whole["n"] = Printed(next(float(row[2]) for row in rows if row[0] == "Total") + 1)  # degrees of freedom and 1
        elif title == "Table: Variables in the Equation":
            model.rows |= {_term(row[1]): {"estimate": _printed(row[2]), "std_error": _printed(row[3])} for row in rows[2:]}
        elif title.startswith("Table: Coefficients"):
            model.rows |= {_term(row[0]): {"estimate": _printed(row[1]), "std_error": _printed(row[2])} for row in rows[2:]}
    return found


def _term(name: str) -> tuple[str, str]:
    return ("intercept" if name in ("Constant", "(Constant)") else name), ""


def _tables(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Each block of lines between empty ones: its first line, and the rows below it."""
    with path.open(encoding="utf-8", newline="") as stream:
        block: list[list[str]] = []
        for row in [*csv.reader(stream), []]:
            if row:
                block.append(row)
            elif block:
                yield ",".join(block[0]), block[1:]
                block = []


def _printed(text: str) -> Printed:
    digits, _, exponent = text.upper().partition("E")
    return Printed(float(text), len(digits.partition(".")[2]) - int(exponent or 0))
