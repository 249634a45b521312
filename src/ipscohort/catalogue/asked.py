"""Whether settings ask for a file, a table or a figure that is made on request only."""

from __future__ import annotations

from typing import Any


def asked(by: str, settings: Any) -> bool:
    """Whether something stands under the key by which it is asked for.

    Parameters
    ----------
    by : str
        `File.asked_by` or `Exhibit.asked_by`, such as `survival.competing`; '' of what is always made.
    settings : object
        With the parts of the settings as attributes.
    """
    value = settings
    for part in by.split(".") if by else ():
        value = getattr(value, part, None)
    return not by or bool(value)
