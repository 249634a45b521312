"""Read a cohort's file as YAML 1.2: `no`, `yes` and `on` are text, a duplicate key or a tab is an error with its line.

Steps: bytes -> text (UTF-8, with or without BOM) -> plain dicts, lists and scalars, and the line of every key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from ipscohort.catalogue.letters import UNSEEN
from ipscohort.errors import NEAR, Problem, UserError, nearest

HEADING = "The cohort's settings can't be read."
LARGEST = 2_000_000
"""Bytes of a settings file; the longest of ours has 30,000."""
MOST = 50_000
"""Keys and items of a settings file, with those that aliases repeat; the longest of ours has 500."""


@dataclass(frozen=True)
class YamlFile:
    """A parsed file.

    Attributes
    ----------
    path : Path
    values : dict
        Plain Python values.
    lines : dict of tuple -> int
        Line (from 1) of every key path.
    """

    path: Path
    values: dict[str, Any]
    lines: dict[tuple, int]

    def line_of(self, keys: tuple) -> int | None:
        """The line of a key path, or of its nearest parent that stands in the file."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys)


def read_yaml(path: Path) -> YamlFile:
    """Parse one YAML file.

    Raises
    ------
    UserError
        The file is missing, a folder, not UTF-8, not YAML, or not a mapping.
    """
    path = Path(path)
    text = _read_text(path)
    parsed = _parsed(path, text)
    if not isinstance(parsed, dict):
        _refuse(path, "the file holds no keys at its top level", _other_ending(path) or "start from config/rossi.yaml")
    lines: dict[tuple, int] = {}
    try:
        return YamlFile(path, _plain(parsed, (), lines), lines)
    except _TooManyError:
        rows = [number for number, line in enumerate(text.splitlines(), 1) if re.search(r"(^|[\s\[{,:-])\*\w", line)]
        _refuse(
            path,
            f"it holds more than {MOST:,} keys and items, with what aliases (*) repeat",
            "write out what is needed, without aliases",
            rows,
        )
    except _UnseenError as error:
        line = YamlFile(path, {}, lines).line_of(error.keys)
        what = f"a text holds a character that nobody can see (U+{ord(error.character):04X}), and that would be acted on where it is shown"
        _refuse(path, what, "take it out", [line] if line else [])
    except (TypeError, ValueError, RecursionError):
        _refuse(path, *_odd_value(text))


class _UnseenError(Exception):
    """A text with a character that has no place in it."""

    def __init__(self, keys: tuple, character: str):
        self.keys, self.character = keys, character
        super().__init__(keys)


class _TooManyError(Exception):
    """More keys and items than settings have."""


@lru_cache(maxsize=2)
def _parsed(path: Path, text: str) -> Any:
    """The file as the parser leaves it. Remembered: a run looks whether the file can be read before it reads it."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    tabbed = [n for n, line in enumerate(text.splitlines(), 1) if "\t" in line[: len(line) - len(line.lstrip())]]
    if tabbed:
        _refuse(path, "tabs are used to indent", "replace each tab by spaces", rows=tabbed)
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = str(error.problem or "not valid YAML").split("\n")[0]
        remedy = "keep one of the two keys" if "duplicate key" in what else "see the line named, and the one above it"
        _refuse(path, what, remedy, rows=[line] if line else [])
    except YAMLError as error:
        what = _other_ending(path) and "this is no settings file"
        _refuse(path, what or str(error).split("\n")[0] or "not valid YAML", _other_ending(path) or "open the file in a plain text editor")
    except (ValueError, RecursionError, AttributeError, KeyError):
        _refuse(path, *_odd_value(text))


def _odd_value(text: str) -> tuple[str, str, list[int]]:
    """What the parser stumbles over without saying where: a date that is none, a merge key, a tag, endless brackets."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in re.findall(r"\b\d{4}-\d{1,2}-\d{1,2}\b", line):
            try:
                date(*map(int, found.split("-")))
            except ValueError:
                return "there is no such day", "mend the date", [number]
        if re.search(r"(^|[\s{,])<<\s*:", line):
            return "merge keys (<<) are not read", "write the keys out", [number]
        if re.search(r"(^|[\s:\[{,])!!?[\w/]", line):
            return "tags (!) are not read", "write a plain value", [number]
    return "the values can't be read: perhaps too many brackets in one another", "compare with config/rossi.yaml", []


