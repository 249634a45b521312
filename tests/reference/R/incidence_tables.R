# Cumulative incidence of a first job with competing exits: survfit's Aalen-Johansen estimate with its (infinitesimal jackknife) standard
# errors and log-log limits. Sourced by rossi_incidence.R and small_incidence.R. `cause`: 0 censored, 1 first job, 2 competing exit.
suppressPackageStartupMessages(library(cmprsk))

aalen_johansen <- function(time, cause) {
  survfit(Surv(time, factor(cause, 0:2, c("censored", "job", "competing"))) ~ 1, conf.type = "log-log")
}

# survfit gives a step of nothing at the time of an end of observation too, as ours do. A probability of 0 or 1 has no log-log limits.
defined <- function(p, limit) ifelse(p <= 0 | p >= 1, NA, limit)

step_rows <- function(exposure, level, time, cause) {
  fit <- aalen_johansen(time, cause)
  at <- seq_along(fit$time)
  count <- function(k) sapply(fit$time, function(t) sum(time == t & cause == k))
  p <- fit$pstate[, 2]
  data.frame(
    exposure, level, time = fit$time, n_risk = fit$n.risk[, 1], n_event = count(1), n_competing = count(2), n_censored = count(0),
    incidence = p, conf_low = defined(p, fit$lower[, 2]), conf_high = defined(p, fit$upper[, 2]), competing = fit$pstate[, 3]
  )[at, ]
}

# At some times, each at most the last one: job and competing exit.
share_rows <- function(exposure, level, time, cause, times) {
  fit <- aalen_johansen(time, cause)
  rows <- NULL
  for (t in times[times <= max(time)]) {
    step <- findInterval(t, fit$time)
    for (k in 1:2) {
      p <- if (step) fit$pstate[step, 1 + k] else 0
      value <- function(x) if (step) defined(p, x[step, 1 + k]) else NA
      rows <- rbind(rows, data.frame(
        exposure, level, measure = c("cumulative_incidence", "cumulative_incidence_competing")[k], time = t, estimate = p,
        std_error = value(fit$std.err), conf_low = value(fit$lower), conf_high = value(fit$upper), n = length(time), n_events = sum(cause == k)
      ))
    }
  }
  rows
}

# The same shares by cmprsk, with its own variance (Aalen's, which is another estimator than survfit's).
cuminc_rows <- function(exposure, level, time, cause, times) {
  at <- timepoints(cuminc(time, cause), times)
  rows <- NULL
  for (k in 1:2) {
    name <- paste("1", k)
    rows <- rbind(rows, data.frame(
      exposure, level, measure = c("cumulative_incidence", "cumulative_incidence_competing")[k], time = times,
      estimate = at$est[name, ], std_error = sqrt(at$var[name, ])
    ))
  }
  rows
}
