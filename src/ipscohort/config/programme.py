"""The programme's side: what a study knows of the agencies beside its participants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from ipscohort.config.base import MistakeError, Strict, Text, as_text
from ipscohort.config.business_case import BusinessCase
from ipscohort.config.businesschecks import check_business_case
from ipscohort.config.first_job import with_first_job
from ipscohort.config.funding import FUNDING_CLASS, Funding
from ipscohort.config.fundingchecks import check_funding
from ipscohort.config.ingest import Column, ColumnOrName, File
from ipscohort.config.plain import Report, at, mapping
from ipscohort.errors import nearest

N_ITEMS, LOWEST, HIGHEST = 25, 25, 125
"""Items of the scale, and its lowest and highest total."""
TOTAL, CLASS, POINTS, YEARS = "fidelity_total", "fidelity_class", "fidelity_points", "fidelity_inclusion_years"
"""Names that fidelity puts beside the study's variables: the total per 10 points, its class, the total as it is, and the date of inclusion in years."""
NAMES = {"fidelity": (TOTAL, CLASS, POINTS, YEARS), "funding": (FUNDING_CLASS,)}
"""Part of the programme -> the names that it puts beside the study's variables. The business case puts none there."""


class FidelityLimits(Strict):
    """Lowest totals of the classes; below the first, an agency does not provide IPS."""

    fair: Annotated[int, Field(gt=LOWEST, le=HIGHEST)] = 74
    """Lowest total of fair fidelity."""
    good: Annotated[int, Field(gt=LOWEST, le=HIGHEST)] = 100
    """Lowest total of good fidelity."""
    exemplary: Annotated[int, Field(gt=LOWEST, le=HIGHEST)] = 115
    """Lowest total of exemplary fidelity."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not self.fair < self.good < self.exemplary:
            given = f"fair: {self.fair}, good: {self.good}, exemplary: {self.exemplary}"
            raise MistakeError(
                "limits rise from fair over good to exemplary", f"these are {given} (a limit that is left out is the manual's)"
            )
        return self

    @property
    def each(self) -> tuple[int, int, int]:
        """From the lowest."""
        return self.fair, self.good, self.exemplary


def _one(value: Any) -> Any:
    """A pattern or a column stands for a list of one."""
    return value if isinstance(value, list) or value is None else [value]


class Fidelity(File):
    """Fidelity reviews of the agencies (IPS-25, 25 items rated 1-5): a file with a row per agency and review."""

    agency: ColumnOrName
    """The agency, team or site; with `codes`, where the file names it otherwise than the participants' records do."""
    date: ColumnOrName
    """Day of the review."""
    items: Annotated[list[ColumnOrName], BeforeValidator(_one, json_schema_input_type=Text | Column | list[str | Column])] | None = None
    """The 25 items in the scale's order: a list of columns, or one name with `{n}` where the item's number stands, such as `item_{n}`."""
    total: ColumnOrName | None = None
    """A total that the file holds: in place of items, where there are none, or beside them, to be compared with their sum."""
    reviewer: ColumnOrName | None = None
    """Who reviewed. Reviewers are counted, never named."""
    participants_agency: Text
    """The category among `ingest.participants.variables` that says which agency a participant belongs to."""
    limits: FidelityLimits = FidelityLimits()
    """Lowest totals of the classes, as in the scale's manual (Becker, Swanson, Reese, Bond and McLeman 2015) and in Vukadin et al. 2022 (doi
    10.1186/s12888-022-04121-9)."""
    low_item: Annotated[int, Field(ge=2, le=5)] = 3
    """Items rated below it are named."""
    prorate_up_to: Annotated[int, Field(ge=0, le=12)] = 0
    """How many items of a review may be missing and count as the mean of its others. Without it, a review that lacks an item has no total."""
    between_reviews: Literal["last_before", "interpolated"] = "last_before"
    """The fidelity of a person's agency at inclusion: the last review on that day or before it; or, between two reviews, on the straight line
    from one to the next, which looks into the future."""
    exposures: Annotated[list[Literal["total", "class"]], Field(min_length=1)] = ["total", "class"]
    """How fidelity enters the regressions: as total (per 10 points), as class, or both, each in models of its own."""
    reference: Literal["not IPS", "fair", "good", "exemplary"] | None = None
    """Class that the others are compared with; without it, the lowest that anybody's agency had."""
    beside: list[Text] | None = None
    """Exposures that stand for the calendar, to be seen beside fidelity and with it in one model; without it, those made from
    `inclusion_date`."""
    regressions: list[Text] | None = None
    """Regressions of the study that fidelity is an exposure in; without it, all."""

    @model_validator(mode="after")
    def _something_rated(self) -> Self:
        if self.items is None and self.total is None:
            raise MistakeError(
                "name items, or a total: without them there is no score", 'write items: "item_{n}", or total: and the column of totals'
            )
        if self.items is not None and len(self.items) == 1 and "{n}" not in self.items[0].column:
            what = "items: one column is named for all 25 items"
            raise MistakeError(what, "write {n} where the item's number stands, such as item_{n}, or list 25 columns")
        if self.items is not None and len(self.items) not in (1, N_ITEMS):
            what = f"items: the scale has {N_ITEMS} items, and {len(self.items)} are listed"
            raise MistakeError(
                what,
                f"list {N_ITEMS} columns in the scale's order, or one name with {{n}} where the item's number stands, such as item_{{n}}",
            )
        if self.items is None and self.prorate_up_to:
            raise MistakeError("prorate_up_to is about items, and only a total is given", "leave prorate_up_to out, or name the items")
        self._once()
        return self

    def _once(self) -> None:
        """Refuse a column that is named for two things: one rating would count twice, or a day be read as one."""
        named: dict[str, list[str]] = {}
        single = {key: getattr(self, key) for key in ("agency", "date", "total", "reviewer")}
        each = [(key, column) for key, column in single.items() if column is not None]
        each += [(f"item {n}", column) for n, column in enumerate(self.item_columns(), 1)]
        for key, column in each:
            named.setdefault(column.column.strip(), []).append(key)
        twice = {column: keys for column, keys in named.items() if len(keys) > 1}
        if twice:
            said = "; ".join(f"'{column}' for {', '.join(keys)}" for column, keys in twice.items())
            raise MistakeError(f"one column is named for several things: {said}", "name a column of its own for each")

    def item_columns(self) -> list[Column]:
        """The 25 columns in order; none where only a total is given."""
        if self.items is None or len(self.items) > 1:
            return list(self.items or [])
        pattern = self.items[0]
        return [pattern.model_copy(update={"column": pattern.column.replace("{n}", str(n))}) for n in range(1, N_ITEMS + 1)]


