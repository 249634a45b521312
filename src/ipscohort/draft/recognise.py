"""Which file holds the persons, which the jobs, in what shape, and what each column is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any

import pandas as pd

from ipscohort.draft.columns import Seen, look, seen_as
from ipscohort.draft.families import Family, families, panel, scales
from ipscohort.draft.opened import Opened
from ipscohort.draft.private import ANOTHER_ID, LONG, PERSONAL
from ipscohort.draft.vocabulary import CHARACTERISTICS, CRITERIA, EVENT, ID, JOB, PERSON, TIME, Role, fits
from ipscohort.errors import Problem, UserError
from ipscohort.ids.matching import RULES, id_keys, near_matches
from ipscohort.ingest.codes import code_text
from ipscohort.ingest.rawtable import RawTable

HEADING = "No settings can be drafted."
NO_NAMES = ("", ANOTHER_ID, LONG)
"""What an id may look like without telling who somebody is."""
SHARED = 0.5
"""Share of a file's ids that must be the participants' at least."""


@dataclass(frozen=True)
class Records:
    """One file with what its columns hold.

    Attributes
    ----------
    opened : Opened
    seen : dict of str -> Seen
    """

    opened: Opened
    seen: dict[str, Seen]

    @classmethod
    def of(cls, opened: Opened) -> Records:
        """Look through a file."""
        return cls(opened, look(opened.table))

    @property
    def usable(self) -> dict[str, Seen]:
        """Columns that don't tell who somebody is."""
        return {name: column for name, column in self.seen.items() if not column.private}

    def private(self, used: Iterable[str]) -> tuple[Seen, ...]:
        """Columns that tell who somebody is, without those that are used all the same, as ids are."""
        return tuple(column for name, column in self.seen.items() if column.private and name not in used)

    def ids(self, column: str) -> pd.Series:
        """A column as ids."""
        return code_text(self.opened.table.frame[column], self.opened.table.decimal)


@dataclass(frozen=True)
class Source:
    """A source of jobs.

    Attributes
    ----------
    name : str
    shape : str
        spells, wide, panel, durations or outcomes.
    records : Records or None
        Its own file; None where it stands in the participants' file.
    id : str
        Of its own file, else ''.
    id_match : tuple of str
        Rules by which its ids match.
    columns : dict of str -> Seen
        Key -> column (of numbered jobs the first one).
    patterns : dict of str -> str
        Key -> name with {n}, of numbered columns.
    family : Family or None
        A panel's columns.
    rivals : dict of str -> tuple of Seen
        Key -> other columns that fit it as well; numbered ones by their pattern.
    others : tuple of str
        Columns of its own file that are left out.
    private : tuple of Seen
        Those that are left out as they may tell who somebody is.
    """

    name: str
    shape: str
    records: Records | None = None
    id: str = ""
    id_match: tuple[str, ...] = ()
    columns: dict[str, Seen] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    family: Family | None = None
    rivals: dict[str, tuple[Seen, ...]] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    private: tuple[Seen, ...] = ()

    def used(self, found: Sequence[Family]) -> set[str]:
        """Names of its columns, of the families in its file those that it is of."""
        asked = {column.name for columns in self.rivals.values() for column in columns}
        patterns = {*self.patterns.values(), *asked}
        numbered = [*([self.family] if self.family else []), *(family for family in found if family.pattern in patterns)]
        members = {member.name for family in numbered for member in family.members}
        return {column.name for column in self.columns.values()} | members | asked | ({self.id} if self.id else set())


