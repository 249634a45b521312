"""What interviews and meetings say beside the numbers: coded segments, themes of papers, and a roadmap of steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ipscohort.config.base import Strict, Text, as_text
from ipscohort.config.first_job import with_first_job
from ipscohort.config.ingest import ColumnOrName, File, Variable
from ipscohort.config.plain import Report, at, mapping, texts
from ipscohort.errors import nearest

ALL = "all"
"""Word for all groups, themes or directions together: nothing else may have it as its name."""
POOLED = "smaller groups together"
"""Stakeholder groups of few interviewees, put together: no group may have it as its name."""


class Explained(Strict):
    """A result of the cohort that a theme throws light on, for the joint display."""

    regression: Text
    """The regression, by its name in `models.regressions`."""
    exposure: Text
    """The exposure, by its name in `exposures`."""
    fit: Literal["confirms", "expands", "differs"] | None = None
    """How the two go together: the interviews point the same way as the number, add to it, or point another way."""
    how: Text
    """In a sentence, what the interviews say that may explain the number. It is the study's own reading."""


class Theme(Strict):
    """A theme of the codebook."""

    label: Text
    """How tables name it."""
    definition: Text
    """What belongs to it."""
    subthemes: dict[Text, Text] = {}
    """Code of a subtheme in the file -> how tables name it, in their order."""
    explains: list[Explained] = []
    """Results that it stands beside in the joint display."""


class Quotes(Strict):
    """Segments shown word by word. Without it no text of a segment is read."""

    text: ColumnOrName
    """The text of a segment."""
    chosen: ColumnOrName | None = None
    """Yes/no: whether a segment is shown; without it, every segment with a text is."""
    consent: Text
    """On what ground words of the interviewees may be shown, such as who consented to it and when. It stands below the quotes."""


class Segments(File):
    """Coded segments of interviews: a file with a row per segment and coder."""

    segment: ColumnOrName
    """The segment's id."""
    person: ColumnOrName
    """The interviewee's id. Interviewees are counted, never named."""
    group: ColumnOrName | None = None
    """The interviewee's stakeholder group; it may be left out where `interviewees` has it."""
    theme: ColumnOrName
    """Code of the theme, as the codebook has it."""
    subtheme: ColumnOrName | None = None
    """Code of the subtheme; blank where a segment belongs to the theme as a whole."""
    direction: ColumnOrName
    """`facilitator` or `barrier`; blank where it is neither."""
    coder: ColumnOrName
    """Who coded. Coders are numbered, never named."""
    counted: Text | None = None
    """The coder whose codes are counted, such as the one who coded everything, or `consensus`; needed where the file has more than one. Of
    the others only the agreement is shown. A pseudonym or initials will do: among the results this coder is called coder 1."""


class Interviewees(File):
    """Who was interviewed: a file with a row per interviewee, also those of whom no segment was coded."""

    person: ColumnOrName
    """The interviewee's id, as the segments have it."""
    group: ColumnOrName
    """Stakeholder group."""
    characteristics: dict[Text, Variable] = {}
    """Characteristics shown by group, by a name of your own: numbers, categories and yes/no."""

    @model_validator(mode="after")
    def _of_a_kind(self) -> Self:
        wrong = [name for name, each in self.characteristics.items() if each.type in ("date", "text")]
        if wrong:
            raise ValueError(
                f"characteristics.{wrong[0]}: a {self.characteristics[wrong[0]].type} is not summarised; map a number or category"
            )
        return self


class Paper(File):
    """Themes of a paper, in a file with a row per statement: shown beside the study's own, as facts of that paper."""

    citation: Text
    """The paper in short, such as Vukadin et al. 2018."""
    doi: Text
    """Its DOI."""
    theme: ColumnOrName
    """Theme, in words."""
    subtheme: ColumnOrName
    """Subtheme, in words."""
    direction: ColumnOrName
    """`facilitator` or `barrier`; blank where it is neither."""
    said_by: ColumnOrName
    """Stakeholder groups that said so, separated by ;. Blank where the paper does not tell."""
    statement: ColumnOrName
    """What was said, in the words of whoever made the file."""


class Roadmap(File):
    """How far each region has come: a file with a row per region and step."""

    steps: Annotated[dict[Text, Text], Field(min_length=1)]
    """Code of a step in the file -> how tables name it, in the order in which they are taken."""
    region: ColumnOrName
    """Region."""
    step: ColumnOrName
    """Code of the step."""
    state: ColumnOrName
    """`done`, `partly`, `intended` or `not done`; blank where it is not recorded."""
    date: ColumnOrName | None = None
    """When, as a day or a month."""
    who: ColumnOrName | None = None
    """Who took part, as organisations rather than names."""
    agreement: ColumnOrName | None = None
    """What was agreed."""
    regions: list[Text] = []
    """Order of the regions; without it, that of the file. A region of this list without a row is shown as not recorded."""
    source: Text | None = None
    """The publication that the rows are facts of, with its DOI; without it they are the study's own, made up where the study's records
    are."""


