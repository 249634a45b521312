"""Errors while a file is read: is it the file that is wrong, or this program?"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

OWN = Path(__file__).parents[2]
"""The folder of this package."""
PROGRAMMING = (AttributeError, NameError, TypeError)
"""What a wrong line of code raises, whatever the file (UnboundLocalError is a NameError)."""


def is_ours(error: Exception) -> bool:
    """Whether an error is a mistake of this program: to be reported as one, and not as a damaged file.

    Parameters
    ----------
    error : Exception
        As caught. What a library raises inside its own files may be the file's fault.
    """
    return isinstance(error, PROGRAMMING) and OWN in Path(_innermost(error.__traceback__)).parents


def _innermost(traceback: TracebackType | None) -> str:
    """File of the line that raised."""
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return "" if traceback is None else traceback.tb_frame.f_code.co_filename
