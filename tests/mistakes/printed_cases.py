"""Mistakes in a file of printed values and in the settings that name it."""

from __future__ import annotations

from collections.abc import Callable

from tests.mistakes.workspace import Workspace

HEAD = "id,where,quantity,population,n,printed,note,frame,select,column,statistic,unit"
ROWS = [
    "n,Table 1,persons,all,16,16,,persons,,,count,",
    "men,Table 1,men,all,16,8,,persons,,sex=male,count,",
    "or,Results,odds ratio,all,16,1.20,,estimates,model=job_obtained;exposure=funding;adjustment=adjusted,ratio,value,",
]
NAMED = "replication: {printed_values: printed.csv, source: A paper}\nexposures:"


def printed(*changes: tuple[str, str], settings: tuple[tuple[str, str], ...] = ()) -> Callable[[Workspace], None]:
    """Name a file of printed values in the settings, and break one of the two."""

    def make(space: Workspace) -> None:
        space.write("printed.csv", HEAD, ROWS)
        space.setting(("exposures:", NAMED), *settings)
        space.change("printed.csv", *changes)

    return make


def not_utf8(space: Workspace) -> None:
    printed(("Table 1,men", "Table 1,m\xe4n"))(space)
    path = space.folder / "printed.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))


def rows(*changed: str) -> Callable[[Workspace], None]:
    """Other rows in the file."""

    def make(space: Workspace) -> None:
        printed()(space)
        space.write("printed.csv", HEAD, [*ROWS, *changed])

    return make


def with_bytes(change: Callable[[bytes], bytes]) -> Callable[[Workspace], None]:
    """Other bytes in the file."""

    def make(space: Workspace) -> None:
        printed()(space)
        path = space.folder / "printed.csv"
        path.write_bytes(change(path.read_bytes()))

    return make


def choice(alternative: str) -> Callable[[Workspace], None]:
    """One choice with one alternative among the settings."""
    choices = f"choices: [{{choice: Any, here: this, alternatives: {{that: {alternative}}}}}]"
    return printed(settings=(("source: A paper}", f"source: A paper, {choices}}}"),))


PRINTED = [
    (
        "no such file",
        printed(settings=(("printed_values: printed.csv", "printed_values: prnted.csv"),)),
        ("line", "replication.printed_values", "did you mean 'printed.csv'?"),
    ),
    ("no source", printed(settings=((", source: A paper", ""),)), ("replication.source: this key is missing",)),
    ("not UTF-8", not_utf8, ("printed.csv", "not UTF-8")),
    ("column absent", printed((",printed,", ",value,")), ("there is no column printed", "the column 'value' is not known")),
    ("unknown frame", printed((",persons,,,count", ",person,,,count")), ("printed.csv, column frame", "did you mean 'persons'?", "row 2")),
    ("unknown statistic", printed((",,sex=male,count", ",,sex=male,cuont")), ("column statistic", "did you mean 'count'?", "row 3")),
    ("id twice", printed(("men,Table 1", "n,Table 1")), ("column id", "'n' stands more than once", "rows 2, 3")),
    ("value in words", printed((",1.20,", ",about 1.20,")), ("column printed", "'about 1.20' can't be read", "row 4")),
    ("no condition", printed(("sex=male", "male")), ("column column", "not written column=value", "row 3")),
    ("no such column", printed(("sex=male", "gender=male")), ("persons has no column 'gender'", "row 3")),
    ("no such level", printed(("sex=male", "sex=mail")), ("'mail' is no value of sex", "did you mean 'male'?")),
    ("no such model", printed(("model=job_obtained", "model=job_obtaned")), ("'job_obtaned' is no value of model", "row 4")),
    ("saved with semicolons", with_bytes(lambda b: b.replace(b",", b";")), ("separated by semicolons, not commas", "with a point")),
    ("an Excel file", with_bytes(lambda b: b"PK\x03\x04" + b), ("printed.csv: this is an Excel file", "save it as CSV UTF-8")),
    ("no bytes", with_bytes(lambda b: b""), ("printed.csv: the file is empty", "its columns are id, where")),
    (
        "key by its old name",
        printed(settings=(("printed_values: printed.csv", "printed: printed.csv"),)),
        ("line", "replication.printed: this key has another name now", "write replication.printed_values"),
    ),
    ("a folder", printed(settings=(("printed_values: printed.csv", "printed_values: ."),)), ("replication.printed_values: . is a folder",)),
    ("a quotation mark alone", with_bytes(lambda b: b.replace(b"Table 1,men", b'"' + b"x" * 200_000)), ("a cell never ends",)),
    ("N with decimals", rows("m,T,men,all,16.0,8,,persons,,sex=male,count,"), ("column n", "'16.0' is no whole number", "row 5")),
    ("N beyond all bounds", rows(f"m,T,men,all,{'9' * 400},8,,persons,,sex=male,count,"), ("column n", "is no whole number", "row 5")),
    ("decimal comma", rows('m,T,age,all,,"38,7",,persons,,age,mean,'), ("'38,7' can't be read", "row 5", "decimal point")),
    ("date as Excel counts it", rows("m,T,first,all,,41654,,persons,,inclusion_date,first,"), ("'41654' is no date", "row 5")),
    ("date in another order", rows("m,T,n,all,,1,,persons,inclusion_date=15-04-2014,,count,"), ("'15-04-2014' is no date", "row 5")),
    ("number in words", rows("m,T,n,all,,1,,persons,mhi5=many,,count,"), ("'many' is no number", "row 5")),
    ("mean of words", rows("m,T,n,all,,1,,persons,,sex,mean,"), ("'sex' holds no numbers", "row 5")),
    ("no such month", rows("m,T,rate,all,,5,,rates,period=31,rate,value,percent"), ("'31' is no value of period", "row 5")),
    ("keys and no value given", rows("m,T,x,all,,5,,settings,,study,given,"), ("'study' holds keys, not a value", "row 5")),
    ("quartiles the wrong way round", rows("m,T,x,all,,36-16,,persons,,age,iqr,"), ("'36-16' can't be read", "low-high", "row 5")),
    ("choice of no key", choice("{outcomes.overlp: sum}"), ("alternatives.that: outcomes.overlp: no such key", "did you mean 'overlap'?")),
    ("choice of nothing", choice("{outcomes.overlap: }"), ("alternatives.that: outcomes.overlap",)),
    ("choice of other records", choice("{ingest.jobs.records.file: people.csv}"), ("an alternative reads the same records",)),
    ("choice of other values", choice("{replication.printed_values: people.csv}"), ("does not change a recomputed value",)),
    ("choice within a list", choice("{models.confounders.1: age}"), ("there are no keys below confounders",)),
    ("unknown word", printed(settings=(("source: A paper}", "source: A paper, on_mismatch: stop}"),)), ("one of: report, fail",)),
    (
        "several at once",
        printed(("sex=male", "sex=mail"), ("exposure=funding", "exposure=fundin")),
        ("did you mean 'male'?", "did you mean 'funding'?"),
    ),
]
"""Name, how it is made, and what the message must hold."""
