"""Gathers all texts that are said from the code, and brings the files of words in step with them (`make words`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes
from ruamel.yaml import YAML

from ipscohort.words import ENGLISH, FILES, of_every_job

SAID_BY = {"say": 1, "tell": 1, "later": 1, "say_n": 2}
"""Function -> how many texts it is given first."""
IN_BOTH_FORMS = ("either", "words")
"""Function and method (`Naming.words`) whose text is said with the word competitive, and without it."""
LIBRARY = Path(__file__).parents[1]


def texts() -> dict[str, str]:
    """Every text that is said -> the first file that says it, in the order of files and lines."""
    found: dict[str, str] = {}
    for file in sorted([*LIBRARY.rglob("*.py"), *LIBRARY.rglob("*.jinja")]):
        said = _in_code(file) if file.suffix == ".py" else _in_template(file)
        for text in said:
            found.setdefault(text, file.relative_to(LIBRARY).as_posix())
    return found


def _in_code(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        name = _called(node)
        for argument in node.args[: SAID_BY[name]] if name in SAID_BY else ():
            yield from _constants(argument)
        for argument in node.args[:1] if name in IN_BOTH_FORMS else ():
            for text in _constants(argument):
                yield from dict.fromkeys((text, of_every_job(text)))


def _called(node: ast.AST) -> str:
    """The function that is called, or a method that says a text; '' for any other."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) and node.func.attr in IN_BOTH_FORMS else ""


def _constants(argument: ast.expr) -> Iterator[str]:
    """A text, or either of two."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _constants(argument.body)
        yield from _constants(argument.orelse)


def _in_template(file: Path) -> Iterator[str]:
    for call in Environment().parse(file.read_text(encoding="utf-8")).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in SAID_BY:
            yield from (a.value for a in call.args[: SAID_BY[call.node.name]] if isinstance(a, nodes.Const))


def entries(language: str) -> list[dict[str, str]]:
    """What a language's file holds now."""
    return YAML(typ="safe").load(FILES[language].read_text(encoding="utf-8")) or []


def renewed(language: str) -> list[dict[str, str]]:
    """What it should hold: every text that is said, '' where it is not yet translated; none that nobody says."""
    known = {entry[ENGLISH]: entry[language] for entry in entries(language)}
    if language == ENGLISH:
        return [{ENGLISH: text} for text in texts()]
    return [{ENGLISH: text, language: known.get(text, "")} for text in texts()]


def main() -> None:
    """Write all files of words anew; say what is not translated yet."""
    yaml = YAML()
    yaml.width, yaml.default_flow_style, yaml.allow_unicode = 4096, False, True
    for language, file in FILES.items():
        found = renewed(language)
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            yaml.dump(found, stream)
        print(f"{file.name}: {len(found)} texts, {sum(not entry[language] for entry in found)} not translated")


if __name__ == "__main__":
    main()
