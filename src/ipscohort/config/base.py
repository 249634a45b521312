"""Field types shared by all parts of a cohort's settings."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

COHORT_NAME = r"^[a-z][a-z0-9_]*$"
"""How a cohort may be called: files and folders have its name."""


class Strict(BaseModel):
    """Base of every part: unknown keys are errors, values can't be changed, docstrings are the documentation."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, ser_json_inf_nan="strings")


class MistakeError(ValueError):
    """A value that settings can't have, with what to do about it.

    Parameters
    ----------
    what : str
    remedy : str
    """

    def __init__(self, what: str, remedy: str):
        self.remedy = remedy
        super().__init__(what)


def as_text(value: Any) -> Any:
    """Codes, levels and column names may be written as numbers; they are compared as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and isfinite(value):
        return plain_number(repr(value + 0)).removesuffix(".0")
    return str(value) if isinstance(value, (int, float)) else value


def plain_number(text: str) -> str:
    """A number as text without an exponent, digit for digit: 1e-05 is 0.00001."""
    return format(Decimal(text), "f") if "e" in text.lower() else text


def as_text_keys(value: Any) -> Any:
    """The same for the keys of a mapping of codes; two ways to write one code are a mistake."""
    if not isinstance(value, dict):
        return value
    plain = [plain_code(as_text(key)) for key in value]
    twice = sorted({key for key in plain if plain.count(key) > 1}, key=str)
    if twice:
        raise ValueError(f"code {', '.join(map(str, twice))} is written twice (1, 1.0 and '1 ' are one code)")
    return {as_text(key): as_text(item) for key, item in value.items()}


def plain_code(code: Any) -> Any:
    """A code as it is compared: without blanks around it and without a trailing .0."""
    text = code.strip() if isinstance(code, str) else code
    return text.removesuffix(".0") if isinstance(text, str) and text.removesuffix(".0").lstrip("-").isdigit() else text


CompetitiveRule = Literal["all_jobs", "column", "criteria"]

Text = Annotated[str, BeforeValidator(as_text), Field(min_length=1)]
"""A name, level or code; numbers are taken as text."""

YesNo = Annotated[bool, WithJsonSchema({"enum": ["yes", "no", True, False]})]
"""A switch, written yes or no."""

Codes = Annotated[dict[Text, Text], BeforeValidator(as_text_keys)]
"""Code in the file -> level."""

FileName = Annotated[str, Field(min_length=1, json_schema_extra={"format": "path"})]
"""A file, relative to the cohort's settings file, or absolute."""
