"""Recruitment for readers: of each step who is at it, who of the step before is not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscohort.config.recruitment import ALL
from ipscohort.display import printing
from ipscohort.display.naming import marked
from ipscohort.display.styles import Style
from ipscohort.words import later, say

if TYPE_CHECKING:
    import pandas as pd

FILE = "recruitment"
NO_NUMBER = later("not recorded")
NO_REASON = later("Reason not recorded")


@dataclass(frozen=True)
class Counted:
    """Persons counted: at a step, of the step before but not at it, or those of them for one reason.

    Attributes
    ----------
    label : str
    n : int or None
        None where it is not recorded.
    where : dict of str -> str
        The row of RECRUITMENT that says so.
    """

    label: str
    n: int | None
    where: dict[str, str]

    def shown(self, style: Style | None = None) -> str:
        """'240', or 'not recorded'."""
        return say(NO_NUMBER) if self.n is None else printing.count(self.n, style)


@dataclass(frozen=True)
class Reached:
    """A step, in one group or of everybody.

    Attributes
    ----------
    persons : Counted
        Who is at it; its label says where that is an assumption.
    left_out : Counted or None
        Who of the step before is not; None of the first.
    reasons : tuple of Counted
        Why, as far as it is recorded, and those of whom it is not.
    name, source, assumption : str
        '' for none.
    assumed : tuple of str
        The assumptions that who was left out before it rests on: its own, and the step before's.
    """

    persons: Counted
    left_out: Counted | None
    reasons: tuple[Counted, ...]
    name: str
    source: str
    assumption: str
    assumed: tuple[str, ...]

    def gone(self, style: Style | None = None) -> str:
        """Who was left out before it: '60', or '60 (assumption)'; '' of the first step."""
        n = self.left_out.shown(style) if self.left_out else ""
        return marked(n, "all") if n and self.assumed else n


def steps_of(frame: pd.DataFrame, group: str = ALL) -> list[Reached]:
    """The steps of RECRUITMENT in one group, in their order; none where the settings give no counts."""
    found: list[Reached] = []
    for number, rows in frame[frame["group"].eq(group)].groupby("step", sort=True):
        kinds: dict[str, list[Counted]] = {}
        told = {name: "" if printing.absent(rows[name].iloc[0]) else str(rows[name].iloc[0]) for name in ("label", "source", "assumption")}
        for row in rows.to_dict("records"):
            kind = str(row["kind"])
            label = {"reached": _label(told), "left out": say("left out"), "no reason": say(NO_REASON)}.get(kind, str(row["reason"]))
            where = {"step": f"{number}", "group": group, "kind": kind, "reason": str(row["reason"])}
            n = None if printing.absent(row["n"]) else int(row["n"])
            kinds.setdefault(kind, []).append(Counted(label, n, where))
        out, reasons = kinds.get("left out", [None])[0], (*kinds.get("reason", []), *kinds.get("no reason", []))
        assumed = tuple(filter(None, (told["assumption"], found[-1].assumption if found else "")))
        found.append(Reached(kinds["reached"][0], out, reasons, told["label"], told["source"], told["assumption"], assumed))
    return found


def _label(told: dict[str, str]) -> str:
    return marked(told["label"], "all") if told["assumption"] else told["label"]


def groups_of(frame: pd.DataFrame) -> list[str]:
    """Groups by which numbers are given, in their order."""
    return [str(group) for group in frame["group"].drop_duplicates() if group != ALL]