@dataclass(frozen=True)
class Found:
    """All that is recognised.

    Attributes
    ----------
    people : Records
    id : str
    roles : dict of str -> Seen
        Key under `ingest.participants` -> column.
    rivals : dict of str -> tuple of Seen
        Key of a role -> other columns that fit it as well.
    characteristics : dict of str -> Seen
        Name in the settings -> column: those known by their words, then the others with a label or few codes.
    scales : dict of str -> Family
    sources : tuple of Source
    others : tuple of str
        Columns of the participants' file that are left out.
    private : tuple of Seen
        Those that are left out as they may tell who somebody is.
    skipped : tuple of str
        Sheets that are left out, as they share no person.
    """

    people: Records
    id: str
    roles: dict[str, Seen]
    rivals: dict[str, tuple[Seen, ...]]
    characteristics: dict[str, Seen]
    scales: dict[str, Family]
    sources: tuple[Source, ...]
    others: tuple[str, ...]
    private: tuple[Seen, ...]
    skipped: tuple[str, ...]

    @property
    def inclusion(self) -> tuple[Seen, ...]:
        """The date of inclusion, and others that may be it."""
        role = self.roles.get("inclusion_date")
        return (role, *self.rivals.get("inclusion_date", ())) if role else ()


def recognise(opened: Sequence[Opened], exposures: Sequence[str] = ()) -> Found:
    """Look through the files and say what is what. Of a workbook's sheets, those that share no person are left out.

    Raises
    ------
    UserError
        No file has a column that names each of its persons once, or two files share no ids.
    """
    files = [Records.of(each) for each in opened]
    people, id_column = _people(files)
    others = [records for records in files if records is not people]
    own_families = families(people.usable)
    items = scales(own_families)
    others, skipped = _shared(people, id_column, others)
    sources = tuple(_in_own_file(people, id_column, records) for records in others) or _in_people(people, own_families)
    taken = {id_column, *(member.name for family in items.values() for member in family.members)}
    taken |= {name for source in sources if source.records is None for name in source.used(own_families)}
    left = {name: column for name, column in people.usable.items() if name not in taken}
    told = {name: column for name, column in left.items() if not column.free_text}
    roles = assign(PERSON, told)
    rivals = rivals_of(PERSON, told, roles)
    taken |= {column.name for column in roles.values()} | {column.name for columns in rivals.values() for column in columns}
    left = {name: column for name, column in left.items() if name not in taken}
    known = assign(CHARACTERISTICS, {name: column for name, column in told.items() if name not in taken})
    rest = {name: column for name, column in left.items() if name not in {column.name for column in known.values()}}
    shown = {name: column for name, column in rest.items() if name in exposures or _may_be_shown(column)}
    leftover = _named(column for name, column in rest.items() if name not in shown)
    private = people.private({id_column})
    return Found(people, id_column, roles, rivals, known | _beside(known, shown), items, sources, leftover, private, skipped)


def _beside(known: Mapping[str, Seen], columns: Mapping[str, Seen]) -> dict[str, Seen]:
    """Further characteristics by the names of their columns; one that is called as a known one, such as age, gets a number."""
    found: dict[str, Seen] = {}
    for name, column in columns.items():
        called = chain([name], (f"{name}_{n}" for n in count(2)))
        found[next(one for one in called if one not in known and one not in found)] = column
    return found


def _may_be_shown(column: Seen) -> bool:
    """Whether a column that no word tells of may be a characteristic: not words, which can be names of others or what somebody wrote."""
    words = column.kind == "category" and all(code == label for code, label in column.codes.items())
    return column.kind in ("yes_no", "number") or (column.kind == "category" and not words)


def _shared(people: Records, id_column: str, others: list[Records]) -> tuple[list[Records], tuple[str, ...]]:
    """The other files, and names of sheets that are left out as they hold none of the persons."""
    ids = people.ids(id_column)
    alone = [
        records
        for records in others
        if records.opened.file.sheet and max((_overlap(ids, records.ids(name)) for name in records.seen), default=0.0) < SHARED
    ]
    return [records for records in others if records not in alone], tuple(records.opened.name for records in alone)