class Themes(Strict):
    """What interviews and meetings say: themes by stakeholder group, agreement of coders, themes beside results, and a roadmap."""

    groups: list[Text] = []
    """Stakeholder groups in the order of tables. A segment or interviewee of another is an error."""
    codebook: dict[Text, Theme] = {}
    """Code of a theme in the file -> its label, definition and subthemes, in the order of tables."""
    segments: Segments | None = None
    """Coded segments."""
    interviewees: Interviewees | None = None
    """Who was interviewed."""
    hide_below: Annotated[int, Field(ge=1, le=20)] = 3
    """Groups of fewer interviewees are put together, and a characteristic that fewer than so many interviewees of a group have, or of whom it is not
    known, is not shown, nor beside a mean of how many it is known: one or two can be recognised. A standard deviation needs twice as many. 1 shows everything."""
    quotes: Quotes | None = None
    """Show segments word by word, where those interviewed agreed to it."""
    papers: dict[Text, Paper] = {}
    """Themes that papers report, by a name of your own."""
    roadmap: Roadmap | None = None
    """Progress of regions through the steps of a roadmap."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.segments is None and not self.papers and self.roadmap is None:
            raise ValueError("name segments, papers or a roadmap, or leave themes out")
        if self.segments is None:
            idle = [name for name in ("interviewees", "quotes", "codebook", "groups") if getattr(self, name)]
            if idle:
                raise ValueError(f"{idle[0]} belongs to segments: name their file, or leave it out")
            return self
        for name in ("groups", "codebook"):
            if not getattr(self, name):
                raise ValueError(f"{name}: needed with segments")
        if self.segments.group is None and self.interviewees is None:
            raise ValueError("say which stakeholder group an interviewee belongs to: segments.group, or interviewees.group")
        return self

    @model_validator(mode="after")
    def _names(self) -> Self:
        named = [*self.groups, *self.codebook, *(sub for theme in self.codebook.values() for sub in theme.subthemes)]
        if ALL in named:
            raise ValueError(f"'{ALL}' stands for all together: choose another name")
        if POOLED in self.groups:
            raise ValueError(f"'{POOLED}' is what tables call groups of few interviewees: choose another name")
        twice = sorted({name for name in self.groups if self.groups.count(name) > 1})
        if twice:
            raise ValueError(f"groups: '{twice[0]}' stands twice")
        return self

    def files(self) -> dict[str, File]:
        """Every file that it names, by its key."""
        single = {"segments": self.segments, "interviewees": self.interviewees, "roadmap": self.roadmap}
        found = {f"themes.{name}": file for name, file in single.items() if file is not None}
        return found | {f"themes.papers.{name}": paper for name, paper in self.papers.items()}

    @property
    def joint(self) -> list[tuple[str, Explained]]:
        """Each theme with each result that it stands beside."""
        return [(name, result) for name, theme in self.codebook.items() for result in theme.explains]


def theme_file_keys(values: dict) -> Iterator[tuple[str, ...]]:
    """Key paths under which the settings' plain values may name files of themes."""
    for name in ("segments", "interviewees", "roadmap"):
        yield "themes", name, "file"
    for name in mapping(values, "themes", "papers"):
        yield "themes", "papers", name, "file"


def check_themes(values: dict, report: Report) -> None:
    """Report results of the joint display that the study does not have.

    Parameters
    ----------
    values : dict
        The settings as plain values.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    known = {
        "regression": list(map(as_text, mapping(with_first_job(values), "models", "regressions"))),
        "exposure": list(map(as_text, mapping(values, "exposures"))),
    }
    for name, theme in mapping(values, "themes", "codebook").items():
        listed = at(theme, "explains")
        for position, result in enumerate(listed if isinstance(listed, list) else []):
            keys = ("themes", "codebook", name, "explains", position)
            for noun, names in known.items():
                wanted = as_text(at(result, noun))
                if isinstance(wanted, str) and wanted not in names:
                    report((*keys, noun), f"there is no {noun} '{wanted}'", nearest(wanted, names))
            regression, exposure = (as_text(at(result, noun)) for noun in known)
            own = texts(with_first_job(values), "models", "regressions", regression, "exposures")
            if own and exposure in known["exposure"] and exposure not in own:
                report((*keys, "exposure"), f"regression '{regression}' has no exposure '{exposure}'", nearest(str(exposure), own))
