# Small cases of quartiles, restricted means up to week 8, and follow-up: ties everywhere, day 0, nobody censored, nobody with a job,
# one person, one job, curves that end early.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "time_tables.R"))

TAU <- 8
cases <- list(
  one_to_four = list(time = c(1, 2, 3, 4), event = c(1, 1, 1, 1)),
  half_to_the_end = list(time = c(1, 2, 3, 4), event = c(1, 1, 0, 0)),
  quarter_to_the_end = list(time = c(1, 2, 3, 4), event = c(1, 0, 0, 0)),
  ties = list(time = c(2, 2, 2, 5, 5, 7, 7, 9), event = c(1, 1, 0, 1, 1, 1, 0, 1)),
  all_tied = list(time = c(5, 5, 5, 5), event = c(1, 1, 1, 1)),
  all_tied_half_censored = list(time = c(5, 5, 5, 5), event = c(1, 1, 0, 0)),
  day_zero = list(time = c(0, 0, 1, 2, 3), event = c(1, 1, 1, 0, 1)),
  all_on_day_zero = list(time = c(0, 0, 0), event = c(1, 1, 1)),
  no_event = list(time = c(0, 3, 5), event = c(0, 0, 0)),
  nobody_to_the_end = list(time = c(8, 8, 8, 8), event = c(0, 0, 0, 0)),
  one_event = list(time = c(3, 8, 8, 8, 8), event = c(1, 0, 0, 0, 0)),
  event_at_tau = list(time = c(8, 8, 8, 9), event = c(1, 0, 1, 0)),
  half_by_product = list(time = c(1, 2, 3, 4, 5, 6), event = c(1, 1, 1, 1, 1, 1)),
  half_after_censoring = list(time = c(1, 1.5, 2, 3, 4, 6, 7, 9, 11, 12), event = c(1, 1, 1, 0, 1, 1, 0, 1, 1, 1)),
  not_reached = list(time = c(1, 4, 6, 8, 8), event = c(1, 0, 1, 0, 0)),
  after_tau = list(time = c(9, 10, 11), event = c(1, 1, 0)),
  one_person = list(time = 6, event = 1),
  censored_on_day_zero = list(time = c(0, 0), event = c(0, 0)),
  jobs_and_ends_tied = list(time = c(4, 4, 4, 8, 8, 8), event = c(1, 0, 0, 1, 1, 0))
)
rows <- NULL
for (name in names(cases)) {
  case <- cases[[name]]
  rows <- rbind(rows, own_rows(name, "all", case$time, case$event, min(TAU, known_to(case$time, case$event))))
}
groups <- list(
  two = list(time = c(1, 2, 3, 4, 5, 6), event = c(1, 1, 1, 0, 0, 1), group = c("a", "a", "b", "b", "a", "b")),
  tied = list(time = c(0, 0, 2, 2, 2, 5, 5, 8, 8, 9), event = c(1, 0, 1, 1, 0, 1, 1, 0, 1, 1), group = rep(c("a", "b"), 5)),
  three = list(time = c(3, 5, 7, 2, 4, 8, 1, 6, 9, 9, 10, 12), event = c(1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1), group = rep(c("a", "b", "c"), 4)),
  one_left_before = list(time = c(1, 2, 3, 4, 5, 6, 0.5), event = c(1, 1, 1, 0, 0, 1, 0), group = c("a", "a", "b", "b", "a", "b", "c")),
  one_person_level = list(time = c(1, 3, 5, 8, 4), event = c(1, 1, 1, 0, 1), group = c("a", "a", "a", "a", "b")),
  nobody_employed_level = list(time = c(1, 3, 5, 8, 8, 8), event = c(1, 1, 1, 0, 0, 0), group = c("a", "a", "a", "a", "b", "b")),
  short_reference = list(time = c(1, 2, 4, 3, 6, 8, 2, 7), event = c(1, 1, 0, 1, 1, 0, 1, 0), group = c("a", "a", "a", "b", "b", "b", "c", "c"))
)
for (name in names(groups)) {
  case <- groups[[name]]
  rows <- rbind(rows, with(case, level_rows(name, sort(unique(group)), time, event, group, TAU)))
}
write_values(rows, "small_times")
