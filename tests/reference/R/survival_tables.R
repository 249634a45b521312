# Kaplan-Meier rows from survfit. Sourced by rossi_survival.R, small_survival.R and ips_mis.R.
by_strata <- function(fit) {
  if (is.null(fit$strata)) return(rep("all", length(fit$time)))
  rep(sub("^[^=]*=", "", names(fit$strata)), fit$strata)
}

curve_rows <- function(fit, exposure) {
  data.frame(
    exposure, level = by_strata(fit), time = fit$time, n_risk = fit$n.risk, n_event = fit$n.event, n_censored = fit$n.censor,
    survival = fit$surv, conf_low = fit$lower, conf_high = fit$upper
  )
}

# The median as print(survfit) gives it; `table` has one row per stratum.
median_rows <- function(fit, exposure) {
  table <- summary(fit)$table
  if (is.null(dim(table))) table <- t(table)
  levels <- if (is.null(fit$strata)) "all" else sub("^[^=]*=", "", names(fit$strata))
  data.frame(
    exposure, level = levels, measure = "median", time = NA, estimate = table[, "median"],
    conf_low = table[, "0.95LCL"], conf_high = table[, "0.95UCL"], n = table[, "records"], n_events = table[, "events"]
  )
}

share_rows <- function(fit, exposure, times) {
  s <- summary(fit, times = times) # no extend: nothing after the last observed time
  level <- if (is.null(s$strata)) "all" else sub("^[^=]*=", "", as.character(s$strata))
  n <- setNames(fit$n, if (is.null(fit$strata)) "all" else sub("^[^=]*=", "", names(fit$strata)))
  events <- tapply(fit$n.event, by_strata(fit), sum)
  data.frame(
    exposure, level, measure = "survival", time = s$time, estimate = s$surv, conf_low = s$lower, conf_high = s$upper,
    n = as.numeric(n[level]), n_events = as.numeric(events[level])
  )
}

test_row <- function(time, event, group, exposure) {
  test <- survdiff(Surv(time, event) ~ group)
  df <- sum(test$exp > 0) - 1
  data.frame(exposure, statistic = test$chisq, df, p_value = pchisq(test$chisq, df, lower.tail = FALSE), n = sum(test$n), n_events = sum(event))
}
