"""Load a cohort's settings: one complete list of what is wrong with keys, types, bounds, references and files.

Steps: YAML -> keys, types and bounds (pydantic) -> references between keys and files on disk (crosschecks) -> Settings.
No data is read and pandas is not imported, so a mistake shows in a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ipscohort.config.choices import alternatives, check_reach, overlay
from ipscohort.config.crosschecks import crosscheck
from ipscohort.config.decisions import check_decisions
from ipscohort.config.first_job import OUTCOME as FIRST_JOB
from ipscohort.config.first_job import with_first_job
from ipscohort.config.idle import check_idle_keys
from ipscohort.config.mistakewords import DIGITS, in_words
from ipscohort.config.places import at_home
from ipscohort.config.renamed import RENAMED, old_name_of
from ipscohort.config.repeatedchecks import check_waves_in_follow_up
from ipscohort.config.sensitivity import check_linear, check_regressed, check_sensitivity
from ipscohort.config.series import check_only_alternatives
from ipscohort.config.settings import Settings, slice_for
from ipscohort.config.study import OWN, WORD
from ipscohort.config.timechecks import check_tau
from ipscohort.config.yamlfile import YamlFile, read_yaml
from ipscohort.errors import NEAR, Problems, nearest

UNION_TAGS = {"spells", "wide", "panel", "durations", "outcomes", "mhi5", "rosenberg"}
UNIT_TAGS = {WORD, OWN}


@dataclass(frozen=True)
class Cohort:
    """A cohort's settings and where they stand.

    Attributes
    ----------
    settings : Settings
    path : Path
        The settings file; paths in it are relative to its folder.
    """

    settings: Settings
    path: Path

    @property
    def folder(self) -> Path:
        """The folder that relative paths start from."""
        return self.path.parent

    def resolve(self, name: str) -> Path:
        """The path of a file that the settings name."""
        return (self.folder / at_home(name)).resolve()

    def files(self) -> dict[str, Path]:
        """Every file of records, by the key under `ingest` that names it."""
        return {key: self.resolve(file.file) for key, file in self.settings.ingest.files().items()}

    def printed_values(self) -> dict[str, Path]:
        """The file of printed values by its key, or nothing where the settings name none."""
        replication = self.settings.replication
        return {"replication.printed_values": self.resolve(replication.printed_values)} if replication else {}

    def programme_files(self) -> dict[str, Path]:
        """Every file of the programme's side by its key; empty where the settings name none."""
        programme = self.settings.programme
        return {key: self.resolve(file.file) for key, file in programme.files().items()} if programme else {}

    def theme_files(self) -> dict[str, Path]:
        """Every file of themes and of the roadmap by its key; empty where the settings name none."""
        themes = self.settings.themes
        return {key: self.resolve(file.file) for key, file in themes.files().items()} if themes else {}

    def series_files(self) -> dict[str, Path]:
        """Every file of an outside series by the series' name; empty where the settings name none."""
        sensitivity = self.settings.sensitivity
        return {name: self.resolve(each.file) for name, each in sensitivity.series.items()} if sensitivity else {}

    def results(self, default: Path) -> Path:
        """The cohort's folder of results; `default` is the project's folder for all of them."""
        base = self.resolve(self.settings.results_dir) if self.settings.results_dir else Path(default)
        return base / self.settings.cohort

    def slice_for(self, stage: str) -> dict[str, Any]:
        """What one stage reads of the settings; see `settings.slice_for`."""
        return slice_for(stage, self.settings)


def load_cohort(path: Path | str) -> Cohort:
    """Read and check one cohort's settings file.

    Parameters
    ----------
    path : path
        The .yaml file.

    Raises
    ------
    UserError
        With every mistake found, each with its line and full key path.
    """
    path = Path(path)
    file = read_yaml(path)
    check_decisions(file)
    problems = Problems(f"{path} has mistakes; nothing was run.")
    settings = _checked(file, problems)
    check_tau(file.values, lambda keys, what, remedy: problems.add(_where(file, keys), what, remedy))
    if settings:
        for check in (check_linear, check_only_alternatives, check_waves_in_follow_up):
            check(settings, lambda keys, what, remedy: problems.add(_where(file, keys), what, remedy))
    problems.stop()
    _try_choices(file, settings, problems)
    problems.stop()
    return Cohort(settings, path)


