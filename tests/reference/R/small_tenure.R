# Made jobs: ties, all ended, none ended, one job.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "tenure_tables.R"))

cases <- list(
  mixed = list(days = c(5, 30, 30, 61, 90, 200, 410), ended = c(1, 1, 0, 1, 0, 1, 0)),
  ties = list(days = c(10, 10, 10, 10, 20, 20), ended = c(1, 0, 1, 0, 1, 0)),
  all_ended = list(days = c(3, 9, 27, 81), ended = c(1, 1, 1, 1)),
  none_ended = list(days = c(40, 80, 120), ended = c(0, 0, 0)),
  one = list(days = 50, ended = 1)
)
steps <- rows <- NULL
for (name in names(cases)) {
  steps <- rbind(steps, with(cases[[name]], tenure_steps(name, "all", days, ended)))
  rows <- rbind(rows, with(cases[[name]], tenure_row(name, "all", days, ended)))
}
write_values(steps, "small_tenure_steps")
write_values(rows, "small_tenure_medians")