class Programme(Strict):
    """The programme's side, beside the cohort: what is known of the agencies."""

    fidelity: Fidelity | None = None
    """Fidelity reviews of the agencies, their course, and fidelity at inclusion as an exposure."""
    funding: Funding | None = None
    """Funding schemes: what each paid for whom by its rules, what that came to, and the scheme as an exposure."""
    business_case: BusinessCase | None = None
    """What IPS costs whom, benefits not paid while working, and, against a comparator, what is saved."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.fidelity is None and self.funding is None and self.business_case is None:
            raise MistakeError("name a part of it, such as fidelity, or leave programme out", "write fidelity: and its keys below it")
        return self

    def files(self) -> dict[str, File]:
        """Every file that it names, by its key."""
        found: dict[str, File] = {"programme.fidelity": self.fidelity} if self.fidelity else {}
        return found | ({"programme.funding": self.funding} if self.funding and self.funding.file else {})


def check_programme(values: dict, types: dict[str, str], report: Report) -> None:
    """Report names in `programme` that lead nowhere.

    Parameters
    ----------
    values : dict
        The settings as plain values.
    types : dict of str -> str
        Variables and scales by name -> type.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    _check_names(values, report)
    check_funding(values, types, report)
    check_business_case(values, types, report)
    if not isinstance(at(values, "programme", "fidelity"), dict):
        return
    keys, agency = ("programme", "fidelity"), str(at(values, "programme", "fidelity", "participants_agency"))
    categories = [name for name, kind in types.items() if kind == "category"]
    if agency not in categories and at(values, *keys, "participants_agency") is not None:
        what = f"no category under ingest.participants.variables is called '{agency}'"
        report((*keys, "participants_agency"), what, nearest(agency, categories))
    if at(values, "ingest", "participants", "inclusion_date") is None:
        report(keys, "the cohort has no inclusion dates, so that no review lies before or after one", "leave programme.fidelity out")
    for key, of, noun in (("beside", ("exposures",), "exposure"), ("regressions", ("models", "regressions"), "regression")):
        known = list(map(as_text, mapping(with_first_job(values), *of)))
        for position, name in _unknown(at(values, *keys, key), known):
            report((*keys, key, position), f"there is no {noun} '{name}'", nearest(str(name), known))


def _check_names(values: dict, report: Report) -> None:
    """No variable, scale or exposure of the study may have a name that a part of the programme takes: its values would be overwritten."""
    taken = {name: part for part, names in NAMES.items() if isinstance(at(values, "programme", part), dict) for name in names}
    for keys in (("ingest", "participants", "variables"), ("ingest", "participants", "scales"), ("ingest", "cut_offs"), ("exposures",)):
        for name in mapping(values, *keys):
            if as_text(name) in taken:
                part = taken[as_text(name)]
                remedy = f"choose another name than {', '.join(NAMES[part])}"
                report((*keys, name), f"'{name}' is what programme.{part} calls a variable of its own", remedy)


def _unknown(names: Any, known: list) -> Iterator[tuple[int, Any]]:
    yield from ((k, name) for k, name in enumerate(names if isinstance(names, list) else []) if as_text(name) not in known)
