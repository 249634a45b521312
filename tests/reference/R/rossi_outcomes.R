# Ever employed, weeks worked, and weekly employment among those observed, with Wilson intervals.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))

d <- rossi()
measure <- function(name, value) data.frame(measure = name, value = as.numeric(value))
write_values(rbind(
  measure("n", nrow(d)),
  measure("n_job_obtained", sum(d$job_obtained)),
  measure("share_job_obtained", mean(d$job_obtained)),
  measure("mean_time_worked", mean(d$time_worked)),
  measure("sd_time_worked", sd(d$time_worked)),
  measure("mean_time_worked_of_workers", mean(d$time_worked[d$job_obtained])),
  measure("median_time_to_first_job", median(d$time_to_first_job, na.rm = TRUE)),
  measure("n_worked_26_weeks", sum(d$time_worked >= 26)),
  measure("n_full_follow_up", sum(d$last_week == 52)),
  measure("person_weeks", sum(d$last_week))
), "rossi_outcomes")

# Each percentile rule by R's own: n_plus_1 (SPSS) is type 6, whose blanks where (n + 1) p < 1 or >= n are the pipeline's rule;
# linear type 7, averaged_steps type 2 (SAS, Stata), tukey_hinges fivenum.
rules <- list(
  n_plus_1 = function(x) quantile(x, c(.25, .5, .75), type = 6, names = FALSE),
  linear = function(x) quantile(x, c(.25, .5, .75), type = 7, names = FALSE),
  averaged_steps = function(x) quantile(x, c(.25, .5, .75), type = 2, names = FALSE),
  tukey_hinges = function(x) fivenum(x)[2:4]
)
q <- function(x, name) do.call(rbind, lapply(names(rules), function(rule) {
  data.frame(group = name, n = length(x), rule = rule, p = c(.25, .5, .75), value = rules[[rule]](x[!is.na(x)]))
}))
small <- list(four = c(3, 1, 8, 5), five = c(10, 20, 40, 80, 160), six = c(2.5, 2.5, 7, 9.25, 11, 30), eight = c(1, 1, 2, 3, 5, 8, 13, 21))
write_values(rbind(
  q(d$time_worked, "rossi time_worked"),
  q(d$time_worked[d$job_obtained], "rossi time_worked of workers"),
  q(d$time_to_first_job[d$job_obtained], "rossi time_to_first_job"),
  do.call(rbind, lapply(names(small), function(n) q(small[[n]], n)))
), "quantiles")

wilson <- function(k, n, level = 0.95) {
  z <- qnorm(0.5 + level / 2)
  centre <- (k / n + z^2 / (2 * n)) / (1 + z^2 / n)
  half <- z / (1 + z^2 / n) * sqrt(k / n * (1 - k / n) / n + z^2 / (4 * n^2))
  # prop.test without continuity correction inverts the same score test: an independent check
  check <- prop.test(k, n, conf.level = level, correct = FALSE)$conf.int
  stopifnot(all(abs(c(centre - half, centre + half) - check) < 1e-12))
  c(max(0, centre - half), min(1, centre + half))
}
weeks <- unclass(d$weeks)
rates <- do.call(rbind, lapply(1:52, function(w) {
  n <- sum(!is.na(weeks[, w]) & d$last_week >= w)
  k <- sum(weeks[, w], na.rm = TRUE)
  limits <- wilson(k, n)
  data.frame(period = w, n = n, n_employed = k, rate = k / n, conf_low = limits[1], conf_high = limits[2])
}))
write_values(rates, "rossi_rates")
pairs <- data.frame(k = c(0, 1, 5, 47, 3, 10, 12, 29), n = c(1, 1, 7, 103, 3, 10, 102, 102))
limits <- suppressWarnings(t(mapply(wilson, pairs$k, pairs$n)))
write_values(cbind(pairs, conf_low = limits[, 1], conf_high = limits[, 2]), "wilson")