def _checked(file: YamlFile, problems: Problems) -> Settings | None:
    def report(keys: tuple, what: str, remedy: str = "") -> None:
        problems.add(_where(file, keys), what, remedy)

    settings = _validated(file, problems)
    crosscheck(file, report)
    check_idle_keys(file.values, report)
    return settings


def _try_choices(file: YamlFile, settings: Settings, problems: Problems) -> None:
    """Every alternative must make settings that are right in themselves, and other than these."""
    if settings.replication:
        _try_alternatives(file, settings, alternatives("replication", settings.replication.choices), check_reach, problems)
    if settings.sensitivity:
        check_sensitivity(settings.sensitivity, lambda keys, what, remedy: problems.add(_where(file, keys), what, remedy))
        _try_alternatives(file, settings, alternatives("sensitivity", settings.sensitivity.choices), check_regressed, problems)


def _try_alternatives(
    file: YamlFile, settings: Settings, tried: Iterable[tuple[tuple, dict]], reach: Callable[..., None], problems: Problems
) -> None:
    earlier: dict[str, str] = {}
    for keys, changes in tried:
        where = _where(file, keys)
        try:
            changed = YamlFile(file.path, overlay(_with_regressions_of(file.values, changes), changes), file.lines)
        except ValueError as error:
            problems.add(where, str(error), "write the key path as config/README.md shows it")
            continue
        found = Problems("")
        other = _checked(changed, found)
        for problem in found:
            problems.add(where, f"{problem.where.rpartition(', ')[2]}: {problem.what}", problem.remedy)
        if not found.found:
            reach(changes, settings, other, partial(found.add, where))
            problems.found += found.found
        if not found.found and other == settings:
            problems.add(where, "this is what the study does already", "name another value, or take the alternative out")
        elif not found.found and other is not None:
            first = earlier.setdefault(other.model_dump_json(), dotted(keys))
            if first != dotted(keys):
                problems.add(where, f"this is the same as {first}", "name another value, or take one of the two out")


def _with_regressions_of(values: Any, changes: Mapping[str, Any]) -> Any:
    """The settings with the regression that a study has without declaring it, where an alternative changes a key of it."""
    return with_first_job(values) if any(path.startswith(f"models.regressions.{FIRST_JOB}") for path in changes) else values


def _validated(file: YamlFile, problems: Problems) -> Settings | None:
    try:
        return Settings.model_validate(file.values)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            keys = tuple(key for key in found["loc"] if key != "[key]")
            keys = _without_tags(keys, file.values)
            if found["type"] == "missing" and old_name_of(dotted(keys)) in map(dotted, file.lines):
                continue  # said where its old name stands
            what, remedy = _words(found, keys)
            keys, what = _deeper(keys, what, file)
            problems.add(_where(file, keys), what, remedy)
    return None


def _deeper(keys: tuple, what: str, file: YamlFile) -> tuple[tuple, str]:
    """A problem of several keys that names one of them first, such as `costs.rent.pays: ...`, stands at the line of that key."""
    path, colon, rest = what.partition(": ")
    here = keys
    for part in path.split(".") if colon else ():
        below = [one for one in file.lines if len(one) == len(here) + 1 and one[:-1] == here and str(one[-1]) == part]
        if not below:
            return keys, what
        here = below[0]
    return (here, rest) if colon else (keys, what)


def _without_tags(keys: tuple, values: Any) -> tuple:
    """Drop the shape's own name, which pydantic puts into the path of a source or scale."""
    kept: list = []
    for position, key in enumerate(keys):
        if key in UNIT_TAGS:
            continue
        is_tag = key in UNION_TAGS and isinstance(values, dict) and key not in values
        if (is_tag and position + 1 < len(keys)) or (is_tag and values.get("shape", values.get("kind")) == key):
            continue
        kept.append(key)
        if isinstance(values, dict):
            values = values.get(key)
        elif isinstance(values, list) and isinstance(key, int) and key < len(values):
            values = values[key]
        else:
            values = None
    return tuple(kept)


def _where(file: YamlFile, keys: tuple) -> str:
    line = file.line_of(keys)
    return f"{file.path}" + (f", line {line}" if line else "") + f", {dotted(keys, file.values) or 'top level'}"


def dotted(keys: tuple, values: Any = None) -> str:
    """A full key path as text: clean.eligibility.2.min (list items counted from 1). With the file's values, a number that is a key of a mapping, such as
    a month or a code, stands as it is.
    """
    found, here = [], values
    for key in keys:
        inside = isinstance(here, dict)
        found.append(str(key + 1) if isinstance(key, int) and not inside else str(key))
        listed = isinstance(here, list) and isinstance(key, int) and key < len(here)
        here = here.get(key) if inside else here[key] if listed else None
    return ".".join(found)


