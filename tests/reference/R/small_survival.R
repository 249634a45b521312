# Small cases of the Kaplan-Meier median: exactly 0.5, ties, first jobs on day 0, nobody with a job, groups that leave early.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "survival_tables.R"))

cases <- list(
  one_to_four = list(time = c(1, 2, 3, 4), event = c(1, 1, 1, 1)),
  half_to_the_end = list(time = c(1, 2, 3, 4), event = c(1, 1, 0, 0)),
  ties = list(time = c(2, 2, 2, 5, 5, 7, 7, 9), event = c(1, 1, 0, 1, 1, 1, 0, 1)),
  day_zero = list(time = c(0, 0, 1, 2, 3), event = c(1, 1, 1, 0, 1)),
  no_event = list(time = c(0, 3, 5), event = c(0, 0, 0)),
  half_by_product = list(time = c(1, 2, 3, 4, 5, 6), event = c(1, 1, 1, 1, 1, 1)),
  half_after_censoring = list(time = c(1, 1.5, 2, 3, 4, 6, 7, 9, 11, 12), event = c(1, 1, 1, 0, 1, 1, 0, 1, 1, 1)),
  not_reached = list(time = c(1, 4, 6, 8, 8), event = c(1, 0, 1, 0, 0)),
  one_person = list(time = 6, event = 1)
)
curves <- medians <- NULL
for (name in names(cases)) {
  fit <- survfit(Surv(cases[[name]]$time, cases[[name]]$event) ~ 1, conf.type = "log-log")
  curves <- rbind(curves, curve_rows(fit, name))
  medians <- rbind(medians, median_rows(fit, name))
}
write_values(curves, "small_curves")
write_values(medians, "small_medians")

groups <- list(
  two = list(time = c(1, 2, 3, 4, 5, 6), event = c(1, 1, 1, 0, 0, 1), group = c("a", "a", "b", "b", "a", "b")),
  tied = list(time = c(0, 0, 2, 2, 2, 5, 5, 8, 8, 9), event = c(1, 0, 1, 1, 0, 1, 1, 0, 1, 1), group = rep(c("a", "b"), 5)),
  three = list(time = c(3, 5, 7, 2, 4, 8, 1, 6, 9, 9, 10, 12), event = c(1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1), group = rep(c("a", "b", "c"), 4)),
  one_left_before = list(time = c(1, 2, 3, 4, 5, 6, 0.5), event = c(1, 1, 1, 0, 0, 1, 0), group = c("a", "a", "b", "b", "a", "b", "c"))
)
tests <- do.call(rbind, lapply(names(groups), function(n) with(groups[[n]], test_row(time, event, group, n))))
write_values(tests, "small_tests")
