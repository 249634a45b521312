# Quartiles, restricted means with their differences, and follow-up. Sourced by rossi_times.R, small_times.R and ips_mis_times.R.
numbers_row <- function(exposure, level, measure, time = NA, estimate = NA, se = NA, low = NA, high = NA, p = NA, n = NA, events = NA) {
  data.frame(
    exposure, level, measure, time, estimate, std_error = se, conf_low = low, conf_high = high, p_value = p, n, n_events = events
  )
}

km <- function(time, event) survfit(Surv(time, event) ~ 1, conf.type = "log-log")

# The time by which a share p has an event, with limits, as quantile() gives it. Where the curve lies at exactly 1 - p to its end,
# quantile() gives the middle of that last piece, and print() of a median its begin; here its begin, for all shares alike.
quantile_row <- function(exposure, level, measure, time, event, p) {
  fit <- km(time, event)
  q <- quantile(fit, p)
  found <- q$quantile
  at <- which(abs(fit$surv - (1 - p)) < sqrt(.Machine$double.eps))
  if (length(at) && min(fit$surv) > 1 - p - sqrt(.Machine$double.eps)) found <- fit$time[min(at)]
  numbers_row(exposure, level, measure, estimate = found, low = q$lower, high = q$upper, n = length(time), events = sum(event))
}

# survRM2 1.0-4, function rmst1: the area under the curve up to tau and its variance; written out here, as the package is not to be had.
as_survRM2 <- function(time, event, tau) {
  ft <- survfit(Surv(time, event) ~ 1)
  idx <- ft$time <= tau
  wk.time <- sort(c(ft$time[idx], tau))
  wk.surv <- ft$surv[idx]
  wk.n.risk <- ft$n.risk[idx]
  wk.n.event <- ft$n.event[idx]
  time.diff <- diff(c(0, wk.time))
  areas <- time.diff * c(1, wk.surv)
  wk.var <- ifelse((wk.n.risk - wk.n.event) == 0, 0, wk.n.event / (wk.n.risk * (wk.n.risk - wk.n.event)))
  wk.var <- c(wk.var, 0)
  c(sum(areas), sqrt(sum(cumsum(rev(areas[-1]))^2 * rev(wk.var)[-1])))
}

# Mean and standard error by survfit, held against survRM2's.
restricted <- function(time, event, tau) {
  found <- unname(survival:::survmean(km(time, event), rmean = tau)$matrix[c("rmean", "se(rmean)")])
  stopifnot(isTRUE(all.equal(found, as_survRM2(time, event, tau), tolerance = 1e-12)))
  found
}

# How long the curve of a group is known: for good where it falls to 0, else to its largest time (as survRM2 has it).
known_to <- function(time, event) if (min(km(time, event)$surv) == 0) Inf else max(time)

mean_row <- function(exposure, level, measure, tau, mean, se, n, events, p = NULL) {
  known <- all(!is.na(se)) && all(se > 0)
  all_se <- sqrt(sum(se^2))
  z <- qnorm(0.975)
  numbers_row(
    exposure, level, measure, tau, mean, if (known) all_se else NA, if (known) mean - z * all_se else NA, if (known) mean + z * all_se else NA,
    if (known && !is.null(p)) 2 * pnorm(-abs(mean / all_se)) else NA, n, events
  )
}

# Everybody, or one level on its own.
own_rows <- function(exposure, level, time, event, tau) {
  rows <- rbind(
    quantile_row(exposure, level, "first_quartile", time, event, 0.25),
    quantile_row(exposure, level, "third_quartile", time, event, 0.75)
  )
  if (tau > 0) {
    found <- restricted(time, event, tau)
    rows <- rbind(rows, mean_row(exposure, level, "restricted_mean", tau, found[1], found[2], length(time), sum(event)))
  }
  reverse <- summary(km(time, 1 - event))$table
  rbind(rows, numbers_row(
    exposure, level, "follow_up_median", estimate = reverse[["median"]], low = reverse[["0.95LCL"]], high = reverse[["0.95UCL"]],
    n = length(time), events = sum(event)
  ))
}

# The levels of an exposure; each is compared with the reference up to where both curves are known, unadjusted.
level_rows <- function(exposure, levels, time, event, group, tau) {
  known <- !is.na(group)
  time <- time[known]; event <- event[known]; group <- group[known]
  of <- function(level) list(time = time[group == level], event = event[group == level])
  limits <- sapply(levels, function(level) known_to(of(level)$time, of(level)$event))
  taus <- setNames(pmin(tau, limits, limits[[1]]), levels)
  others <- taus[-1]
  taus[1] <- min(tau, limits[[1]], max(others[others > 0], 0))
  rows <- NULL
  for (level in levels) {
    mine <- of(level)
    rows <- rbind(rows, own_rows(exposure, level, mine$time, mine$event, taus[[level]]))
  }
  reference <- of(levels[1])
  for (level in levels[-1]) {
    mine <- of(level)
    at <- taus[[level]]
    if (at > 0) {
      a <- restricted(mine$time, mine$event, at)
      b <- restricted(reference$time, reference$event, at)
      rows <- rbind(rows, mean_row(
        exposure, level, "restricted_mean_difference", at, a[1] - b[1], c(a[2], b[2]), length(mine$time) + length(reference$time),
        sum(mine$event) + sum(reference$event), TRUE
      ))
    }
  }
  rows
}