def _words(found: dict[str, Any], keys: tuple) -> tuple[str, str]:
    """Say what is wrong and what to do, in the words of this file rather than the library's."""
    kind, context = found["type"], found.get("ctx", {})
    if kind == "extra_forbidden" and dotted(keys) in RENAMED:
        return "this key has another name now", f"write {RENAMED[dotted(keys)]}"
    if kind == "extra_forbidden":
        return "no such key", DIGITS if str(keys[-1]).isdigit() else nearest(str(keys[-1]), fields_beside(found["loc"]))
    if kind == "missing":
        return "this key is missing", " ".join(text for text in (_document(found["loc"]), _choices(found["loc"])) if text)
    if kind in ("literal_error", "union_tag_invalid"):
        expected = context.get("expected") or context.get("expected_tags", "")
        valid = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
        given = found["input"] if kind == "literal_error" else context.get("tag")
        all_of_them, hint = f"one of: {', '.join(valid)}", nearest(str(given), valid)
        near = hint.startswith(NEAR)
        return f"'{given}' is not possible here", f"{hint} ({all_of_them})" if near else all_of_them
    if kind == "union_tag_not_found":
        return f"the key {context.get('discriminator', '').strip(chr(39))} is missing", f"it says which kind this is; {_section(keys)}"
    if kind == "value_error":
        error = context.get("error", found["msg"])
        return str(error), getattr(error, "remedy", "") or _section(keys)
    if found["input"] is None:
        return "the key is empty", "fill it in, or delete the line"
    return in_words(kind, context, found["input"]) or found["msg"][0].lower() + found["msg"][1:], _document(found["loc"])


def _section(keys: tuple) -> str:
    """Where the page of settings tells more."""
    named = [str(key) for key in keys if not isinstance(key, int)]
    return f"config/README.md tells more under {'.'.join(named[:2]) or 'the file'}"


def fields_beside(loc: tuple) -> list[str]:
    """Names of the keys that are valid where a location's last key stands."""
    return list(getattr(_model_at(loc[:-1]), "model_fields", {}))


def _field(loc: tuple) -> Any:
    return getattr(_model_at(loc[:-1]), "model_fields", {}).get(loc[-1]) if loc else None


def _choices(loc: tuple) -> str:
    """'One of: person, once', where a key takes one of some words."""
    field = _field(loc)
    words = _literals(field.annotation) if field is not None else ()
    return f"One of: {', '.join(map(str, words))}" if words else ""


def _literals(annotation: Any) -> tuple[Any, ...]:
    """The words of a key that takes one of some words, or else a mapping."""
    if get_origin(annotation) is Annotated:
        return _literals(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(word for part in get_args(annotation) for word in _literals(part))
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _document(loc: tuple) -> str:
    """What the settings page says of a key; of an item of a list or a mapping, what it says of the whole."""
    while loc:
        if (field := _field(loc)) is not None:
            return " ".join(field.description.split()) if field.description else ""
        loc = loc[:-1]
    return ""


def _model_at(loc: tuple) -> type[BaseModel] | None:
    """The model class that a location of pydantic's leads to (tags of unions included)."""
    here: Any = Settings
    for key in loc:
        models = list(_models_in(here))
        if isinstance(here, type) and issubclass(here, BaseModel) and key in here.model_fields:
            here = here.model_fields[key].annotation
        else:
            here = _descend(here, key, models)
    found = list(_models_in(here))
    return found[0] if len(found) == 1 else None


def _descend(here: Any, key: Any, models: list[type[BaseModel]]) -> Any:
    tagged = [m for m in models if key in UNION_TAGS and _tag(m) == key]
    if tagged:
        return tagged[0]
    holding = [m for m in models if key in m.model_fields]
    if len(models) == 1 and holding:
        return holding[0].model_fields[key].annotation
    return here  # a mapping's own key or a list's index: the class below is met next


def _tag(model: type[BaseModel]) -> str | None:
    field = model.model_fields.get("shape") or model.model_fields.get("kind")
    return get_args(field.annotation)[0] if field is not None else None


def _models_in(annotation: Any):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not None:
        for inner in get_args(annotation):
            yield from _models_in(inner)