def assign(roles: Iterable[Role], columns: Mapping[str, Seen]) -> dict[str, Seen]:
    """Each role with the column that fits it best; no column twice. Of columns that fit alike, the first."""
    roles = list(roles)
    scored = [(-role.score(column.words, column.kind), i, j) for i, role in enumerate(roles) for j, column in enumerate(columns.values())]
    held, taken, found = list(columns.values()), set(), {}
    for score, i, j in sorted(scored):
        if score < 0 and roles[i].key not in found and j not in taken:
            found[roles[i].key] = held[j]
            taken.add(j)
    return {role.key: found[role.key] for role in roles if role.key in found}


def rivals_of(roles: Iterable[Role], columns: Mapping[str, Seen], found: Mapping[str, Seen]) -> dict[str, tuple[Seen, ...]]:
    """Columns of no role that fit one as well as that which got it."""
    taken = {column.name for column in found.values()}
    free = [column for column in columns.values() if column.name not in taken]
    rivals = {}
    for role in roles:
        if role.key not in found:
            continue
        best = role.score(found[role.key].words, found[role.key].kind)
        rivals[role.key] = tuple(column for column in free if role.score(column.words, column.kind) == best)
    return {key: columns for key, columns in rivals.items() if columns}


def _people(files: Sequence[Records]) -> tuple[Records, str]:
    """The file with a row per person, and the column of ids: of several files, that whose ids the others hold."""
    ranked = []
    for position, records in enumerate(files):
        for column in records.seen.values():
            if column.kind == "date" or not column.names_each_row or not column.like_ids:
                continue
            shared = sum(
                max((_overlap(records.ids(column.name), other.ids(name)) for name in other.seen), default=0.0)
                for other in files
                if other is not records
            )
            ranked.append(((round(shared, 3), -int(_holds_jobs(records)), _like_an_id(column), -position), records, column.name))
    best = max(ranked, key=lambda found: found[0], default=None)
    if best is None:
        names = ", ".join(records.opened.name for records in files)
        problem = Problem(
            names,
            "no column holds another value in each row, so none can be the person's id",
            "give each person one row and an id of their own, in one of the files",
        )
        raise UserError(HEADING, [problem])
    return best[1], best[2]


def _like_an_id(column: Seen) -> int:
    """How well a column of different values would do as the id: called so; a pseudonym without a word for it; a personal number; a number."""
    if column.private not in NO_NAMES:
        return int(column.private == PERSONAL)
    return 3 if any(fits(word, ID) for word in column.words) else 2 * (column.private == ANOTHER_ID)


def _holds_jobs(records: Records) -> bool:
    """Whether a file is one of jobs: a start and an end, or a panel."""
    return {"start", "end"} <= set(assign(JOB, records.usable)) or panel(families(records.usable)) is not None


def _overlap(people: pd.Series, others: pd.Series) -> float:
    """Share of one column's different ids that the other holds, under every rule by which ids match."""
    keys = set(id_keys(people.dropna().drop_duplicates(), RULES))
    own = id_keys(others.dropna().drop_duplicates(), RULES)
    return float(own.isin(keys).mean()) if len(own) else 0.0


def _in_own_file(people: Records, id_column: str, records: Records) -> Source:
    """A further file: spells, or a panel."""
    ids = people.ids(id_column)
    shared = {name: _overlap(ids, records.ids(name)) for name, column in records.seen.items() if column.kind != "date" and column.like_ids}
    own_id = max(shared, key=lambda name: (round(shared[name], 3), records.seen[name].private in NO_NAMES), default="")
    if not own_id or shared[own_id] < SHARED:
        what = f"none of its columns holds the ids of {people.opened.name} (column {id_column})"
        raise UserError(HEADING, [Problem(records.opened.name, what, "give the person's id in a column of both files")])
    unmatched = near_matches(records.ids(own_id), ids)
    rules = sorted({rule for found in unmatched["rules"] for rule in found})
    rest = {name: column for name, column in records.usable.items() if name != own_id}
    own = {"records": records, "id": own_id, "id_match": tuple(rules)}
    name = source_name(records.opened)
    own_families = families(rest)
    source = _numbered(name, records.opened.table, own_families, **own) or _rows(name, rest, **own)
    used = source.used(own_families)
    others = _named(column for name, column in rest.items() if name not in used)
    return replace(source, others=others, private=records.private(used))


