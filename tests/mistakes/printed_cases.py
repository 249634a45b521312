"""Mistakes in a file of printed figures and in the settings that name it."""

from __future__ import annotations

from collections.abc import Callable

from tests.mistakes.workspace import Workspace

HEAD = "id,where,quantity,population,n,printed,note,frame,select,column,statistic,unit"
ROWS = [
    "n,Table 1,persons,all,16,16,,persons,,,count,",
    "men,Table 1,men,all,16,8,,persons,,sex=male,count,",
    "or,Results,odds ratio,all,16,1.20,,estimates,model=job_obtained;exposure=funding;adjustment=adjusted,ratio,value,",
]
NAMED = "replication: {printed: printed.csv, source: A paper}\nexposures:"


def printed(*changes: tuple[str, str], settings: tuple[tuple[str, str], ...] = ()) -> Callable[[Workspace], None]:
    """Name a file of printed figures in the settings, and break one of the two."""

    def make(space: Workspace) -> None:
        space.write("printed.csv", HEAD, ROWS)
        space.setting(("exposures:", NAMED), *settings)
        space.change("printed.csv", *changes)

    return make


def not_utf8(space: Workspace) -> None:
    printed(("Table 1,men", "Table 1,m\xe4n"))(space)
    path = space.folder / "printed.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))


PRINTED = [
    (
        "no such file",
        printed(settings=(("printed: printed.csv", "printed: prnted.csv"),)),
        ("line", "replication.printed", "did you mean 'printed.csv'?"),
    ),
    ("no source", printed(settings=((", source: A paper", ""),)), ("replication.source: this key is missing",)),
    ("not UTF-8", not_utf8, ("printed.csv", "not UTF-8")),
    ("column absent", printed((",printed,", ",figure,")), ("there is no column printed", "the column 'figure' is not known")),
    ("unknown frame", printed((",persons,,,count", ",person,,,count")), ("printed.csv, column frame", "did you mean 'persons'?", "row 2")),
    ("unknown statistic", printed((",,sex=male,count", ",,sex=male,cuont")), ("column statistic", "did you mean 'count'?", "row 3")),
    ("id twice", printed(("men,Table 1", "n,Table 1")), ("column id", "'n' stands more than once", "rows 2, 3")),
    ("figure in words", printed((",1.20,", ",about 1.20,")), ("column printed", "'about 1.20' can't be read", "row 4")),
    ("no condition", printed(("sex=male", "male")), ("column column", "not written column=value", "row 3")),
    ("no such column", printed(("sex=male", "gender=male")), ("persons has no column 'gender'", "row 3")),
    ("no such level", printed(("sex=male", "sex=mail")), ("'mail' is no value of sex", "did you mean 'male'?")),
    ("no such model", printed(("model=job_obtained", "model=job_obtaned")), ("'job_obtaned' is no value of model", "row 4")),
    (
        "several at once",
        printed(("sex=male", "sex=mail"), ("exposure=funding", "exposure=fundin")),
        ("did you mean 'male'?", "did you mean 'funding'?"),
    ),
]
"""Name, how it is made, and what the message must hold."""
