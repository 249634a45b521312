# Small cases of the cumulative incidence with competing exits: ties of a job and an exit, ties everywhere, day 0, nobody censored, nobody
# with a job, nobody who left, one person, one event.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "incidence_tables.R"))

cases <- list(
  mixed = list(time = c(1, 2, 3, 4, 5, 6, 7, 8), cause = c(1, 2, 0, 1, 2, 1, 0, 0)),
  job_and_exit_tied = list(time = c(2, 2, 2, 2, 5, 5, 5, 8), cause = c(1, 2, 1, 0, 1, 2, 0, 0)),
  ties = list(time = c(2, 2, 2, 5, 5, 7, 7, 9, 9, 9), cause = c(1, 1, 2, 1, 0, 2, 2, 1, 0, 2)),
  all_tied = list(time = c(5, 5, 5, 5), cause = c(1, 2, 0, 1)),
  all_leave_tied = list(time = c(3, 5, 5, 5), cause = c(1, 2, 2, 1)),
  nobody_censored = list(time = c(1, 2, 3, 4, 5, 6), cause = c(1, 2, 1, 2, 1, 2)),
  nobody_left = list(time = c(1, 2, 3, 4, 6), cause = c(1, 0, 1, 0, 1)),
  nobody_employed = list(time = c(1, 3, 4, 8), cause = c(2, 0, 2, 0)),
  nothing = list(time = c(2, 3, 8), cause = c(0, 0, 0)),
  one_event = list(time = c(3, 8, 8, 8, 8), cause = c(1, 0, 0, 0, 0)),
  one_exit = list(time = c(3, 8, 8, 8, 8), cause = c(2, 0, 0, 0, 1)),
  one_person = list(time = 6, cause = 1),
  one_person_left = list(time = 6, cause = 2),
  exit_at_the_end = list(time = c(2, 4, 8, 8, 8, 8), cause = c(1, 1, 2, 1, 0, 2)),
  day_zero = list(time = c(0, 0, 0, 1, 2, 3, 3), cause = c(1, 2, 0, 1, 2, 0, 1)),
  halves = list(time = c(0.5, 0.5, 1.5, 2.25, 2.25, 4, 7.5), cause = c(1, 0, 2, 1, 2, 0, 1))
)
steps <- shares <- NULL
for (name in names(cases)) {
  case <- cases[[name]]
  steps <- rbind(steps, step_rows(name, "all", case$time, case$cause))
  shares <- rbind(shares, share_rows(name, "all", case$time, case$cause, c(1, 5, 8)))
}
write_values(steps, "small_incidence_steps")
write_values(shares, "small_incidence_shares")