def _named(columns: Iterable[Seen]) -> tuple[str, ...]:
    """Columns that are left out, as a comment names them."""
    return tuple(f"{column.name} (free text)" if column.free_text else column.name for column in columns)


def _jobs(columns: Mapping[str, Seen]) -> tuple[dict[str, Seen], dict[str, tuple[Seen, ...]]]:
    """Columns of job records, and their rivals; free text tells nothing but perhaps a status, which is then asked for."""
    status = [role for role in JOB if role.key == "end_status"]
    fit = {name: column for name, column in columns.items() if not column.free_text or assign(status, {name: column})}
    roles = assign(JOB, fit)
    free = [key for key, column in roles.items() if column.free_text and key != "end_status"]
    roles = {key: column for key, column in roles.items() if key not in free}
    return roles, rivals_of(JOB, fit, roles)


def _rows(name: str, columns: Mapping[str, Seen], **own: Any) -> Source:
    """A row per job."""
    roles, rivals = _jobs(columns)
    found = _one_way_of_competitive(roles)
    rivals = {key: others for key, others in rivals.items() if key in found}
    return Source(name, "spells", columns=found, rivals=rivals, **own)


def _one_way_of_competitive(columns: dict[str, Seen]) -> dict[str, Seen]:
    """Fewer than the three criteria can't be used as such: the first column that tells of one may be the one that says it all."""
    criteria = [key for key in CRITERIA if key in columns]
    if not criteria or len(criteria) == len(CRITERIA):
        return columns
    chosen = {} if "competitive" in columns else {"competitive": columns[criteria[0]]}
    return {key: column for key, column in columns.items() if key not in criteria} | chosen


def together(table: RawTable, family: Family) -> Seen:
    """The first member that holds anything, with what all of them hold: they share one way of writing dates, and codes."""
    first = family.first.name
    return seen_as(table, first, [member.name for member in family.members if member.name != first])


def _numbered(name: str, table: RawTable, found: list[Family], **own: Any) -> Source | None:
    """A panel or numbered jobs, where there are families of columns for it."""
    if family := panel(found):
        return Source(name, "panel", family=family, **own)
    by_pattern = {family.pattern: together(table, family) for family in found}
    numbered = {pattern: replace(column, name=pattern) for pattern, column in by_pattern.items()}
    roles, rivals = _jobs(numbered)
    if not {"start", "end"} <= set(roles):
        return None
    patterns = {key: column.name for key, column in roles.items()}
    columns = {key: by_pattern[pattern] for key, pattern in patterns.items()}
    return Source(name, "wide", columns=columns, patterns=patterns, rivals=rivals, **own)


def source_name(opened: Opened) -> str:
    """A source by its file's or sheet's name, in small letters."""
    stem = opened.file.sheet or opened.path.stem
    return "_".join("".join(letter if letter.isalnum() else " " for letter in stem.lower()).split()) or "jobs"


def _in_people(people: Records, found: list[Family]) -> tuple[Source, ...]:
    """Jobs in the participants' file itself; none where no shape is recognised."""
    if numbered := _numbered("jobs", people.opened.table, found):
        return (numbered,)
    outcome = assign((EVENT, TIME), people.usable)
    if set(outcome) != {"event", "time"}:
        return ()
    everybody = outcome["time"].known == outcome["time"].rows
    names = {"time": "time", "event": "event"} if everybody else {"time": "time_to_first_job", "event": "job_obtained"}
    rivals = {names[key]: others for key, others in rivals_of((EVENT, TIME), people.usable, outcome).items()}
    columns = {names[key]: column for key, column in outcome.items()}
    return (Source("outcomes", "durations" if everybody else "outcomes", columns=columns, rivals=rivals),)
