"""Files between stages, read and written by their names in the catalogue: the scripts' way in and out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ipscohort.catalogue.stages import FILES
from ipscohort.contracts import CONTRACTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.memory import give_back
from ipscohort.files.tableio import read_frame, read_json, read_table, write_frame, write_table


class Read:
    """What a step read, by the files' names in the catalogue, as attributes.

    Parameters
    ----------
    contents : mapping of str -> object
        Frames, held to their contracts, and codebooks.
    """

    def __init__(self, contents: Mapping[str, Any]):
        self._contents = dict(contents)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._contents:
            raise AttributeError(f"this step does not declare that it reads '{name}': see the rule's input")
        return self._contents[name]

    def get(self, name: str) -> Any:
        """The same; None where the step was not given that file."""
        return self._contents.get(name)

    def only(self, names: Mapping[str, Any] | set[str]) -> dict[str, Any]:
        """Those of the given names that were read."""
        return {name: content for name, content in self._contents.items() if name in names}


def read_files(paths: Mapping[str, str | Path]) -> Read:
    """Read files between stages.

    Parameters
    ----------
    paths : mapping of str -> path
        Name in the catalogue -> where it lies. Other names (records, pages) are not read.

    Raises
    ------
    ContractError
        A table is not what its contract says.
    """
    read = Read({name: read_file(name, path) for name, path in paths.items() if name in FILES})
    give_back()
    return read


def read_file(name: str, path: str | Path) -> Any:
    """One file between stages: a frame, a codebook, or other JSON as it is."""
    contract = FILES[name].contract
    if name.endswith("codebook"):
        return Codebook.read(path)
    if Path(path).suffix == ".json":
        return read_json(path)
    return read_table(path, CONTRACTS[contract]) if contract else read_frame(path)


def write_files(result: Any, paths: Mapping[str, str | Path]) -> None:
    """Write a stage's result, field by field, to its files; a field that the result has not is written by who makes it.

    Parameters
    ----------
    result : object
        With a field for each file, as the catalogue names them.
    paths : mapping of str -> path
        Name in the catalogue -> where to.
    """
    for name, path in paths.items():
        content = getattr(result, FILES[name].field or name, None) if name in FILES else None
        if isinstance(content, Codebook):
            content.write(path)
        elif content is not None and FILES[name].contract:
            write_table(content, CONTRACTS[FILES[name].contract], path)
        elif content is not None:
            write_frame(content, path)
