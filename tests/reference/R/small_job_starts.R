# Made persons: several jobs each, ties between persons, all on day 0, one job, nobody with a job, a group of one person.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "job_start_tables.R"))

cases <- list(
  mixed = list(starts = list(c(3, 20, 50), c(), 8, c(8, 61), c(), 40), until = c(90, 30, 90, 61, 12, 90), group = c(0, 0, 1, 1, 1, 0)),
  ties = list(starts = list(5, 5, c(5, 9), 9, c()), until = c(9, 9, 9, 20, 9), group = c(0, 1, 0, 1, 0)),
  day_zero = list(starts = list(0, 0, 0, c()), until = c(10, 10, 10, 10), group = c(0, 0, 1, 1)),
  one_job = list(starts = list(7, c(), c()), until = c(20, 20, 5), group = c(0, 0, 1)),
  no_job = list(starts = list(c(), c()), until = c(20, 5), group = c(0, 1)),
  on_the_last_day = list(starts = list(10, c(2, 10), c()), until = c(10, 10, 4), group = c(0, 1, 1)),
  one_person = list(starts = list(c(4, 9)), until = 30, group = 0),
  group_of_one = list(starts = list(c(4, 9), 5, c(), 7, c()), until = c(30, 30, 30, 22, 30), group = c(0, 1, 1, 1, 1)),
  three_groups = list(starts = list(c(4, 9), 5, c(), 7, c(), c(1, 3, 5)), until = c(30, 30, 30, 22, 30, 9), group = c(0, 0, 1, 1, 2, 2))
)
steps <- tests <- NULL
for (name in names(cases)) {
  case <- cases[[name]]
  steps <- rbind(steps, with(case, job_start_steps(name, "all", starts, until)))
  if (length(unique(case$group)) > 1 && length(unlist(case$starts))) tests <- rbind(tests, with(case, job_start_test(name, starts, until, group)))
}
write_values(steps, "small_job_starts_steps")
write_values(tests, "small_job_starts_tests")