def _read_text(path: Path) -> str:
    if path.is_dir():
        _refuse(path, "this is a folder, not a file", "name the cohort's .yaml file itself")
    try:
        if path.stat().st_size > LARGEST:
            _refuse(path, "it is too long for a settings file", "name the cohort's .yaml file, not a file of records")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        _refuse(path, "no such file", _similar(path))
    except PermissionError:
        _refuse(path, "the file may not be read", "ask for read permission, or copy it")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        _refuse(path, "the text is not UTF-8", "save the file as UTF-8 in your editor", rows=[line])


def _other_ending(path: Path) -> str:
    """What to do where the file's name is not that of a settings file; '' where it is."""
    return "" if path.suffix.lower() in (".yaml", ".yml") else "name the cohort's settings file, which ends in .yaml, not a file of records"


def _similar(path: Path) -> str:
    """The settings file whose name is most alike, else where to look."""
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder.name}/ either"
    near = nearest(path.stem, sorted(other.stem for other in folder.iterdir() if other.suffix.lower() == ".yaml" and other.is_file()))
    if near.startswith(NEAR):
        return near.replace("'?", ".yaml'?")
    return f"look for the name in {folder.resolve().name}/ and mind upper and lower case"


def _refuse(path: Path, what: str, remedy: str, rows=()) -> NoReturn:
    where = f"{path}" + (f", line {rows[0]}" if len(rows) == 1 else "")
    raise UserError(HEADING, [Problem(where, what, remedy, rows=tuple(rows) if len(rows) > 1 else ())])


def _plain(node: Any, keys: tuple, lines: dict[tuple, int]) -> Any:
    """Turn the parser's own node classes into plain Python values and note each key's line."""
    if len(lines) > MOST:
        raise _TooManyError
    if isinstance(node, dict):
        if getattr(node, "merge", None):
            raise ValueError("merge key")
        for key in node:
            lines[(*keys, _scalar(key))] = node.lc.key(key)[0] + 1
            _look(_scalar(key), (*keys, _scalar(key)))
        return {_scalar(k): _plain(v, (*keys, _scalar(k)), lines) for k, v in node.items()}
    if isinstance(node, list):
        for index in range(len(node)):
            lines[(*keys, index)] = node.lc.item(index)[0] + 1
        return [_plain(v, (*keys, i), lines) for i, v in enumerate(node)]
    return _look(_scalar(node), keys)


def _look(value: Any, keys: tuple) -> Any:
    """The value, unless it is a text that nobody can read as it is."""
    if isinstance(value, str) and (found := UNSEEN.search(value)):
        raise _UnseenError(keys, found[0])
    return value


def _scalar(node: Any) -> Any:
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, datetime):
        return datetime(*node.timetuple()[:6])
    if isinstance(node, date):
        return date(node.year, node.month, node.day)
    if isinstance(node, int) and (getattr(node, "_width", None) or 0) > 1:
        return f"{int(node):0{node._width}d}"  # 010 is a code with a leading zero, not the number ten
    if isinstance(node, str):
        # Two halves of one sign, as JSON escapes write it, become that sign.
        return str(node).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    for plain in (int, float):
        if isinstance(node, plain):
            return plain(node)
    raise TypeError(f"a value of kind {type(node).__name__}")


def write_yaml(path: Path | str, values: dict[str, Any], heading: str) -> None:
    """Write plain values as YAML under a one-line comment."""
    import io

    from ruamel.yaml import YAML

    from ipscohort.files.tableio import write_text

    yaml, buffer = YAML(), io.StringIO()
    yaml.width = 4096
    yaml.dump(values, buffer)
    write_text(path, f"# {heading}\n{buffer.getvalue()}")
