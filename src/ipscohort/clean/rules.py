"""Every rule in the order in which it runs. A new rule is a function `rule(work)` and a line here."""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.clean import follow_up, given, jobs, observation, panel_rows, participants, recruitment, repeats, sources, to_the_end
from ipscohort.clean.work import Work

RULES: tuple[Callable[[Work], None], ...] = (
    sources.codes_to_the_digits_that_count,  # first: what is the same content, and the same job, goes by them
    participants.exact_duplicate_participants,
    recruitment.last_step_is_in_the_records,  # each person once, and before anybody is left out
    jobs.job_without_participant,  # before anybody is left out: such a job is nobody's at all
    participants.value_out_of_range,
    given.given_number_below_zero,
    participants.inclusion_date_missing,
    participants.inclusion_outside_recruitment,
    observation.end_of_observation,
    participants.observed_until_before_inclusion,
    participants.end_reason_without_date,
    participants.eligibility,
    given.latest_time,
    to_the_end.observed_to_the_end,
    given.given_beyond_follow_up,
    given.given_contradiction,
    given.time_after_follow_up,
    jobs.jobs_of_persons_left_out,
    jobs.exact_duplicate_jobs,
    panel_rows.panel_row_missing,
    repeats.same_start_twice,  # before the other source: one account of a job is enough
    jobs.month_only_date,
    jobs.count_days,
    jobs.start_before_birth,
    jobs.end_before_start,
    jobs.start_after_data_lock,
    jobs.hours_out_of_range,
    jobs.wage_out_of_range,
    sources.same_job_in_two_sources,  # before the competitive filter: sources may disagree on what is competitive
    follow_up.competitive,
    follow_up.end_unknown_before_inclusion,
    follow_up.employed_at_entry,
    jobs.jobs_of_persons_left_out,
    follow_up.outside_follow_up,
    follow_up.job_that_could_be_one_obtained,
    follow_up.undated_jobs,
    follow_up.period_after_observation,
    follow_up.no_period_known,
)
