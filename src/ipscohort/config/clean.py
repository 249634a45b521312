"""What is done about records that can't be right or don't count. Each rule's name stands in the cleaning log."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, model_validator

from ipscohort.config.base import Strict, Text


class Eligibility(Strict):
    """One condition that a participant must meet; who does not is left out and shown in the flow."""

    variable: Text
    """The variable it is about."""
    min: FiniteFloat | None = None
    """Lowest value that is eligible."""
    max: FiniteFloat | None = None
    """Highest value that is eligible."""
    one_of: list[Text] = []
    """Levels that are eligible."""
    label: Text
    """How the flow names it, such as: aged 18 to 65."""
    missing: Literal["exclude", "keep"] = "exclude"
    """What happens to those whose value is missing."""

    @model_validator(mode="after")
    def _a_condition(self) -> Eligibility:
        if self.min is None and self.max is None and not self.one_of:
            raise ValueError("name at least one of min, max, one_of")
        return self


class Clean(Strict):
    """Cleaning rules. `stop` reports the rows and ends the run, so that the records can be mended."""

    value_out_of_range: Literal["set_missing", "stop"] = "stop"
    """A number outside its variable's `range`."""
    exact_duplicate_participants: Literal["drop", "stop"] = "drop"
    """A participant's row that stands twice with the same content. Two rows of one id that differ always stop."""
    inclusion_date_missing: Literal["exclude", "stop"] = "stop"
    """A participant without inclusion date."""
    inclusion_outside_recruitment: Literal["exclude", "stop"] = "stop"
    """An inclusion date outside `recruitment`."""
    recruitment: tuple[date, date] | None = None
    """First and last day of recruitment."""
    observed_until_before_inclusion: Literal["exclude", "stop"] = "stop"
    """A last day observed that lies before inclusion. (A blank one means observed to the end, and is listed.)"""
    end_reason_without_date: Literal["observed_to_end", "stop"] = "stop"
    """A reason why observation ended (`observed_until_reason`) without the day: when it ended is not known."""
    eligibility: list[Eligibility] = []
    """Conditions of inclusion, in the order of the flow."""
    job_without_participant: Literal["set_aside", "stop"] = "stop"
    """A job, or a row of a panel's own file, whose id is no participant's."""
    exact_duplicate_jobs: Literal["drop", "stop"] = "drop"
    """A job that stands twice in one source with the same content, or a row of a panel's own file that does."""
    same_start_twice: Literal["stop", "keep_last", "keep"] = "stop"
    """Records of one source that share person, start and occupation group (a missing one matches any) but differ, such as
    a job told in two interview waves. `keep_last`: one job, and the record that stands last counts (the later wave or
    row); `keep`: different jobs."""
    end_before_start: Literal["end_unknown", "drop", "stop"] = "stop"
    """A job that ends before it starts."""
    start_after_data_lock: Literal["drop", "stop"] = "stop"
    """A job that starts after data_lock."""
    hours_out_of_range: Literal["set_missing", "stop"] = "stop"
    """Hours per week below 0 or above `hours_max`."""
    hours_max: Annotated[float, Field(gt=0, le=168)] = 80
    """Highest possible hours per week."""
    wage_out_of_range: Literal["set_missing", "stop"] = "stop"
    """A negative wage."""
    month_only_date: Literal["mid_month", "stop"] = "mid_month"
    """A date known to the month only: placed on the 15th (not before inclusion in the month of inclusion, and an end
    not before its start), and listed."""
    period_after_observation: Literal["set_unknown", "stop"] = "set_unknown"
    """A panel's period that is filled in although it lies after the end of observation."""
    employed_at_entry: Literal["exclude", "clip"] = "exclude"
    """A competitive job that began before inclusion and reaches into it: the person is left out, or kept with the job
    clipped to the follow-up and not counted as obtained."""
    given_beyond_follow_up: Literal["set_missing", "stop"] = "stop"
    """Shape outcomes: a time to first job, or a time worked, longer than follow-up or observation. `set_missing` leaves
    the other outcomes as given."""
    given_contradiction: Literal["set_missing", "stop"] = "stop"
    """Shape outcomes: no job but time worked (`set_missing`: both), no job but a time to first job (that time), a job but
    0 time worked (that), or more time worked than was left after the first job began (both times)."""
    isco08_digits: Annotated[int, Field(ge=1, le=4)] = 1
    """How many digits of the ISCO-08 code must agree for the occupation group to be the same when two sources are compared; 1:
    the major group. Of codes of fewer digits, those that both have; a record without a code goes by its major group."""
    touching_days: Annotated[int, Field(ge=0, le=31)] = 1
    """Two sources' records are the same job when they share person and occupation group and their dates overlap or lie
    no more than this many days apart (1: the one ends the day before the other starts)."""
